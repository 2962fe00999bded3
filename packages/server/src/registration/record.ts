// What the ledger keeps of a registration: the record, its claims, its attempts, and what became of them.
import type { ErrorCode, Launch, Locale, PaymentMethodView } from '@billing-register/contract'
import type { Exchange } from '../http/exchange.ts'
import type { Customer, Memo, Order, ProviderAccount } from '../providers/provider.ts'
import type { Secret } from '../secret.ts'

/**
 * State of a registration as kept. `suspended`: a key exists, but what came back is not what was asked; the
 * customer is told `uncertain`. `held`: a key was found although the owner has not finished; the customer is told
 * `returned`.
 */
export type RecordState =
  | 'open'
  | 'returned'
  | 'issuing'
  | 'issued'
  | 'suspended'
  | 'declined'
  | 'uncertain'
  | 'cancelled'
  | 'expired'
  | 'held'

/** Why a registration is in its state, in words that may be logged. */
export interface Reason {
  readonly code: ErrorCode
  readonly providerCode?: string
  /** Names of what differed from what was asked. */
  readonly mismatches?: readonly string[]
  /** The registration whose order its call named, or whose call named its order. */
  readonly otherRegistration?: string
  /** The request that settled it: the customer's support code. */
  readonly requestId?: string
}

/** A call made for another registration that named this one's order, and may have charged it. */
export interface StrayCharge {
  /** The other registration, and its attempt. */
  readonly registrationId: string
  readonly attemptId: string
  /** What to ask the PG for, and what a cancel needs. */
  readonly transactionId?: string
}

/** What the customer agreed to. `at`: when the click was made, ms since the epoch by the server's clock. */
export interface ConsentRecord {
  readonly version: string
  readonly locale: Locale
  /** SHA-256 of everything that the offer showed. */
  readonly offer: string
  /** SHA-256 of the words that were agreed to. */
  readonly text: string
  readonly at?: number
}

/** Evidence that a customer agreed, as it is exported: who, to which words, when, for what. */
export interface ConsentEvidence extends Required<ConsentRecord> {
  readonly registrationId: string
  readonly customerId: string
  readonly plan?: string
  readonly mode: 'live' | 'test'
}

/** That its customer was erased, and what is kept of it because the law asks for that. Times are ms since the epoch. */
export interface Erased {
  readonly at: number
  /** Absent: nothing is kept that leads to anybody. */
  readonly keepUntil?: number
  /** What the PG calls its payment. */
  readonly transactionId?: string
}

/** One attempt to register. Times are ms since the epoch. */
export interface Registration {
  readonly id: string
  readonly version: number
  readonly state: RecordState
  readonly customer: Customer
  readonly plan?: string
  /** Name of the provider instance. */
  readonly provider: string
  /** Absent: the PG's own window. */
  readonly mode?: 'card-form'
  readonly account: ProviderAccount
  readonly locale: Locale
  readonly order: Order
  readonly offer: string
  readonly consent?: ConsentRecord
  readonly clientRef: string
  readonly returnTo: string
  /** What opens the window: kept so that a repeated request gets the same one, until its customer is erased. */
  readonly launch?: Launch
  readonly memo: Memo
  readonly providerRef: string
  readonly createdAt: number
  /** The window may be opened until then. */
  readonly opensUntil: number
  /** The owner's return is accepted until then. */
  readonly returnsUntil: number
  /** The click that opened the window. */
  readonly openedAt?: number | undefined
  /** A return that names this order came under another login when no claim could be kept any more. */
  readonly foreignReturn?: boolean
  /** When the customer themselves pressed cancel: nothing is issued from then on, and a key that surfaces is held. */
  readonly stoppedAt?: number
  /** The owner's own `complete` has passed: from then on others may finish it. */
  readonly authorizedAt?: number | undefined
  /** While `issuing`: nobody else may take over before. */
  readonly leaseUntil?: number | undefined
  /** When somebody should look at it next, whether or not the customer comes back. Absent: there is nothing to do. */
  readonly lookAt?: number | undefined
  /** The first payment is charged right after the key was issued. */
  readonly chargesAfterIssue?: boolean
  /** Whether the window itself makes the key, so that it can be found without the customer's return. */
  readonly madeInWindow?: boolean
  /** When the customer or the window last did something. */
  readonly activeAt?: number
  /** Looks since then that found no key, each counted when its time had come. */
  readonly looks?: number | undefined
  /** When the last of them was made. */
  readonly lookedAt?: number
  /** When to look for other keys that the same window made. */
  readonly seekSurplusAt?: number | undefined
  /** Until when a held key waits for its owner. */
  readonly heldUntil?: number | undefined
  /** When it became uncertain. */
  readonly uncertainSince?: number
  /** The customer has started again since, or an operator has closed it: a key that surfaces later is kept aside. */
  readonly superseded?: boolean
  readonly paymentMethodId: string
  readonly paymentMethod?: PaymentMethodView | undefined
  readonly payment?: { readonly state: 'paid' | 'declined' | 'uncertain'; readonly amount: number }
  /** Its order may have been charged by these: nothing is issued from then on. */
  readonly strayCharges?: readonly StrayCharge[]
  readonly erased?: Erased
  readonly reason?: Reason | undefined
}

/** How a claim is tied to the customer: their own login at the door, or a one-time cookie in their browser. */
export interface ClaimBinding {
  readonly owner: boolean
  /** Digests of the claim cookies that were set with it. */
  readonly cookies: readonly string[]
  /** It arrived under another customer's login: never usable. */
  readonly quarantined: boolean
}

/** Something that came back, stored as it came. A claim is not a state. */
export interface Claim {
  readonly registrationId: string
  /** Keyed digest of the value: the same return twice is one claim. */
  readonly digest: string
  readonly receivedAt: number
  readonly raw: Readonly<Record<string, string>>
  readonly binding: ClaimBinding
  /** Brought in the body of `complete` itself, where a place is kept free for it. Only asked when it is added. */
  readonly inRequest?: boolean
}

/** The intent to call the PG, written before the call, and later what came of it. */
export interface Attempt {
  /** Of the first attempt of a claim: also the Idempotency-Key of its call and of every repetition. */
  readonly id: string
  readonly registrationId: string
  /** `issue` may make a key and consumes its claim; `look` only asks and may be repeated. */
  readonly kind: 'issue' | 'look'
  readonly claimDigest: string
  /** What it was sent with: a repetition is made only with the same. */
  readonly account: ProviderAccount
  readonly sentAt: number
  readonly answeredAt?: number
  readonly exchanges?: readonly Exchange[]
}

/** A registered card, phone or account: what the merchant keeps the id of. */
export interface PaymentMethod extends PaymentMethodView {
  readonly customerId: string
  readonly registrationId: string
  readonly provider: string
  readonly account: ProviderAccount
  readonly key: Secret
  readonly binding: 'strong' | 'weak'
  /**
   * Only an active method is ever charged. `suspended`: it differs from what was asked. `held`: found before its owner
   * finished. `surplus`: nobody wants it; it is to be revoked. `revoking`: it is being revoked, and stays so until the PG
   * has said so. `revoked`: it is gone, as far as the PG can do that.
   */
  readonly state: 'active' | 'suspended' | 'held' | 'surplus' | 'revoking' | 'revoked'
  readonly version: number
  /** When the customer made it their default, ms since the epoch. The latest of the active ones is it. */
  readonly defaultSince?: number
  /** When somebody should look at it. Absent: there is nothing to do. */
  readonly lookAt?: number | undefined
  /** While it is being revoked: nobody else may take over before. */
  readonly leaseUntil?: number | undefined
  /** A webhook said that the PG has deleted its key, and that is not found out yet. */
  readonly saidGone?: true | undefined
  /** Looks since it was to be revoked. */
  readonly looks?: number | undefined
  /** What became of the key at the PG. `kept`: the PG cannot delete it, or would not. */
  readonly atPg?: 'gone' | 'kept' | 'uncertain'
  /** Why it is in its state, in words that may be logged. */
  readonly reason?: Reason | undefined
  readonly mismatches: readonly string[]
  readonly transactionId?: string
  /** What the PG calls the customer of this key, where a charge must say it. */
  readonly customerRef?: string
  readonly createdAt: number
}
