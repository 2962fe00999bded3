// What a PG must be able to do on the server. Everything that decides is pure; only `issue` talks to the PG.
import type {
  ErrorCode,
  LaunchFor,
  Locale,
  PaymentMethodKind,
  ProviderId,
  RawReturn,
  ReturnFor,
  WindowId,
} from '@billing-register/contract'
import type { Exchange } from '../http/exchange.ts'
import type { PaymentOperations, ReadWebhook } from '../payments/operations.ts'
import type { Secret } from '../secret.ts'

/** The merchant's user, as `identify` answered. `id` (at most 128 characters) goes to the PG as its user id. */
export interface Customer {
  readonly id: string
  /** What the page may show, masked, of the account; `email` and then `id` when absent. */
  readonly label?: string
  readonly name?: string
  readonly email?: string
  readonly phone?: string
}

/** What is being registered, as `order` answered and the ledger keeps it. `amount` in KRW. */
export interface Order {
  readonly name: string
  readonly amount: number
  readonly currency: 'KRW'
  readonly charge: 'now' | 'later'
}

/** A registration that is about to be written: what a provider may build its launch from. */
export interface OpenRegistration {
  readonly id: string
  readonly customer: Customer
  readonly order: Order
  readonly locale: Locale
}

/** Where the window may come back to. Both name the registration and hold nothing else. */
export interface ReturnUrls {
  /** Our own return door: takes GET and POST, query, form and JSON. */
  readonly server: string
  /** The merchant's page itself. */
  readonly page: string
}

/** What the PG must be asked with and compared against later: flat, kept with the registration, never shown. */
export type Memo = Readonly<Record<string, string | number | boolean>>

/** Makes an unguessable identifier: `prefix` and 22 random characters of `A–Z a–z 0–9`. */
export type MintId = (prefix: string) => string

/** A launch for the page, and what must be remembered to check the answer. */
export interface Prepared<Id extends WindowId = WindowId> {
  readonly launch: LaunchFor<Id>
  readonly memo: Memo
  /** The identifier under which the PG knows this registration (orderId, merchant_uid). */
  readonly providerRef: string
}

/**
 * What a return says of itself. `token`: something to issue from. `cancelled`, `failed`: what the window
 * reported. `empty`: nothing usable.
 */
export type ReturnKind = 'token' | 'cancelled' | 'failed' | 'empty'

/** A return that has been read, still untrusted. */
export interface ParsedReturn<Id extends ProviderId = ProviderId> {
  readonly kind: ReturnKind
  /** Only known fields, within their limits. */
  readonly value: ReturnFor<Id>
  /** What is issued from, where the PG makes one such thing per window: two returns with the same one are one claim. */
  readonly token?: string
  /** The PG's own code, only if it is one that may be logged: `[\w.-]{1,40}`. */
  readonly providerCode?: string
}

/** A registration whose return is being worked on. */
export interface ReturnedRegistration extends OpenRegistration {
  readonly memo: Memo
  readonly providerRef: string
}

/** What the PG says was registered. Absent fields were not told. */
export interface IssuedKey {
  /** The billing key, or PortOne V1's customer_uid: what charges the card. */
  readonly key: Secret
  readonly kind: PaymentMethodKind
  readonly issuer?: string
  /** Masked, as the PG masks it. */
  readonly maskedNumber?: string
  /** What a cancel of the first payment needs. */
  readonly transactionId?: string
  /** What the PG calls the customer of this key, where a charge or a lookup must say it (Toss `customerKey`). */
  readonly customerRef?: string
  /** `weak`: nothing unique to this registration came back, so only the claim ties the key to the customer. */
  readonly binding: 'strong' | 'weak'
}

/**
 * Something the operator should hear of, whatever the outcome. `foreign_return`: the return named a payment of another
 * order. `key_without_payment`: the PG holds a key although it does not call the registration done.
 */
export type OutcomeNote = 'foreign_return' | 'key_without_payment'

/** The order that an answer names where that is not the registration's own: it is that one which was charged, if any. */
export interface OtherOrder {
  readonly providerRef: string
  /** What a cancel of that payment needs. */
  readonly transactionId?: string
  /** The registration of that order, once it was found to be one of ours. */
  readonly registrationId?: string
}

/** What came of issuing, and what is worth an audit event. */
export type IssueOutcome = IssueResult & {
  readonly notes?: readonly OutcomeNote[]
  readonly otherOrder?: OtherOrder
}

/** What came of issuing. An uncertain outcome is never shown as success or failure. */
export type IssueResult =
  | {
      readonly kind: 'issued'
      readonly issued: IssuedKey
      /** Names of what differed from what was asked (`amount`, `orderId` …). Not empty: the key is suspended. */
      readonly mismatches: readonly string[]
      /** The first payment, where the window or the issue call charged it. */
      readonly payment?: { readonly state: 'paid' | 'declined' | 'uncertain'; readonly amount: number }
    }
  | {
      /** A definitive refusal: nothing was issued. */
      readonly kind: 'declined'
      readonly code: ErrorCode
      readonly providerCode?: string
      /** The refusal is of this claim only (unknown or foreign transaction): the next claim may be tried. */
      readonly claimRefused?: boolean
      /** The customer stopped it. */
      readonly cancelled?: boolean
    }
  | { readonly kind: 'uncertain'; readonly code: ErrorCode; readonly providerCode?: string }
  /**
   * The PG has not been told yet; looking again is safe. `atOnce`: what came back is to be looked at before it counts, and
   * only after it was written down. `absent`: it says that no key has been made so far.
   */
  | { readonly kind: 'pending'; readonly atOnce?: boolean; readonly absent?: boolean }

/** One call that was begun before for the same claim. */
export interface EarlierTry {
  /** Milliseconds since the epoch. */
  readonly sentAt: number
  /** {@link ProviderAccount.credentialFingerprint} of what it was sent with. */
  readonly credentialFingerprint: string
  /** Empty when no answer was ever written down. */
  readonly exchanges: readonly Exchange[]
}

/** How a PG is reached. It carries no AbortSignal: a closed tab must not stop a call that issues a key. */
export interface Connection {
  readonly fetch: typeof fetch
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Waits so many ms, where a PG must be given time. Default: a timer. */
  readonly sleep?: (ms: number) => Promise<void>
}

/**
 * What a harmless call found out: the PG took our credentials, refused them, or merely answers because it has no harmless
 * call that would need them.
 */
export type ProbeResult = 'accepted' | 'refused' | 'reached' | 'unreachable'

/** What the calls for one claim may use. */
export interface CallContext extends Connection {
  /**
   * Names the call that issues from this claim for good: written to the ledger before it is made, and the same for each
   * repetition. 26 characters of `A–Z a–z 0–9 _`.
   */
  readonly idempotencyKey: string
  /** Tries of this claim so far, oldest first; the first one issued. Empty for the first call, and where `can.replay` is not set. */
  readonly earlier: readonly EarlierTry[]
}

/** Whose keys these are: stored with every row, so that a change of merchant id strands nothing. */
export interface ProviderAccount {
  /** Merchant id, user code or channel at the PG. */
  readonly merchant: string
  readonly mode: 'test' | 'live'
  /** Names the credential, and where replays depend on it the address too, without telling it. */
  readonly credentialFingerprint: string
}

/** A card as the customer typed it. Digits only; it exists in memory alone, for a minute at most. */
export interface CardDetails {
  /** 14 to 19 digits. */
  readonly number: string
  /** 2 digits. */
  readonly expiryYear: string
  /** 2 digits. */
  readonly expiryMonth: string
  /** Birth date `YYMMDD` of a personal card's holder, or the 10 digits of a business number (사업자등록번호). */
  readonly identity: string
  /** The first two digits of the card's password. */
  readonly password: string
}

/** Issues from a card number that the customer typed into our own form: only with a contract that allows it. */
export interface KeyIn {
  /** What is wrong with this order for this way, in words for the developer; undefined when nothing is. */
  refuse(order: Order): string | undefined
  /** What must be remembered to check the answer. */
  prepare(registration: OpenRegistration, mint: MintId): Pick<Prepared, 'memo' | 'providerRef'>
  /**
   * With the card: one call that issues, or, told of earlier tries, the same one again where the PG knows a repetition.
   * Without it: at most a look. Never throws.
   */
  issue(
    registration: ReturnedRegistration,
    card: CardDetails | undefined,
    context: CallContext,
  ): Promise<readonly Exchange[]>
  /** Decides from all exchanges, those of earlier tries first. Pure. */
  judge(registration: ReturnedRegistration, exchanges: readonly Exchange[]): IssueOutcome
}

/** What a PG must be able to do once its window was open: nothing that a first request needs. */
export interface Finisher<Id extends ProviderId = ProviderId> {
  /** Reads an untrusted return. Never throws. */
  parseReturn(raw: RawReturn): ParsedReturn<Id>
  /** Talks to the PG: at most one call that issues. Never throws; what happened is in the exchanges. */
  issue(
    registration: ReturnedRegistration,
    claim: ParsedReturn<Id>,
    context: CallContext,
  ): Promise<readonly Exchange[]>
  /** Decides, from the exchanges alone (those of earlier tries first, where `can.replay`), what came of it. Pure. */
  judge(
    registration: ReturnedRegistration,
    claim: ParsedReturn<Id>,
    exchanges: readonly Exchange[],
  ): IssueOutcome
}

/** One configured PG. `Opened`: what a registration opens, the PG's own window or the card form. */
export interface ServerProvider<
  Id extends ProviderId = ProviderId,
  Opened extends WindowId = ProviderId extends Id ? WindowId : Id,
> {
  readonly id: Id
  /** Name of this instance: the id unless the merchant gave another. */
  readonly name: string
  readonly account: ProviderAccount
  /** What this instance registers: what the customer is asked for. */
  readonly kind: PaymentMethodKind
  /** The PG's name for the customer. */
  label(locale: Locale): string
  /** Whether a small amount is charged and cancelled again just to check the card: the customer is told. */
  readonly checksWithSmallCharge: boolean
  readonly can: {
    /** Whether `issue` only looks up what the window has made: it may be repeated at any time. */
    readonly lookup: boolean
    /**
     * Whether `issue`, called again for a claim whose outcome is not known, finds that outcome and makes nothing second
     * (it is told of the earlier tries). Together with neither this nor `lookup` an unknown outcome needs a person.
     */
    readonly replay?: boolean
    /** Whether `issue` without a return looks for a key under our own id, and makes none. */
    readonly seek?: boolean
    /** Whether a registration can also charge: in its window, or right after the key was issued. */
    readonly firstPayment: 'in-window' | 'after-issue' | false
    readonly charge?: boolean
    readonly cancel?: boolean
    readonly revoke?: boolean
    readonly schedule?: boolean
  }
  /** Longest time that `issue` takes in all, ms; the lease outlives it. */
  readonly timeoutMs: number
  /** What is wrong with this order for this PG, in words for the developer; undefined when nothing is. */
  refuse(order: Order, customer: Customer): string | undefined
  /** Builds the launch. No call to the PG. */
  prepare(registration: OpenRegistration, urls: ReturnUrls, mint: MintId): Prepared<Opened>
  /** What it does once its window was open. Loaded while the customer is in it. */
  readonly finisher: () => Promise<Finisher<Id>>
  /** A call that changes nothing: whether the PG can be reached and takes our credentials. For the operator's check-up. */
  readonly probe: (context: Connection) => Promise<ProbeResult>
  /** The PG has no register window: typed card numbers are the only way. */
  readonly noWindow?: boolean
  /** Where the PG issues from a typed card number, too. Loaded when the card form is used. */
  readonly keyIn?: () => Promise<KeyIn>
  /** What can be done with its keys. Loaded when it is first used. */
  readonly operations?: () => Promise<PaymentOperations>
  /** Reads its webhooks. Loaded when one comes. */
  readonly webhook?: () => Promise<ReadWebhook>
}

/** A configured PG with all that it does. */
export type FinishingProvider<Id extends ProviderId = ProviderId> = ServerProvider<Id> & Finisher<Id>
