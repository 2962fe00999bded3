// billing.schedule(): lets the PG charge an order by itself later, where it can.
import { BillingError } from '@billing-register/contract'
import { providerNamed, type Core } from '../registration/core.ts'
import type { ServerProvider } from '../providers/provider.ts'
import type { PaymentMethod } from '../registration/record.ts'
import type { SettleContext } from '../registration/settle.ts'
import { assertChargeable, assertTaken, freshPayment } from './begin-charge.ts'
import { chargeAsked, paymentRow, reloadPayment } from './charge-work.ts'
import { checkSchedule, isSomeoneElses, type ScheduleInput } from './check.ts'
import { scheduledPayment } from './due.ts'
import type { PaymentOperations, ScheduleAsked, ScheduleOutcome } from './operations.ts'
import type { Operation, Payment } from './payment.ts'
import { assertNotPaused, isOwnAccount, operation, operationsOf, ownProvider } from './providers.ts'
import { paymentEvent } from './settle.ts'
import { settleSchedule } from './settle-schedule.ts'
import { paymentView, type PaymentView } from './view.ts'
import { perform, resume, type Work } from './work.ts'

/**
 * Orders a charge for later, or answers what became of it. Throws before anything is sent, as `charge` does, and
 * `schedule_unsupported`.
 */
export async function schedule(core: Core, input: ScheduleInput): Promise<PaymentView> {
  const at = checkSchedule(input)
  const { charges } = core.ledger
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
    const events = [paymentEvent(leased, 'payment.scheduling', context, { to: leased.state })]
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

/** What the PG is asked about a charge that it is to make by itself. */
export async function scheduleAsked(core: Core, payment: Payment): Promise<ScheduleAsked> {
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
    ...scheduleWorkOn(core, payment, requestId),
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

/** What ordering one and taking it back have in common. The payment stays as it is while it is asked for. */
export function scheduleWorkOn(
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
