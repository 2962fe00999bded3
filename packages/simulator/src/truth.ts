// The truth at the PG: which keys exist, which money moved, which calls came. Tests and the demo compare with it.
import type { SimulatedProvider } from './provider-id.ts'

export interface TrueKey {
  readonly provider: SimulatedProvider
  /** The key at the PG. For PortOne V1 the inner key: customer_uid is only its handle. */
  readonly billingKey: string
  /** Danal userId, PortOne V1 customer_uid, PortOne V2 customer.id, Toss customerKey. */
  readonly customerRef: string
  /** Danal orderId, PortOne V1 merchant_uid, PortOne V2 issueId, Toss the SHA-256 of the authKey (hex; '' where a card was keyed in). */
  readonly registrationRef: string
  revoked: boolean
  /** Epoch milliseconds. */
  readonly issuedAt: number
}

export interface TruePayment {
  readonly provider: SimulatedProvider
  readonly orderId: string
  /** KRW. */
  readonly amount: number
  state: 'paid' | 'failed' | 'cancelled'
  /** How much has gone back in all, KRW; absent as long as nothing has. */
  cancelled?: number
}

/** A charge that the PG is to make by itself. */
export interface TrueSchedule {
  readonly provider: SimulatedProvider
  readonly orderId: string
  /** KRW. */
  readonly amount: number
  /** Epoch milliseconds of its time. */
  readonly at: number
  state: 'scheduled' | 'executed' | 'revoked'
}

export interface TrueCall {
  readonly provider: SimulatedProvider
  readonly operation: string
  /** Epoch milliseconds of arrival. */
  readonly at: number
  /** HTTP status that was answered; 0 while under way and for a connection that was cut. */
  status: number
}

/** Append-only rows plus the flags that change: a key's `revoked`, a payment's `state` and what of it has gone back, a schedule's `state`. */
export interface Truth {
  readonly keys: TrueKey[]
  /** Only real money: an amount of 0 and a verification that cancels itself are not here. */
  readonly payments: TruePayment[]
  readonly schedules: TrueSchedule[]
  readonly calls: TrueCall[]
}

/** Money goes back. */
export function bookCancel(payment: TruePayment, amount: number): void {
  payment.cancelled = (payment.cancelled ?? 0) + amount
  if (payment.cancelled >= payment.amount) payment.state = 'cancelled'
}

export function createTruth(): Truth {
  return { keys: [], payments: [], schedules: [], calls: [] }
}

export function clearTruth(truth: Truth): void {
  truth.keys.length = 0
  truth.payments.length = 0
  truth.schedules.length = 0
  truth.calls.length = 0
}
