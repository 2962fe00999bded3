// What a PG can do with a key after it was issued. Everything that decides is pure; only `call` talks to the PG.
import type { ErrorCode, Locale, PaymentMethodKind } from '@billing-register/contract'
import type { Exchange } from '../http/exchange.ts'
import type { CallContext, Customer, Memo } from '../providers/provider.ts'
import type { Secret } from '../secret.ts'

/** A key as the ledger keeps it. */
export interface KeyAsked {
  readonly key: Secret
  readonly kind: PaymentMethodKind
  /** What the PG calls the customer of this key (Toss `customerKey`). */
  readonly customerRef?: string
  /** What was remembered when it was registered. Empty for one that was brought from elsewhere. */
  readonly memo: Memo
}

/** One charge. `amount` in KRW. */
export interface ChargeAsked extends KeyAsked {
  /** The order as the PG is to know it: random, at most 40 characters of `A–Z a–z 0–9`: some PGs take no others. */
  readonly pgOrderId: string
  readonly orderName: string
  readonly amount: number
  readonly customer: Customer
  /** What the PG called it, where it has told that already: a window's payment, a look after the first answer. */
  readonly transactionId?: string
}

/** Nothing is proved. `absent`: the PG says that it knows of no such thing so far; only several looks make that final. */
export interface Uncertain {
  readonly kind: 'uncertain'
  readonly code: ErrorCode
  readonly providerCode?: string
  readonly absent?: boolean
}

/** What came of a charge. */
export type ChargeOutcome =
  | {
      readonly kind: 'paid'
      readonly transactionId?: string
      /** Names of what differed from what was asked; not empty counts as uncertain. */
      readonly mismatches: readonly string[]
      /** How much of it has gone back at the PG, whoever asked for that, KRW; absent where the PG does not tell. */
      readonly cancelled?: number
    }
  /** A definitive refusal: no money moved, and none will. */
  | { readonly kind: 'declined'; readonly code: ErrorCode; readonly providerCode?: string }
  /** It was paid, and has been cancelled since at the PG. */
  | { readonly kind: 'cancelled'; readonly transactionId?: string }
  | Uncertain
  /** The PG is still at it. Asking again is safe. */
  | { readonly kind: 'pending' }

/** One cancellation of a payment, whole or in part. `amount`, `remaining` (before it) and `total` in KRW. */
export interface CancelAsked {
  readonly transactionId: string | undefined
  readonly pgOrderId: string
  readonly amount: number
  readonly remaining: number
  readonly total: number
  /** At most 200 characters. */
  readonly reason: string
}

/** What came of a cancellation. */
export type CancelOutcome =
  | { readonly kind: 'cancelled'; readonly mismatches: readonly string[] }
  | { readonly kind: 'declined'; readonly code: ErrorCode; readonly providerCode?: string }
  | Uncertain
  | { readonly kind: 'pending' }

/** What came of revoking a key. `refused`: the PG keeps it, and says why. */
export type RevokeOutcome =
  | { readonly kind: 'revoked' }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly providerCode?: string }
  | Uncertain
  | { readonly kind: 'pending' }

/** What a PG knows of a key. `ref`: the registration's providerRef, where the PG keeps it with the key. */
export type KeyOutcome =
  { readonly kind: 'alive' | 'gone'; readonly ref?: string } | { readonly kind: 'unknown' }

/** A charge that the PG is to make by itself. `at`: ms since the epoch. */
export interface ScheduleAsked extends ChargeAsked {
  readonly at: number
}

/** What came of scheduling. `providerRef`: what the PG calls the schedule, where it has a name of its own. */
export type ScheduleOutcome =
  | { readonly kind: 'scheduled'; readonly providerRef?: string; readonly mismatches: readonly string[] }
  | { readonly kind: 'declined'; readonly code: ErrorCode; readonly providerCode?: string }
  | Uncertain
  | { readonly kind: 'pending' }

/** One thing that can be done at a PG. */
export interface PgOperation<Asked, Outcome> {
  /**
   * With no earlier tries: the one call that does it. With earlier ones it only finds out: by a lookup, by the same
   * Idempotency-Key, or by a repetition that the PG itself makes harmless (a cancel that names what is left, a second
   * DELETE). Where it cannot, it makes no call at all (an empty list). Never throws.
   */
  call(asked: Asked, context: CallContext): Promise<readonly Exchange[]>
  /** Decides from all exchanges, those of earlier tries first. Pure. */
  judge(asked: Asked, exchanges: readonly Exchange[]): Outcome
}

/** What a PG can do with a key. What is absent the PG does not document. */
export interface PaymentOperations {
  /** What is wrong with this charge for this PG (least amount, lengths), in words for the developer. */
  refuse?(asked: Pick<ChargeAsked, 'amount' | 'orderName' | 'kind' | 'customer'>): string | undefined
  readonly charge?: PgOperation<ChargeAsked, ChargeOutcome>
  /**
   * Only asks what the PG knows of a charge now, whoever began it: for what a webhook hints at and what was scheduled.
   * Never charges, also without earlier tries.
   */
  readonly look?: PgOperation<ChargeAsked, ChargeOutcome>
  readonly cancel?: PgOperation<CancelAsked, CancelOutcome>
  /** Pending schedules of the key are cleared first, where the PG has them. */
  readonly revoke?: PgOperation<KeyAsked, RevokeOutcome>
  readonly schedule?: PgOperation<ScheduleAsked, ScheduleOutcome>
  readonly unschedule?: PgOperation<ScheduleAsked, RevokeOutcome>
  /** Only asks what the PG knows of a key now. */
  readonly key?: PgOperation<Pick<KeyAsked, 'key'>, KeyOutcome>
  /** Finds keys of a registration beside the one that is kept, where a window may make several. Undefined: it was not told. */
  readonly surplus?: PgOperation<KeyAsked, readonly Secret[] | undefined>
}

/** A webhook of a PG, read, still untrusted: it says only what to look at. */
export type WebhookHint =
  /** By the id that we gave the PG: a registration's providerRef, or a payment's pgOrderId. */
  | { readonly kind: 'order'; readonly ref: string }
  | { readonly kind: 'key'; readonly key: Secret; readonly said: 'issued' | 'deleted' | 'updated' }
  /** Nothing that concerns us. */
  | { readonly kind: 'other' }

/** A webhook as it came. */
export interface RawWebhook {
  readonly headers: Headers
  /** The body's bytes as text: what a signature is made over. */
  readonly body: string
  /** Ms since the epoch. */
  readonly now: number
}

/** Reads a webhook. `refused`: it is not signed as it must be. Never throws. */
export type ReadWebhook = (raw: RawWebhook) => Promise<WebhookHint | 'refused'>

/** Why a provider takes nothing new for a while, in the customer's language. */
export type Maintenance = (locale: Locale) => string | undefined
