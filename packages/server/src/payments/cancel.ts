// billing.cancelPayment(): gives money back, whole or in part, once per cancellation however often it is asked.
import { BillingError } from '@billing-register/contract'
import { providerNamed, type Core } from '../registration/core.ts'
import type { ServerProvider } from '../providers/provider.ts'
import type { SettleContext } from '../registration/settle.ts'
import { paymentRow, reloadPayment } from './charge-work.ts'
import { ALL, checkCancel, type CancelInput } from './check.ts'
import { unsettledCancellation } from './due.ts'
import { waitFor } from './follow.ts'
import type { CancelAsked, CancelOutcome, PaymentOperations } from './operations.ts'
import type { Cancellation, Operation, Payment } from './payment.ts'
import { isOwnAccount, operation, operationsOf, ownProvider } from './providers.ts'
import { cancelledAmount, cancelStep, settleCancel } from './settle.ts'
import { paymentView, type PaymentView } from './view.ts'
import { perform, resume, type Work } from './work.ts'

/**
 * Cancels, or answers what became of it. Throws before anything is sent: `invalid_request`, `invalid_amount`, `not_found`,
 * `payment_conflict`, `payment_in_progress`, `cancel_unsupported`, `unknown_provider`, `misconfigured`. What the PG says
 * is no exception: it stands in the payment's `cancellations`.
 */
export async function cancelPayment(core: Core, input: CancelInput): Promise<PaymentView> {
  checkCancel(input)
  const requestId = core.mint('').slice(0, 12)
  for (;;) {
    const payment = await paymentOf(core, input)
    const known = payment.cancellations.find(({ id }) => id === (input.cancelId ?? ALL))
    if (known && input.amount !== undefined && known.amount !== input.amount) {
      throw new BillingError('payment_conflict', `cancelId: it is a cancellation of ${known.amount} KRW`)
    }
    if (known?.state === 'cancelled') return paymentView(payment)
    if (known && known.state !== 'declined') return paymentView(await followCancel(core, payment, requestId))
    // Everything has gone back in parts: there is nothing left to do.
    if (payment.state === 'cancelled' && input.amount === undefined) return paymentView(payment)
    const cancellation = wanted(payment, input, known, core.now())
    const cancelled = await begin(core, payment, cancellation, requestId)
    if (cancelled) return paymentView(cancelled)
  }
}

async function paymentOf(core: Core, { paymentId, orderId = '' }: CancelInput): Promise<Payment> {
  const { charges } = core.ledger
  const payment = await (paymentId === undefined
    ? charges.paymentOfOrder(orderId)
    : charges.payment(paymentId))
  return payment ?? notFound()
}

const notFound = (): never => {
  throw new BillingError('not_found', 'paymentId, orderId: no such payment')
}

/** The cancellation that is to be made. Throws where it cannot be. */
function wanted(
  payment: Payment,
  { amount, reason, cancelId: id = ALL }: CancelInput,
  declined: Cancellation | undefined,
  at: number,
): Cancellation {
  if (payment.state !== 'paid') {
    throw new BillingError(
      'payment_conflict',
      `only a paid payment can be cancelled: this one is ${payment.state}`,
    )
  }
  if (unsettledCancellation(payment)) {
    throw new BillingError('payment_in_progress', 'another cancellation of this payment is not settled yet')
  }
  const left = payment.amount - cancelledAmount(payment)
  if (amount !== undefined && amount > left) {
    throw new BillingError('invalid_amount', `amount: ${left} KRW of this payment are left`)
  }
  const attempt = (declined?.attempt ?? 0) + 1
  return { id, amount: amount ?? left, reason, state: 'cancelling', attempt, requestedAt: at }
}

async function begin(
  core: Core,
  payment: Payment,
  cancellation: Cancellation,
  requestId: string,
): Promise<Payment | undefined> {
  const provider = ownProvider(core, payment)
  const operations = await operationsOf(provider)
  const work = cancelWork(core, { provider, operations, payment, cancellation, requestId, earlier: [] })
  return perform(core, work)
}

interface Cancelling {
  readonly provider: ServerProvider
  readonly operations: PaymentOperations
  readonly payment: Payment
  readonly cancellation: Cancellation
  readonly requestId: string
  readonly earlier: readonly Operation[]
}

/** What is done once: each try after a refusal for certain is another one, under another Idempotency-Key. */
const subjectOf = ({ id }: Payment, { id: cancelId, attempt }: Cancellation): string =>
  `${id}/${cancelId}/${attempt}`

const UNKNOWN: CancelOutcome = { kind: 'uncertain', code: 'outcome_unknown' }

function askedOf(payment: Payment, { amount, reason }: Cancellation): CancelAsked {
  const { transactionId, pgOrderId, amount: total } = payment
  return { transactionId, pgOrderId, amount, remaining: total - cancelledAmount(payment), total, reason }
}

function cancelWork(core: Core, cancelling: Cancelling): Work<Payment, CancelAsked, CancelOutcome> {
  const { provider, operations, payment, cancellation, requestId, earlier } = cancelling
  const { charges } = core.ledger
  const context = (): SettleContext => ({ at: core.now(), requestId, mint: core.mint })
  return {
    kind: 'cancel',
    subject: subjectOf(payment, cancellation),
    of: payment.id,
    registrationId: payment.registrationId,
    requestId,
    provider,
    does: operation(provider, operations, 'cancel'),
    asked: askedOf(payment, cancellation),
    unknown: UNKNOWN,
    earlier,
    async begin(sent, leaseUntil) {
      const waiting = earlier.length > 0 ? {} : { uncertainSince: undefined, looks: undefined }
      const { next, events } = cancelStep(payment, cancellation, context(), { ...waiting, leaseUntil })
      const written = await charges.replacePayment(payment, next, { events, operation: sent })
      return written === 'ok' ? next : undefined
    },
    settle: (row, outcome) => settleCancel(row, cancellation, outcome, context()),
    ...paymentRow(core),
  }
}

/** The work on the cancellation of a payment that has this subject; undefined when there is none. */
export async function cancelWorkOf(
  core: Core,
  payment: Payment,
  subject: string,
  requestId: string,
): Promise<Work<Payment, CancelAsked, CancelOutcome> | undefined> {
  const cancellation = payment.cancellations.find((one) => subjectOf(payment, one) === subject)
  if (!cancellation) return undefined
  const provider = providerNamed(core, payment.provider)
  const operations = await operationsOf(provider)
  return cancelWork(core, { provider, operations, payment, cancellation, requestId, earlier: [] })
}

/** Waits for a cancellation that is under way, or finds out what came of it. */
async function followCancel(core: Core, payment: Payment, requestId: string): Promise<Payment> {
  const { leaseUntil } = payment
  return leaseUntil !== undefined && leaseUntil > core.now()
    ? waitFor(core, payment)
    : lookCancel(core, payment, requestId)
}

/** Asks the PG once what came of the cancellation that is not settled. */
export async function lookCancel(core: Core, payment: Payment, requestId: string): Promise<Payment> {
  const cancellation = unsettledCancellation(payment)
  const provider = providerNamed(core, payment.provider)
  const operations = await operationsOf(provider)
  if (!cancellation || !isOwnAccount(provider, payment) || !operations.cancel) return payment
  const about = { provider, operations, payment, cancellation, requestId }
  const settled = await resume(
    core,
    payment,
    (earlier) => cancelWork(core, { ...about, earlier }),
    subjectOf(payment, cancellation),
  )
  return settled ?? reloadPayment(core, payment)
}
