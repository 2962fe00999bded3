// What a PG must be able to do on the server. Everything that decides is pure; only `issue` talks to the PG.
import type {
  ErrorCode,
  LaunchFor,
  Locale,
  PaymentMethodView,
  ProviderId,
  RawReturn,
  ReturnFor,
} from '@billing-register/contract'
import type { Exchange } from '../http/exchange.ts'
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
export interface Prepared<Id extends ProviderId = ProviderId> {
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
  readonly kind: PaymentMethodView['kind']
  readonly issuer?: string
  /** Masked, as the PG masks it. */
  readonly maskedNumber?: string
  /** What a cancel of the first payment needs. */
  readonly transactionId?: string
  /** `weak`: nothing unique to this registration came back, so only the claim ties the key to the customer. */
  readonly binding: 'strong' | 'weak'
}

/**
 * Something the operator should hear of, whatever the outcome. `foreign_return`: the return named a payment of another
 * order. `key_without_payment`: the PG holds a key although it does not call the registration done.
 */
export type OutcomeNote = 'foreign_return' | 'key_without_payment'

/** What came of issuing, and what is worth an audit event. */
export type IssueOutcome = IssueResult & { readonly notes?: readonly OutcomeNote[] }

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
  /** The PG has not been told yet; looking again is safe. */
  | { readonly kind: 'pending' }

/** What a call may use. It carries no AbortSignal: a closed tab must not stop a call that issues a key. */
export interface CallContext {
  readonly fetch: typeof fetch
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** Whose keys these are: stored with every row, so that a change of merchant id strands nothing. */
export interface ProviderAccount {
  /** Merchant id, user code or channel at the PG. */
  readonly merchant: string
  readonly mode: 'test' | 'live'
  /** Names the credential without telling it. */
  readonly credentialFingerprint: string
}

/** One configured PG. */
export interface ServerProvider<Id extends ProviderId = ProviderId> {
  readonly id: Id
  /** Name of this instance: the id unless the merchant gave another. */
  readonly name: string
  readonly account: ProviderAccount
  /** The PG's name for the customer. */
  label(locale: Locale): string
  /** Whether a small amount is charged and cancelled again just to check the card: the customer is told. */
  readonly checksWithSmallCharge: boolean
  readonly can: {
    /** Whether looking up (and so trying again) is safe and possible. */
    readonly lookup: boolean
    readonly firstPayment: 'in-window' | false
  }
  /** Longest time that `issue` takes in all, ms; the lease outlives it. */
  readonly timeoutMs: number
  /** What is wrong with this order for this PG, in words for the developer; undefined when nothing is. */
  refuse(order: Order, customer: Customer): string | undefined
  /** Builds the launch. No call to the PG. */
  prepare(registration: OpenRegistration, urls: ReturnUrls, mint: MintId): Prepared<Id>
  /** Reads an untrusted return. Never throws. */
  parseReturn(raw: RawReturn): ParsedReturn<Id>
  /** Talks to the PG: at most one call that issues. Never throws; what happened is in the exchanges. */
  issue(
    registration: ReturnedRegistration,
    claim: ParsedReturn<Id>,
    context: CallContext,
  ): Promise<readonly Exchange[]>
  /** Decides, from the exchanges alone, what came of it. Pure. */
  judge(
    registration: ReturnedRegistration,
    claim: ParsedReturn<Id>,
    exchanges: readonly Exchange[],
  ): IssueOutcome
}
