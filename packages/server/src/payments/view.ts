// What the merchant's server is told of a payment. Nothing that could charge the card.
import type { ErrorCode } from '@billing-register/contract'
import type { Reason } from '../registration/record.ts'
import { cancelledAmount } from './settle.ts'
import type { CancelState, Payment } from './payment.ts'

/**
 * State of a payment as told. `due`: decided, but not sent yet. `uncertain`: nobody knows yet whether money moved, also
 * while a call is under way. `paid` stays while a part of it is cancelled; `cancelled`: all of it.
 */
export type PaymentStatus = 'due' | 'scheduled' | 'paid' | 'declined' | 'uncertain' | 'cancelled'

/** Why something is not done. `providerCode`: the PG's own. */
export interface PaymentError {
  readonly code: ErrorCode
  readonly providerCode?: string
}

/** One cancellation as told. Times are ms since the epoch, `amount` is KRW. */
export interface CancellationView {
  readonly id: string
  readonly amount: number
  readonly reason: string
  readonly state: Exclude<CancelState, 'cancelling'>
  readonly requestedAt: number
  readonly error?: PaymentError
}

/** One payment as told. Times are ms since the epoch, amounts are KRW. */
export interface PaymentView {
  readonly id: string
  /** The merchant's order; of a first payment with a registration, the registration's id. */
  readonly orderId: string
  readonly orderName: string
  readonly state: PaymentStatus
  readonly amount: number
  readonly currency: 'KRW'
  /** How much of it has gone back. */
  readonly cancelledAmount: number
  readonly attempt: number
  readonly paymentMethodId: string
  readonly registrationId: string
  readonly customerId: string
  readonly provider: string
  readonly mode: 'test' | 'live'
  /** The order as the PG knows it. */
  readonly pgOrderId: string
  /** What the PG calls the payment. */
  readonly transactionId?: string
  readonly createdAt: number
  readonly paidAt?: number
  readonly scheduledFor?: number
  readonly cancellations: readonly CancellationView[]
  readonly error?: PaymentError
}

const STATUS: Readonly<Record<Payment['state'], PaymentStatus>> = {
  due: 'due',
  scheduling: 'uncertain',
  scheduled: 'scheduled',
  charging: 'uncertain',
  paid: 'paid',
  declined: 'declined',
  uncertain: 'uncertain',
  cancelled: 'cancelled',
}

const errorOf = (reason: Reason | undefined): { error: PaymentError } | undefined =>
  reason && {
    error: { code: reason.code, ...(reason.providerCode ? { providerCode: reason.providerCode } : {}) },
  }

const IN_PROGRESS = { error: { code: 'payment_in_progress' } } as const

/** The payment as the merchant's server is told of it. */
export function paymentView(payment: Payment): PaymentView {
  const { id, orderId, orderName, state, amount, currency, attempt, pgOrderId, createdAt } = payment
  const { transactionId, paidAt, scheduledFor, account, customer, reason } = payment
  const { paymentMethodId, registrationId, provider } = payment
  return {
    id,
    orderId,
    orderName,
    state: STATUS[state],
    amount,
    currency,
    cancelledAmount: cancelledAmount(payment),
    attempt,
    paymentMethodId,
    registrationId,
    customerId: customer.id,
    provider,
    mode: account.mode,
    pgOrderId,
    ...(transactionId === undefined ? {} : { transactionId }),
    createdAt,
    ...(paidAt === undefined ? {} : { paidAt }),
    ...(scheduledFor === undefined ? {} : { scheduledFor }),
    cancellations: payment.cancellations.map(cancellationView),
    ...(state === 'charging' || state === 'scheduling' ? IN_PROGRESS : errorOf(reason)),
  }
}

function cancellationView({
  id,
  amount,
  reason,
  state,
  requestedAt,
  why,
}: Payment['cancellations'][number]): CancellationView {
  const under = state === 'cancelling'
  return {
    id,
    amount,
    reason,
    state: under ? 'uncertain' : state,
    requestedAt,
    ...(under ? IN_PROGRESS : errorOf(why)),
  }
}
