// billing.unschedule(): takes back a charge that a PG was to make by itself.
import { BillingError } from '@billing-register/contract'
import type { ServerProvider } from '../providers/provider.ts'
import type { Core } from '../registration/core.ts'
import type { PaymentMethod } from '../registration/record.ts'
import { reloadPayment } from './charge-work.ts'
import type { RevokeOutcome, ScheduleAsked } from './operations.ts'
import { scheduledPayment } from './due.ts'
import type { Operation, Payment } from './payment.ts'
import { isOwnAccount, operation, operationsOf, ownProvider } from './providers.ts'
import { scheduleAsked, scheduleWorkOn } from './schedule.ts'
import { settleUnschedule } from './settle-schedule.ts'
import { paymentView, type PaymentView } from './view.ts'
import { perform, resume, type Work } from './work.ts'

/** How many schedules of one method are read at a time. */
const AT_ONCE = 20
const UNKNOWN = { kind: 'uncertain', code: 'outcome_unknown' } as const

/**
 * Takes a scheduled charge back, or answers what became of it. Throws `not_found`, `payment_conflict` for what is not
 * scheduled, and `schedule_unsupported`.
 */
export async function unschedule(
  core: Core,
  by: { readonly paymentId: string } | { readonly orderId: string },
): Promise<PaymentView> {
  const { charges } = core.ledger
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
  return paymentView(await takeBack(core, payment, core.mint('').slice(0, 12)))
}

const subjectOf = ({ id }: Payment): string => `${id}/unschedule`

async function takeBack(core: Core, payment: Payment, requestId: string): Promise<Payment> {
  const earlier = await core.ledger.charges.operations(subjectOf(payment))
  const workWith = await takingBack(core, ownProvider(core, payment), payment, requestId)
  return (await perform(core, workWith(earlier))) ?? (await reloadPayment(core, payment))
}

type TakingBack = (earlier: readonly Operation[]) => Work<Payment, ScheduleAsked, RevokeOutcome>

async function takingBack(
  core: Core,
  provider: ServerProvider,
  payment: Payment,
  requestId: string,
): Promise<TakingBack> {
  const does = operation(provider, await operationsOf(provider), 'unschedule')
  const asked = await scheduleAsked(core, payment)
  return (earlier) => ({
    ...scheduleWorkOn(core, payment, requestId),
    kind: 'unschedule',
    subject: subjectOf(payment),
    provider,
    does,
    asked,
    unknown: UNKNOWN,
    earlier,
    settle: (row, outcome) => settleUnschedule(row, outcome, { at: core.now(), requestId, mint: core.mint }),
  })
}

/**
 * A payment whose time has not come, and which somebody was taking back who did not come back: goes on with that. Nobody
 * asks yet whether it was charged: the PG knows of no such charge before its time, and that must never count as a decline.
 */
export async function goOnTakingBack(core: Core, payment: Payment, requestId: string): Promise<Payment> {
  const provider = core.providers.get(payment.provider)
  const able = provider?.can.schedule && isOwnAccount(provider, payment)
  const before = able ? await core.ledger.charges.operations(subjectOf(payment)) : []
  if (able && before.length > 0) {
    const workWith = await takingBack(core, provider, payment, requestId)
    const done = await resume(core, payment, workWith, subjectOf(payment))
    return done ?? reloadPayment(core, payment)
  }
  const next = scheduledPayment({ ...payment, leaseUntil: undefined, version: payment.version + 1 })
  const written = await core.ledger.charges.replacePayment(payment, next, { events: [] })
  return written === 'ok' ? next : reloadPayment(core, payment)
}

/**
 * Takes back what is to be charged to a method that is being revoked, before its key goes: afterwards only their own time
 * would tell that they never came. What the PG does not take back now it clears with the key.
 */
export async function takeBackAll(core: Core, { id }: PaymentMethod, requestId: string): Promise<void> {
  const query = { paymentMethodId: id, states: ['scheduled'], limit: AT_ONCE } as const
  const tried = new Set<string>()
  for (;;) {
    const left = (await core.ledger.charges.payments(query)).filter((payment) => !tried.has(payment.id))
    if (left.length === 0) return
    for (const payment of left) {
      tried.add(payment.id)
      await takeBack(core, payment, requestId)
    }
  }
}
