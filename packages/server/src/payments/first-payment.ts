// The first payment of a registration: decided in the step that issues its key, or written down as the window made it.
import type { IssueOutcome } from '../providers/provider.ts'
import { RETURN_MS } from '../registration/core.ts'
import { scheduled } from '../registration/due.ts'
import type { PaymentMethod, Registration } from '../registration/record.ts'
import type { SettleContext, Step } from '../registration/settle.ts'
import { scheduledPayment } from './due.ts'
import type { Payment } from './payment.ts'
import { paymentEvent } from './settle.ts'

/** The step with the first payment that goes with it, if one does. Pure. */
export function withFirstPayment(
  step: Step,
  before: Registration,
  outcome: IssueOutcome,
  context: SettleContext,
): Step {
  const { paymentMethod } = step.effects
  if (!paymentMethod || outcome.kind !== 'issued' || before.payment) return step
  if (outcome.payment) return withMade(step, paymentMethod, outcome.payment, context)
  const charges = before.chargesAfterIssue && step.next.state === 'issued' && paymentMethod.state === 'active'
  return charges ? withDue(step, paymentMethod, context) : step
}

const EVENTS = { paid: 'payment.paid', declined: 'payment.declined', uncertain: 'payment.uncertain' } as const

function withMade(
  { next, effects }: Step,
  method: PaymentMethod,
  { state, amount }: NonNullable<Registration['payment']>,
  context: SettleContext,
): Step {
  const { at } = context
  const payment: Payment = scheduledPayment({
    ...basics(next, method, at),
    state,
    amount,
    // The window charged under the registration's own order.
    pgOrderId: next.providerRef,
    ...(method.transactionId === undefined ? {} : { transactionId: method.transactionId }),
    ...(state === 'paid' ? { paidAt: at } : {}),
    ...(state === 'uncertain' ? { uncertainSince: at, reason: { code: 'outcome_unknown' } } : {}),
  })
  const event = paymentEvent(payment, EVENTS[state], context, { to: state })
  return { next, effects: { ...effects, payment, events: [...effects.events, event] } }
}

// What the customer agreed to be charged now is not charged days later, when an outage is over.
function withDue({ next, effects }: Step, method: PaymentMethod, context: SettleContext): Step {
  const { at, mint, requestId } = context
  const { authorizedAt = at, order } = next
  const late = at - authorizedAt > RETURN_MS
  const made: Payment = {
    ...basics(next, method, at),
    state: 'due',
    amount: order.amount,
    pgOrderId: mint('ord'),
  }
  const payment = late
    ? { ...made, state: 'declined' as const, reason: { code: 'registration_expired' as const, requestId } }
    : scheduledPayment(made)
  const events = late
    ? [...effects.events, paymentEvent(payment, 'payment.declined', context, { to: payment.state })]
    : effects.events
  const told = { state: late ? 'declined' : 'uncertain', amount: order.amount } as const
  return { next: scheduled({ ...next, payment: told }), effects: { ...effects, payment, events } }
}

type Basics = Omit<Payment, 'state' | 'amount' | 'pgOrderId'>

function basics(
  { id: registrationId, order, customer, provider, account }: Registration,
  { id: paymentMethodId }: PaymentMethod,
  createdAt: number,
): Basics {
  return {
    id: registrationId.replace(/^reg_/, 'pay_'),
    version: 1,
    orderId: registrationId,
    orderName: order.name,
    currency: 'KRW',
    attempt: 1,
    paymentMethodId,
    registrationId,
    customer,
    provider,
    account,
    from: 'registration',
    cancellations: [],
    createdAt,
  }
}
