// What an operator may see of payments and payment methods: everything that explains them, nothing that charges a card.
import type { PaymentMethodView } from '@billing-register/contract'
import type { Ledger } from '../ledger/ledger.ts'
import type { Cancellation, Operation, Payment, PaymentState } from '../payments/payment.ts'
import type { BillingEvent } from '../registration/event.ts'
import type { PaymentMethod, Reason } from '../registration/record.ts'
import { callSummaryOf, type CallSummary } from './summary.ts'

/** A payment in a list. Times are ms since the epoch, amounts KRW. */
export interface PaymentSummary {
  readonly id: string
  /** As the ledger has it: a call may be under way, or have been given up, while it is `charging`. */
  readonly state: PaymentState
  /** The merchant's order. */
  readonly orderId: string
  readonly orderName: string
  readonly amount: number
  /** How much of it has gone back for certain. */
  readonly cancelledAmount: number
  readonly currency: 'KRW'
  readonly attempt: number
  readonly customerId: string
  readonly paymentMethodId: string
  readonly registrationId: string
  /** Name of the provider instance, and whose keys it used. */
  readonly provider: string
  readonly merchant: string
  readonly mode: 'test' | 'live'
  /** Under which id the PG knows the order, and what it calls the payment: what to ask the PG for. */
  readonly pgOrderId: string
  readonly transactionId?: string
  readonly from: Payment['from']
  readonly cancellations: readonly Cancellation[]
  readonly createdAt: number
  readonly scheduledFor?: number
  readonly paidAt?: number
  readonly uncertainSince?: number
  readonly reason?: Reason
}

/** One call to the PG, or several that belong together. */
export type OperationSummary = CallSummary<Operation['kind']>

/** One payment with all that happened to it. */
export interface PaymentFile extends PaymentSummary {
  readonly operations: readonly OperationSummary[]
  /** What is told of it in the log of its registration. */
  readonly events: readonly BillingEvent[]
}

/** A payment method, without its key. Times are ms since the epoch. */
export interface MethodSummary extends PaymentMethodView {
  readonly customerId: string
  readonly registrationId: string
  readonly provider: string
  readonly merchant: string
  readonly mode: 'test' | 'live'
  readonly state: PaymentMethod['state']
  readonly binding: PaymentMethod['binding']
  readonly mismatches: readonly string[]
  /** What became of the key at the PG. */
  readonly atPg?: PaymentMethod['atPg']
  readonly defaultSince?: number
  readonly createdAt: number
  readonly reason?: Reason
}

/** One payment method with what was done with its key. */
export interface MethodFile extends MethodSummary {
  readonly operations: readonly OperationSummary[]
  readonly events: readonly BillingEvent[]
}

/** The line of a payment in a list. */
export function paymentSummaryOf(payment: Payment): PaymentSummary {
  const { id, state, orderId, orderName, amount, currency, attempt, pgOrderId, from, cancellations } = payment
  const { customer, paymentMethodId, registrationId, provider, account, createdAt } = payment
  const { transactionId, scheduledFor, paidAt, uncertainSince, reason } = payment
  const given = cancellations.filter((one) => one.state === 'cancelled')
  return {
    id,
    state,
    orderId,
    orderName,
    amount,
    cancelledAmount: given.reduce((sum, one) => sum + one.amount, 0),
    currency,
    attempt,
    customerId: customer.id,
    paymentMethodId,
    registrationId,
    provider,
    merchant: account.merchant,
    mode: account.mode,
    pgOrderId,
    from,
    cancellations,
    createdAt,
    ...(transactionId === undefined ? {} : { transactionId }),
    ...(scheduledFor === undefined ? {} : { scheduledFor }),
    ...(paidAt === undefined ? {} : { paidAt }),
    ...(uncertainSince === undefined ? {} : { uncertainSince }),
    ...(reason ? { reason } : {}),
  }
}

/** The line of a payment method in a list. */
export function methodSummaryOf(method: PaymentMethod): MethodSummary {
  const { id, kind, issuer, maskedNumber, customerId, registrationId, provider, account } = method
  const { state, binding, mismatches, atPg, defaultSince, createdAt, reason } = method
  return {
    id,
    kind,
    ...(issuer === undefined ? {} : { issuer }),
    ...(maskedNumber === undefined ? {} : { maskedNumber }),
    customerId,
    registrationId,
    provider,
    merchant: account.merchant,
    mode: account.mode,
    state,
    binding,
    mismatches,
    ...(atPg === undefined ? {} : { atPg }),
    ...(defaultSince === undefined ? {} : { defaultSince }),
    createdAt,
    ...(reason ? { reason } : {}),
  }
}

/** One payment with its calls and events, by its id or by the merchant's order. */
export async function paymentFile(
  ledger: Ledger,
  by: string | { readonly orderId: string },
): Promise<PaymentFile | undefined> {
  const { charges } = ledger
  const payment = await (typeof by === 'string' ? charges.payment(by) : charges.paymentOfOrder(by.orderId))
  if (!payment) return undefined
  const told = await ledger.events(payment.registrationId)
  return {
    ...paymentSummaryOf(payment),
    operations: (await charges.operationsOf(payment.id)).map((one) => callSummaryOf(one)),
    events: told.filter(({ detail }) => detail?.['paymentId'] === payment.id),
  }
}

/** One payment method with its calls and events. */
export async function methodFile(ledger: Ledger, id: string): Promise<MethodFile | undefined> {
  const { charges } = ledger
  const method = await charges.method(id)
  if (!method) return undefined
  const told = await ledger.events(method.registrationId)
  return {
    ...methodSummaryOf(method),
    operations: (await charges.operationsOf(id)).map((one) => callSummaryOf(one)),
    events: told.filter(({ detail }) => detail?.['paymentMethodId'] === id),
  }
}

const PAGE = 200

/** Every payment, newest first. */
export async function* exportPayments({ charges }: Ledger): AsyncGenerator<PaymentSummary> {
  let before: string | undefined
  for (;;) {
    const page = await charges.payments({ limit: PAGE, ...(before !== undefined && { before }) })
    yield* page.map(paymentSummaryOf)
    if (page.length < PAGE) return
    before = page.at(-1)?.id
  }
}
