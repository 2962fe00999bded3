// billing.schedule(): lets the PG charge an order by itself later, where it can; and takes that back.
import { BillingError } from '@billing-register/contract'
import { providerNamed, type Core } from '../registration/core.ts'
import type { ServerProvider } from '../providers/provider.ts'
import type { PaymentMethod } from '../registration/record.ts'
import type { SettleContext } from '../registration/settle.ts'
import { assertChargeable, assertTaken, freshPayment } from './begin-charge.ts'
import { chargeAsked, paymentRow, reloadPayment } from './charge-work.ts'
import { checkCharge, isSomeoneElses, type ScheduleInput } from './check.ts'
import { scheduledPayment } from './due.ts'
import type { PaymentOperations, RevokeOutcome, ScheduleAsked, ScheduleOutcome } from './operations.ts'
import type { Operation, Payment } from './payment.ts'
import { assertNotPaused, isOwnAccount, operation, operationsOf, ownProvider } from './providers.ts'
import { paymentEvent } from './settle.ts'
import { settleSchedule, settleUnschedule } from './settle-schedule.ts'
import { paymentView, type PaymentView } from './view.ts'
import { perform, resume, type Work } from './work.ts'

/**
 * Orders a charge for later, or answers what became of it. Throws before anything is sent, as `charge` does, and
 * `schedule_unsupported`.
 */
export async function schedule(core: Core, input: ScheduleInput): Promise<PaymentView> {
  checkCharge(input)
  const { charges } = core.ledger
  const at = typeof input.at === 'number' ? input.at : input.at.getTime()
  const requestId = core.mint('').slice(0, 12)
  for (;;) {
    const [method, known] = await Promise.all([
      charges.method(input.paymentMethodId),
      charges.paymentOfOrder(input.orderId),
    ])
    if (!method || isSomeoneElses(method.customerId, input.customer)) {
      throw new BillingError('not_found', 'paymentMethodId: no such payment method')
    }
    if (known) return paymentView(await followSchedule(core, asOrdered(known, input, at), requestId))
    if (!(at > core.now())) throw new BillingError('invalid_request', 'at: must be a time to come')
    const scheduled = await order(core, { input, at, method, requestId })
    if (scheduled) return paymentView(scheduled)
  }
}

interface Ordering {
  readonly input: ScheduleInput
  readonly at: number
  readonly method: PaymentMethod
  readonly requestId: string
}

/** Sends it. Undefined when somebody else wrote first: nothing was sent. */
async function order(core: Core, { input, at, method, requestId }: Ordering): Promise<Payment | undefined> {
  assertChargeable(method)
  const provider = ownProvider(core, method)
  assertNotPaused(core, provider)
  const operations = await operationsOf(provider)
  const context = { at: core.now(), requestId, mint: core.mint }
  const fresh = await freshPayment(core, input, method, context)
  const payment: Payment = { ...fresh, state: 'scheduling', from: 'schedule', scheduledFor: at }
  assertTaken(operations, payment, method)
  const work = await scheduleWork(core, { provider, operations, payment, requestId, earlier: [] })
  const begin = async (sent: Operation, leaseUntil: number): Promise<Payment | undefined> => {
    const leased = scheduledPayment({ ...payment, leaseUntil })
    const events = [paymentEvent(leased, 'payment.scheduling', context)]
    const written = await core.ledger.charges.createPayment(leased, { events, operation: sent })
    return written === 'ok' ? leased : undefined
  }
  return perform(core, { ...work, begin })
}

function asOrdered(payment: Payment, { amount, paymentMethodId }: ScheduleInput, at: number): Payment {
  const same = payment.amount === amount && payment.paymentMethodId === paymentMethodId
  if (same && payment.scheduledFor === at) return payment
  throw new BillingError('order_conflict', 'orderId: it was ordered with another amount, card or time')
}

const followSchedule = (core: Core, payment: Payment, requestId: string): Promise<Payment> | Payment =>
  payment.state === 'scheduling' && (payment.leaseUntil ?? 0) <= core.now()
    ? lookSchedule(core, payment, requestId)
    : payment

interface Scheduling {
  readonly provider: ServerProvider
  readonly operations: PaymentOperations
  readonly payment: Payment
  readonly requestId: string
  readonly earlier: readonly Operation[]
}

async function scheduleAsked(core: Core, payment: Payment): Promise<ScheduleAsked> {
  const method = await core.ledger.charges.method(payment.paymentMethodId)
  if (!method) throw new BillingError('ledger_unavailable', 'the payment method is gone from the ledger')
  return { ...(await chargeAsked(core, payment, method)), at: payment.scheduledFor ?? payment.createdAt }
}

async function scheduleWork(
  core: Core,
  { provider, operations, payment, requestId, earlier }: Scheduling,
): Promise<Work<Payment, ScheduleAsked, ScheduleOutcome>> {
  const context = (): SettleContext => ({ at: core.now(), requestId, mint: core.mint })
  return {
    ...paymentWork(core, payment, requestId),
    kind: 'schedule',
    subject: payment.pgOrderId,
    provider,
    does: operation(provider, operations, 'schedule'),
    asked: await scheduleAsked(core, payment),
    unknown: UNKNOWN,
    earlier,
    settle: (row, outcome) => settleSchedule(row, outcome, context()),
  }
}

const UNKNOWN = { kind: 'uncertain', code: 'outcome_unknown' } as const

/** What both have in common. The payment stays as it is while it is asked for. */
function paymentWork(
  core: Core,
  payment: Payment,
  requestId: string,
): Pick<
  Work<Payment, unknown, unknown>,
  'of' | 'registrationId' | 'requestId' | 'begin' | 'write' | 'reload'
> {
  return {
    of: payment.id,
    registrationId: payment.registrationId,
    requestId,
    async begin(sent, leaseUntil) {
      const next = scheduledPayment({ ...payment, leaseUntil, version: payment.version + 1 })
      const written = await core.ledger.charges.replacePayment(payment, next, { events: [], operation: sent })
      return written === 'ok' ? next : undefined
    },
    ...paymentRow(core),
  }
}

/** Asks the PG once whether it has taken the order. */
export async function lookSchedule(core: Core, payment: Payment, requestId: string): Promise<Payment> {
  const provider = providerNamed(core, payment.provider)
  const operations = await operationsOf(provider)
  if (!isOwnAccount(provider, payment) || !operations.schedule) return payment
  const work = await scheduleWork(core, { provider, operations, payment, requestId, earlier: [] })
  const workWith = (earlier: readonly Operation[]): typeof work => ({ ...work, earlier })
  return (await resume(core, payment, workWith, work.subject)) ?? reloadPayment(core, payment)
}

/**
 * Takes a scheduled charge back, or answers what became of it. Throws `not_found`, `payment_conflict` for what is not
 * scheduled, and `schedule_unsupported`.
 */
export async function unschedule(
  core: Core,
  by: { readonly paymentId: string } | { readonly orderId: string },
): Promise<PaymentView> {
  const { charges } = core.ledger
  const requestId = core.mint('').slice(0, 12)
  const payment = await ('paymentId' in by
    ? charges.payment(by.paymentId)
    : charges.paymentOfOrder(by.orderId))
  if (!payment) throw new BillingError('not_found', 'paymentId, orderId: no such payment')
  if (payment.state === 'cancelled') return paymentView(payment)
  if (payment.state !== 'scheduled') {
    throw new BillingError(
      'payment_conflict',
      `only a scheduled payment can be taken back: this one is ${payment.state}`,
    )
  }
  const provider = ownProvider(core, payment)
  const operations = await operationsOf(provider)
  const subject = `${payment.id}/unschedule`
  const context = (): SettleContext => ({ at: core.now(), requestId, mint: core.mint })
  const work: Work<Payment, ScheduleAsked, RevokeOutcome> = {
    ...paymentWork(core, payment, requestId),
    kind: 'unschedule',
    subject,
    provider,
    does: operation(provider, operations, 'unschedule'),
    asked: await scheduleAsked(core, payment),
    unknown: UNKNOWN,
    earlier: await charges.operations(subject),
    settle: (row, outcome) => settleUnschedule(row, outcome, context()),
  }
  return paymentView((await perform(core, work)) ?? (await reloadPayment(core, payment)))
}
