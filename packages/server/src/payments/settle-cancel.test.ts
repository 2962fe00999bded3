// What is made of money that goes back, asked for by us or at the PG's own console, word for word.
import { describe, expect, it } from 'vitest'
import { AT, CONTEXT, DAY, MINUTE, cancellation, changed, settling, told } from '../testing/settling.ts'
import type { CancelOutcome, ChargeOutcome } from './operations.ts'
import type { Cancellation, Payment } from './payment.ts'
import { cancelledAmount, cancelStep, settleCancel, settleCharge } from './settle.ts'

const PAID: ChargeOutcome = { kind: 'paid', transactionId: 'T1', mismatches: [] }
const MADE = cancellation({ state: 'cancelled', settledAt: 21 })
const CANCELLED_AT_PG = {
  id: 'pg:4000',
  amount: 4000,
  reason: 'cancelled at the PG',
  state: 'cancelled',
  attempt: 1,
  requestedAt: AT,
  settledAt: AT,
} as const

function charged(outcome: ChargeOutcome, before: Payment = settling()): readonly [unknown, unknown] {
  const change = settleCharge(before, outcome, CONTEXT)
  return [changed(before, change), change?.events]
}

describe('money that went back at the PG', () => {
  const part = (cancelled: number): ChargeOutcome => ({ ...PAID, cancelled })
  const went = { cancelId: 'pg:4000', cancelled: '4000' }

  it('stands beside a payment that was paid before it was known, in one version with two events', () => {
    const [change, events] = charged(part(4000))
    expect(change).toMatchObject({ state: 'paid', paidAt: AT, cancellations: [CANCELLED_AT_PG] })
    expect(events).toStrictEqual([
      told('payment.paid', { from: 'charging', to: 'paid' }),
      told('payment.cancelled', { to: 'cancelled' }, went),
    ])
  })

  it('is added to one that is paid already, less what we know of', () => {
    const before = settling({ state: 'paid', cancellations: [MADE] })
    const [change, events] = charged(part(5000), before)
    const made = { ...CANCELLED_AT_PG, id: 'pg:5000' }
    expect(change).toStrictEqual({ cancellations: [MADE, made] })
    expect(events).toStrictEqual([
      told('payment.cancelled', { to: 'cancelled' }, { ...went, cancelId: 'pg:5000' }),
    ])
  })

  it('is all of it where all went back', () => {
    expect(charged(part(9900), settling({ state: 'paid' }))[0]).toMatchObject({ state: 'cancelled' })
    expect(charged(part(9899), settling({ state: 'paid' }))[0]).not.toHaveProperty('state')
  })

  it.each<[string, number, Partial<Payment>]>([
    ['is known already', 1000, { state: 'paid', cancellations: [MADE] }],
    ['is less than is known', 999, { state: 'paid', cancellations: [MADE] }],
    ['is more than was paid', 9901, { state: 'paid' }],
    ['is none', 0, { state: 'paid' }],
    ['may be one of ours that is under way', 4000, { state: 'paid', cancellations: [cancellation()] }],
    [
      'may be one of ours that is not known',
      4000,
      { state: 'paid', cancellations: [cancellation({ state: 'uncertain' })] },
    ],
    ['is of a payment that is cancelled', 4000, { state: 'cancelled' }],
  ])('changes nothing where it %s', (_where, cancelled, change) => {
    expect(charged(part(cancelled), settling(change))).toStrictEqual([undefined, undefined])
  })

  it('ends a payment of which the PG says only that it is cancelled', () => {
    const before = settling({
      state: 'uncertain',
      uncertainSince: 5,
      looks: 1,
      reason: { code: 'outcome_unknown' },
    })
    const [change, events] = charged({ kind: 'cancelled', transactionId: 'T1' }, before)
    const made = { ...CANCELLED_AT_PG, id: 'pg:9900', amount: 9900 }
    expect(change).toStrictEqual({
      state: 'cancelled',
      uncertainSince: undefined,
      looks: undefined,
      transactionId: 'T1',
      reason: undefined,
      cancellations: [made],
    })
    expect(events).toStrictEqual([
      told('payment.cancelled', { to: 'cancelled' }, { cancelId: 'pg:9900', cancelled: '9900' }),
    ])
  })

  it('is only what we did not ask for ourselves, and waits for what we asked for', () => {
    const paid = (one: Cancellation): Payment => settling({ state: 'paid', cancellations: [one] })
    expect(settleCharge(paid(MADE), { kind: 'cancelled' }, CONTEXT)?.next.cancellations).toStrictEqual([
      MADE,
      { ...CANCELLED_AT_PG, id: 'pg:9900', amount: 8900 },
    ])
    expect(settleCharge(paid(cancellation()), { kind: 'cancelled' }, CONTEXT)).toBeUndefined()
  })
})

describe('a cancellation', () => {
  const begun = (change: Partial<Cancellation> = {}): Payment =>
    settling({ state: 'paid', cancellations: [cancellation(change)] })
  const of = { id: 'part', attempt: 1 }

  function settled(outcome: CancelOutcome, before: Payment = begun()): readonly [unknown, unknown] {
    const change = settleCancel(before, of, outcome, CONTEXT)
    return [changed(before, change), change?.events]
  }

  it('takes the place of itself, and leaves the others', () => {
    const before = settling({
      state: 'paid',
      cancellations: [cancellation(), MADE, cancellation({ id: 'b' })],
    })
    const { next } = cancelStep(before, cancellation({ id: 'b', attempt: 2 }), CONTEXT, {
      leaseUntil: AT + 9,
    })
    expect(next.cancellations).toStrictEqual([cancellation(), MADE, cancellation({ id: 'b', attempt: 2 })])
    expect(next).toMatchObject({ version: 5, leaseUntil: AT + 9, lookAt: AT + 9, state: 'paid' })
  })

  it('is told when it begins, when it is tried anew, and when its state changes', () => {
    const events = (before: Payment, next: Cancellation): unknown => cancelStep(before, next, CONTEXT).events
    const words = { cancelId: 'part', cancelled: '1000' }
    const asIs = { deliver: false }
    expect(events(settling({ state: 'paid' }), cancellation())).toStrictEqual([
      { ...told('payment.cancelling', { to: 'cancelling' }, words), ...asIs },
    ])
    expect(events(begun(), cancellation())).toStrictEqual([])
    expect(events(begun(), cancellation({ attempt: 2 }))).toStrictEqual([
      { ...told('payment.cancelling', { from: 'cancelling', to: 'cancelling' }, words), ...asIs },
    ])
    expect(events(begun({ state: 'declined' }), cancellation())).toStrictEqual([
      { ...told('payment.cancelling', { from: 'declined', to: 'cancelling' }, words), ...asIs },
    ])
  })

  it('that is made counts, and ends the payment when nothing is left', () => {
    const done: CancelOutcome = { kind: 'cancelled', mismatches: [] }
    const waited = { uncertainSince: 5, looks: 1 } as const
    const before = { ...begun({ why: { code: 'outcome_unknown' } }), ...waited }
    const [change, events] = settled(done, before)
    expect(change).toStrictEqual({
      cancellations: [cancellation({ state: 'cancelled', settledAt: AT })],
      uncertainSince: undefined,
      looks: undefined,
    })
    expect(events).toStrictEqual([
      told(
        'payment.cancelled',
        { from: 'cancelling', to: 'cancelled' },
        { cancelId: 'part', cancelled: '1000' },
      ),
    ])
    expect(settled(done, begun({ amount: 9900 }))[0]).toMatchObject({ state: 'cancelled' })
    expect(settled(done, begun({ amount: 9899 }))[0]).not.toHaveProperty('state')
  })

  it.each<[CancelOutcome, string, string, object]>([
    [
      { kind: 'cancelled', mismatches: ['balance'] },
      'uncertain',
      'payment.cancel_uncertain',
      { code: 'return_mismatch', requestId: 'req', mismatches: ['balance'] },
    ],
    [
      { kind: 'pending' },
      'uncertain',
      'payment.cancel_uncertain',
      { code: 'payment_in_progress', requestId: 'req' },
    ],
    [
      { kind: 'uncertain', code: 'outcome_unknown', providerCode: 'X1' },
      'uncertain',
      'payment.cancel_uncertain',
      { code: 'outcome_unknown', requestId: 'req', providerCode: 'X1' },
    ],
    [
      { kind: 'uncertain', code: 'outcome_unknown', absent: true },
      'uncertain',
      'payment.cancel_uncertain',
      { code: 'outcome_unknown', requestId: 'req' },
    ],
    [
      { kind: 'declined', code: 'provider_refused' },
      'declined',
      'payment.cancel_declined',
      { code: 'provider_refused', requestId: 'req' },
    ],
  ])('that came to %j is %s', (outcome, state, type, why) => {
    const [change, events] = settled(outcome)
    const uncertain = state === 'uncertain'
    expect(change).toStrictEqual({
      cancellations: [{ ...cancellation(), state, why, ...(uncertain ? {} : { settledAt: AT }) }],
      ...(uncertain && { uncertainSince: AT, looks: 0, lookAt: AT + MINUTE }),
    })
    expect(events).toMatchObject([{ type, from: 'cancelling', to: state }])
  })

  it('that the PG does not know is declined with the third look a day later, and not before', () => {
    const absent: CancelOutcome = { kind: 'uncertain', code: 'outcome_unknown', absent: true }
    const after = (ms: number, looks: number, outcome = absent): unknown =>
      settled(outcome, { ...begun({ state: 'uncertain' }), uncertainSince: AT - ms, looks })[0]
    const why = { code: 'not_completed', requestId: 'req' } as const
    expect(after(DAY, 2)).toStrictEqual({
      cancellations: [cancellation({ state: 'declined', why, settledAt: AT })],
      uncertainSince: undefined,
      looks: undefined,
    })
    expect(after(DAY - 1, 2)).toMatchObject({ cancellations: [{ state: 'uncertain' }], lookAt: AT + 1 })
    expect(after(DAY, 1)).toMatchObject({ cancellations: [{ state: 'uncertain' }], looks: 2 })
    expect(after(DAY, 2, { kind: 'uncertain', code: 'outcome_unknown' })).toMatchObject({ looks: 3 })
  })

  it('that is settled stays so: only money that went back after all changes a refusal', () => {
    const done: CancelOutcome = { kind: 'cancelled', mismatches: [] }
    const refusal: CancelOutcome = { kind: 'declined', code: 'provider_refused' }
    const nothing = [undefined, undefined]
    expect(settled(done, begun({ state: 'cancelled' }))).toStrictEqual(nothing)
    expect(settled(done, begun({ attempt: 2 }))).toStrictEqual(nothing)
    expect(settled(done, begun({ id: 'another' }))).toStrictEqual(nothing)
    expect(settled(refusal, begun({ state: 'declined' }))).toStrictEqual(nothing)
    expect(settled({ kind: 'pending' }, begun({ state: 'declined' }))).toStrictEqual(nothing)
    expect(settled(done, begun({ state: 'declined' }))[0]).toMatchObject({
      cancellations: [{ state: 'cancelled', settledAt: AT }],
    })
    expect(settled(done, begun({ state: 'uncertain' }))[0]).toMatchObject({
      cancellations: [{ state: 'cancelled' }],
    })
  })
})

describe('what has gone back', () => {
  it('is what was cancelled, and nothing that is only asked for', () => {
    const cancellations = [
      MADE,
      cancellation({ amount: 20 }),
      cancellation({ amount: 300, state: 'declined' }),
      cancellation({ amount: 4, state: 'uncertain' }),
      cancellation({ amount: 5000, state: 'cancelled' }),
    ]
    expect(cancelledAmount(settling({ cancellations }))).toBe(6000)
    expect(cancelledAmount(settling())).toBe(0)
  })
})
