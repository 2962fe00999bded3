// What the ledger keeps of a payment: what was asked for, each operation at the PG, and what became of it.
import type { Exchange } from '../http/exchange.ts'
import type { Customer, ProviderAccount } from '../providers/provider.ts'
import type { Reason } from '../registration/record.ts'

/**
 * State of a payment. `due`: decided (the first payment of a registration), but nothing was sent yet. `charging`: a call
 * is under way, or whoever made it died. `paid` stays while it is cancelled in part; `cancelled`: all of it.
 */
export type PaymentState =
  'due' | 'scheduling' | 'scheduled' | 'charging' | 'paid' | 'declined' | 'uncertain' | 'cancelled'

/** State of a cancellation, as long as nobody knows better. */
export type CancelState = 'cancelling' | 'cancelled' | 'declined' | 'uncertain'

/** One cancellation of a payment, whole or in part. Times are ms since the epoch, `amount` is KRW. */
export interface Cancellation {
  /** The merchant's own name for it, or `all`: the same one again is the same cancellation. */
  readonly id: string
  readonly amount: number
  readonly reason: string
  readonly state: CancelState
  /** Which try it is, 1 first: the next is made only after this one was declined for certain. */
  readonly attempt: number
  readonly requestedAt: number
  readonly settledAt?: number
  readonly why?: Reason
}

/** One payment: one order of the merchant's, charged at most once. Times are ms since the epoch. */
export interface Payment {
  readonly id: string
  readonly version: number
  readonly state: PaymentState
  /** The merchant's order: unique in the ledger. */
  readonly orderId: string
  readonly orderName: string
  /** KRW, a whole number above 0. */
  readonly amount: number
  readonly currency: 'KRW'
  /** Which try of this order it is, 1 first: the next is made only after this one was declined. */
  readonly attempt: number
  /** The order as the PG knows it: minted by us, another one for each attempt. */
  readonly pgOrderId: string
  readonly paymentMethodId: string
  readonly registrationId: string
  readonly customer: Customer
  /** Name of the provider instance. */
  readonly provider: string
  readonly account: ProviderAccount
  /** `registration`: it belongs to the registration's first payment. */
  readonly from: 'charge' | 'registration' | 'schedule'
  /** When the PG is to charge it by itself. */
  readonly scheduledFor?: number
  /** What the PG calls it (Toss paymentKey, PortOne V1 imp_uid, Danal transactionId): what a cancel must name. */
  readonly transactionId?: string | undefined
  readonly cancellations: readonly Cancellation[]
  readonly createdAt: number
  readonly paidAt?: number | undefined
  readonly uncertainSince?: number | undefined
  /** While a call is under way: nobody else may take over before. */
  readonly leaseUntil?: number | undefined
  /** When somebody should look at it, whether or not the merchant asks again. Absent: there is nothing to do. */
  readonly lookAt?: number | undefined
  /** A webhook said that the PG has news of what is settled: when the PG is asked, and how often it told nothing. */
  readonly hint?: { readonly askAt: number; readonly looks: number } | undefined
  /** Looks that proved nothing since the last call. */
  readonly looks?: number | undefined
  readonly reason?: Reason | undefined
}

/** What may be done at a PG with a key or with a payment. `look` only asks. */
export type OperationKind = 'charge' | 'cancel' | 'revoke' | 'schedule' | 'unschedule' | 'look'

/** The intent to call the PG, written before the call, and later what came of it. */
export interface Operation {
  /** Of the first one of its `subject` also the Idempotency-Key of its call and of every repetition. */
  readonly id: string
  readonly kind: OperationKind
  /** The payment or payment method that it belongs to. */
  readonly of: string
  /** What is done once: a charge's pgOrderId, a cancellation's `paymentId/id`, a revoked method's id. */
  readonly subject: string
  readonly registrationId: string
  readonly account: ProviderAccount
  readonly sentAt: number
  readonly answeredAt?: number
  readonly exchanges?: readonly Exchange[]
}
