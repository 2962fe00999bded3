// What the merchant tells createBilling().
import type { Locale, PaymentMethodView } from '@billing-register/contract'
import type { Ledger, LedgerSource } from './ledger/ledger.ts'
import type { CardFormOptions } from './card-form/options.ts'
import type { PaymentView } from './payments/view.ts'
import type { Maintenance } from './payments/operations.ts'
import type { Customer, ServerProvider } from './providers/provider.ts'
import type { EventType } from './registration/event.ts'
import type { Spill } from './sealing/spill.ts'

type MaybePromise<T> = T | Promise<T>

/** What the customer is asked to agree to, in the asked locale. Change `version` whenever the words change. */
export interface ConsentAnswer {
  version: string
  /** The sentence beside the checkbox. */
  label: string
  /** The facts at a glance: 금액, 주기, 첫 결제일, 해지 방법. */
  facts?: readonly { name: string; value: string }[]
  /** The full text. */
  text: string
}

/** What a plan costs, as `order` answers. */
export interface OrderAnswer {
  /** What the customer sees in the window and on the statement. */
  name: string
  /** KRW, a whole number above 0. */
  amount: number
  /** `now` charges with the registration. Default `later`: nothing but a card check is charged. */
  charge?: 'now' | 'later'
  /** How often it will be charged, shown beside the price. */
  cycle?: 'week' | 'month' | 'year'
  /** One line about what comes next, in the asked locale: `첫 결제 2026년 12월 1일`. */
  next?: string
  consent?: ConsentAnswer
}

/** What `order` is asked with. It must have no side effects: it is asked more than once. */
export interface OrderQuestion {
  customer: Customer
  plan: string | undefined
  locale: Locale
}

/** What `onIssued` is told. The billing key stays in the ledger. */
export interface IssuedEvent {
  /** The same for every redelivery: use it to do things once. */
  eventId: string
  registrationId: string
  /** `id` as `identify` gave it when the registration was opened. */
  customer: { id: string }
  plan?: string
  provider: string
  paymentMethod: PaymentMethodView
  /** The first payment, where the registration also charges; `uncertain` while it is not known yet. */
  payment?: { state: 'paid' | 'declined' | 'uncertain'; amount: number }
}

/** What `onEvent` is told. `type` says what happened; new kinds may be added. */
export interface BillingNotice extends Omit<IssuedEvent, 'paymentMethod' | 'payment'> {
  type: EventType
  /** When it happened, ms since the epoch. */
  at: number
  /** Words that may be logged: `code`, `providerCode`, `mismatches`, `why` … */
  detail?: Readonly<Record<string, string>>
  /** With `registration.issued`. */
  paymentMethod?: PaymentMethodView
  /**
   * With `registration.…`: the first payment, where the registration also charges. With `payment.…`: that payment as it is
   * now, which may be further than the event.
   */
  payment?: IssuedEvent['payment'] | PaymentView
}

/** One line of the log. Nothing in it is secret. */
export interface LogEntry {
  level: 'info' | 'warn' | 'error'
  event: string
  requestId?: string
  registrationId?: string
  [detail: string]: string | number | boolean | undefined
}

/** Options of {@link createBilling}. */
export interface BillingOptions {
  /** Where the browser finds this handler: `https://shop.example/billing`. https, except on localhost. */
  publicUrl: string
  providers: readonly ServerProvider[]
  /** `memoryLedger()` for first steps, `sqlLedger('file:billing.db')` or `sqlLedger('postgres://…')` for keeps. */
  ledger: Ledger | LedgerSource
  /**
   * Keys under which a durable ledger keeps billing keys and PG answers: `k2:base64…,k1:base64…`, newest first, each
   * 32 random bytes (`openssl rand -base64 32`) with an id of 1 to 16 of A–Z a–z 0–9 _ -. Required with a durable ledger.
   */
  sealingKeys?: string | undefined
  /** Who is asking, from your login (cookie, session, bearer token): never from the body. `null` answers 401. */
  identify: (request: Request) => MaybePromise<Customer | null>
  /** What this plan costs this customer. `null` answers 404: there is no such plan. */
  order: (question: OrderQuestion) => MaybePromise<OrderAnswer | null>
  /** Told at least once for each registered card, after it is in the ledger. */
  onIssued?: (event: IssuedEvent) => MaybePromise<void>
  /**
   * Lets the tag ask for the card number itself (`mode="card-form"`), for PGs and contracts that allow it. It brings card
   * rules (PCI DSS) and the defence against card testing upon you: docs/card-form.md says what that means.
   */
  dangerouslyAcceptCardNumbers?: CardFormOptions
  /**
   * Told at least once of everything that happens to a registration after it was made, in its order. An event that is
   * refused (by throwing) is told again later, and holds up the later events of its own registration alone.
   */
  onEvent?: (event: BillingNotice) => MaybePromise<void>
  /** How many days a key that was found waits for its owner to finish, before it is to be revoked. Default 7. */
  holdKeysForDays?: number
  /**
   * Whether a little of what is due is done after requests have been answered, so that no scheduler is needed for the
   * basics. Default true.
   */
  sweep?: boolean
  /**
   * Told of an answer of a PG that the ledger could not take, sealed: keep it, and put it back with
   * `operator.restore`. It stands on stderr too, and is tried again for 15 minutes.
   */
  onSpill?: (spill: Spill) => MaybePromise<void>
  /**
   * Pauses providers, by the name of their instance: what the customer is told in their language while nothing new is
   * begun there; undefined while all is well. What is under way still lands.
   */
  maintenance?: Readonly<Record<string, Maintenance>>
  /** Other origins whose pages may use this handler. */
  origins?: readonly string[]
  /** Claims and declines per customer and hour. Default 30. */
  attemptsPerHour?: number
  /** Default: one JSON line on the console. */
  log?: (entry: LogEntry) => void
  /** Allow the in-memory ledger although NODE_ENV is production. */
  allowMemoryLedgerInProduction?: boolean
  /** Milliseconds since the epoch; for tests. */
  clock?: () => number
  /** For tests and proxies. */
  fetch?: typeof fetch
}
