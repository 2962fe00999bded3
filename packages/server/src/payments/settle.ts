// What an outcome of the PG makes of a payment: the next version and the events written with it. Pure.
import type { EventType, FreshEvent, Move } from '../registration/event.ts'
import type { Reason } from '../registration/record.ts'
import { isTold } from '../registration/event.ts'
import type { SettleContext } from '../registration/settle.ts'
import { countedLooks, isFinalLook, scheduledPayment, unsettledCancellation, type Looked } from './due.ts'
import type { CancelOutcome, ChargeOutcome } from './operations.ts'
import type { Cancellation, Payment, PaymentState } from './payment.ts'
import { nextPaymentState, type PaymentInput } from './transition.ts'
import type { Change } from './work.ts'

const EVENT_OF: Readonly<Partial<Record<PaymentState, EventType>>> = {
  charging: 'payment.charging',
  scheduled: 'payment.scheduled',
  paid: 'payment.paid',
  declined: 'payment.declined',
  uncertain: 'payment.uncertain',
  cancelled: 'payment.cancelled',
}

/** Something that happened to a payment, and how its state moved. It stands in the stream of its registration. */
export function paymentEvent(
  payment: Payment,
  type: EventType,
  { mint, at, by = 'server', requestId }: SettleContext,
  move: Move,
  detail: Readonly<Record<string, string>> = {},
): FreshEvent {
  const { id: paymentId, orderId, amount, attempt, registrationId, paymentMethodId, customer } = payment
  return {
    id: mint('evt_'),
    type,
    at,
    by,
    requestId,
    registrationId,
    customerId: customer.id,
    deliver: isTold(type),
    ...move,
    detail: {
      paymentId,
      orderId,
      amount: String(amount),
      attempt: String(attempt),
      paymentMethodId,
      ...reasonDetail(payment.reason),
      ...detail,
    },
  }
}

/** A reason in words for an event. */
export const reasonDetail = (reason: Reason | undefined): Record<string, string> => ({
  ...(reason ? { code: reason.code } : {}),
  ...(reason?.providerCode ? { providerCode: reason.providerCode } : {}),
  ...(reason?.mismatches?.length ? { mismatches: reason.mismatches.join(' ') } : {}),
})

/** The step of `input`, or undefined when it is not legal in this state. The lease is given back unless `change` has one. */
export function paymentStep(
  payment: Payment,
  input: PaymentInput,
  context: SettleContext,
  change: Partial<Payment> = {},
): Change<Payment> | undefined {
  const state = nextPaymentState(payment.state, input)
  if (state === undefined) return undefined
  const version = payment.version + 1
  const next = scheduledPayment({ ...payment, leaseUntil: undefined, ...change, state, version })
  const type = state === payment.state && payment.attempt === next.attempt ? undefined : EVENT_OF[state]
  const move = { from: payment.state, to: state }
  return { next, events: type ? [paymentEvent(next, type, context, move)] : [] }
}

const SETTLED = { uncertainSince: undefined, looks: undefined } as const

/** What is known of the waiting, with one look more. */
const looked = ({ uncertainSince, looks = 0 }: Payment, at: number): Looked => ({
  since: uncertainSince ?? at,
  looks: uncertainSince === undefined ? 0 : looks,
})

const reasonOf = (
  { code, providerCode }: Pick<Extract<ChargeOutcome, { kind: 'declined' }>, 'code' | 'providerCode'>,
  requestId: string,
): Reason => ({ code, requestId, ...(providerCode ? { providerCode } : {}) })

/** The step that an outcome of a charge leads to, or undefined when nothing changes. */
export function settleCharge(
  payment: Payment,
  outcome: ChargeOutcome,
  context: SettleContext,
): Change<Payment> | undefined {
  const { at, requestId } = context
  switch (outcome.kind) {
    case 'paid':
      return settlePaid(payment, outcome, context)
    case 'cancelled':
      return settleCancelled(payment, outcome, context)
    case 'declined':
      return paymentStep(payment, 'found-declined', context, {
        ...SETTLED,
        reason: reasonOf(outcome, requestId),
      })
    case 'pending':
      return unsettled(payment, { code: 'payment_in_progress', requestId }, context)
    case 'uncertain': {
      const final = outcome.absent === true && isFinalLook(looked(payment, at), at)
      const reason: Reason = { code: 'not_completed', requestId }
      return final
        ? paymentStep(payment, 'found-absent', context, { ...SETTLED, reason })
        : unsettled(payment, reasonOf(outcome, requestId), context)
    }
  }
}

type Paid = Extract<ChargeOutcome, { kind: 'paid' }>

// What differs from what was asked is nobody's to call paid: a person compares.
function settlePaid(
  payment: Payment,
  { mismatches, transactionId = payment.transactionId, cancelled = 0 }: Paid,
  context: SettleContext,
): Change<Payment> | undefined {
  const { at, requestId } = context
  if (mismatches.length > 0) {
    const reason: Reason = { code: 'return_mismatch', requestId, mismatches }
    return unsettled({ ...payment, transactionId }, reason, context)
  }
  const found = { ...SETTLED, transactionId, paidAt: at, reason: undefined }
  const paid = paymentStep(payment, 'found-paid', context, found)
  const back = goneBack(paid?.next ?? payment, cancelled, context)
  if (!paid || !back) return paid ?? back
  return { next: { ...back.next, version: paid.next.version }, events: [...paid.events, ...back.events] }
}

/** All of it went back at the PG: what we did not ask for stands beside what we did. */
function settleCancelled(
  payment: Payment,
  { transactionId = payment.transactionId }: Extract<ChargeOutcome, { kind: 'cancelled' }>,
  context: SettleContext,
): Change<Payment> | undefined {
  // One of ours is not settled: its own look tells.
  if (unsettledCancellation(payment)) return undefined
  const made = atPg(payment, payment.amount, context.at)
  const found = { ...SETTLED, transactionId, reason: undefined }
  const cancellations = [...payment.cancellations, made]
  const step = paymentStep(payment, 'found-cancelled', context, { ...found, cancellations })
  const event = (next: Payment): FreshEvent =>
    paymentEvent(next, 'payment.cancelled', context, { to: made.state }, told(made))
  return step && { ...step, events: [event(step.next)] }
}

/** A part that went back at the PG and not by us, in the payment; undefined when there is none. */
function goneBack(payment: Payment, cancelled: number, context: SettleContext): Change<Payment> | undefined {
  const made = atPg(payment, cancelled, context.at)
  const sound = made.amount > 0 && cancelled <= payment.amount
  return payment.state === 'paid' && sound && !unsettledCancellation(payment)
    ? cancelStep(payment, made, context)
    : undefined
}

/** A cancellation that was made at the PG's own console. Its name is none that a merchant could give. */
const atPg = (payment: Payment, cancelled: number, at: number): Cancellation => ({
  id: `pg:${cancelled}`,
  amount: cancelled - cancelledAmount(payment),
  reason: 'cancelled at the PG',
  state: 'cancelled',
  attempt: 1,
  requestedAt: at,
  settledAt: at,
})

function unsettled(payment: Payment, reason: Reason, context: SettleContext): Change<Payment> | undefined {
  const { at } = context
  const waiting = looked(payment, at)
  return paymentStep(payment, 'found-uncertain', context, {
    reason,
    uncertainSince: waiting.since,
    looks: countedLooks(waiting, at),
  })
}

/** How much of it has gone back, KRW. */
export const cancelledAmount = ({ cancellations }: Payment): number =>
  cancellations.reduce((sum, { state, amount }) => (state === 'cancelled' ? sum + amount : sum), 0)

/** A payment with this cancellation in place of the one of the same id, or added. */
const withCancellation = (payment: Payment, cancellation: Cancellation): Payment => {
  const others = payment.cancellations.filter(({ id }) => id !== cancellation.id)
  return { ...payment, cancellations: [...others, cancellation] }
}

/** A cancellation in words for an event. */
const told = ({ id: cancelId, amount, why }: Cancellation): Record<string, string> => ({
  cancelId,
  cancelled: String(amount),
  ...reasonDetail(why),
})

const CANCEL_EVENTS = {
  cancelling: 'payment.cancelling',
  cancelled: 'payment.cancelled',
  declined: 'payment.cancel_declined',
  uncertain: 'payment.cancel_uncertain',
} as const

/** The payment's next version with a cancellation in its next state, and the event of that. */
export function cancelStep(
  payment: Payment,
  cancellation: Cancellation,
  context: SettleContext,
  change: Partial<Payment> = {},
): Change<Payment> {
  const before = payment.cancellations.find(({ id }) => id === cancellation.id)
  const joined = withCancellation(payment, cancellation)
  const state = cancelledAmount(joined) >= payment.amount ? 'cancelled' : payment.state
  const version = payment.version + 1
  const next = scheduledPayment({ ...joined, leaseUntil: undefined, ...change, state, version })
  const move = { ...(before && { from: before.state }), to: cancellation.state }
  const same = before?.state === cancellation.state && before.attempt === cancellation.attempt
  const type = CANCEL_EVENTS[cancellation.state]
  return { next, events: same ? [] : [paymentEvent(next, type, context, move, told(cancellation))] }
}

/** The step that an outcome of a cancellation leads to, or undefined when it is settled already. */
export function settleCancel(
  payment: Payment,
  { id: cancelId, attempt }: Pick<Cancellation, 'id' | 'attempt'>,
  outcome: CancelOutcome,
  context: SettleContext,
): Change<Payment> | undefined {
  const cancellation = payment.cancellations.find(({ id }) => id === cancelId)
  if (cancellation?.attempt !== attempt || cancellation.state === 'cancelled') return undefined
  // What was refused for certain stays refused, unless money went back after all.
  if (cancellation.state === 'declined' && outcome.kind !== 'cancelled') return undefined
  const { at, requestId } = context
  const { why: _, ...known } = cancellation
  const waiting = looked(payment, at)
  const still = { uncertainSince: waiting.since, looks: countedLooks(waiting, at) }
  const as = (state: Cancellation['state'], why: Reason | undefined, change: Partial<Payment>) =>
    cancelStep(
      payment,
      { ...known, state, ...(why ? { why } : {}), ...(state === 'uncertain' ? {} : { settledAt: at }) },
      context,
      change,
    )
  switch (outcome.kind) {
    case 'cancelled': {
      const { mismatches } = outcome
      return mismatches.length === 0
        ? as('cancelled', undefined, SETTLED)
        : as('uncertain', { code: 'return_mismatch', requestId, mismatches }, still)
    }
    case 'declined':
      return as('declined', reasonOf(outcome, requestId), SETTLED)
    case 'pending':
      return as('uncertain', { code: 'payment_in_progress', requestId }, still)
    case 'uncertain': {
      const final = outcome.absent === true && isFinalLook(waiting, at)
      return final
        ? as('declined', { code: 'not_completed', requestId }, SETTLED)
        : as('uncertain', reasonOf(outcome, requestId), still)
    }
  }
}
