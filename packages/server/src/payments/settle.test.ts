// What each outcome of the PG makes of a charge, word for word: the next version, the waiting, the events.
import { describe, expect, it } from 'vitest'
import { AT, CONTEXT, DAY, MINUTE, changed, settling, told } from '../testing/settling.ts'
import type { ChargeOutcome } from './operations.ts'
import type { Payment } from './payment.ts'
import { paymentEvent, paymentStep, reasonDetail, settleCharge } from './settle.ts'

const UNKNOWN: ChargeOutcome = { kind: 'uncertain', code: 'outcome_unknown' }
const ABSENT: ChargeOutcome = { ...UNKNOWN, absent: true }
const PAID: ChargeOutcome = { kind: 'paid', transactionId: 'T1', mismatches: [] }

function charged(outcome: ChargeOutcome, before: Payment = settling()): readonly [unknown, unknown] {
  const change = settleCharge(before, outcome, CONTEXT)
  return [changed(before, change), change?.events]
}

describe('an event of a payment', () => {
  it('is by the server unless somebody else is named, and is told only where its kind is', () => {
    const event = paymentEvent(
      settling(),
      'payment.paid',
      CONTEXT,
      { from: 'charging', to: 'paid' },
      { more: 'x' },
    )
    expect(event).toStrictEqual(told('payment.paid', { from: 'charging', to: 'paid' }, { more: 'x' }))
    const quiet = paymentEvent(settling(), 'payment.charging', { ...CONTEXT, by: 'operator' }, {})
    expect(quiet).toMatchObject({ by: 'operator', deliver: false })
  })

  it('says why in words that may be logged, and only those that there are', () => {
    expect(reasonDetail(undefined)).toStrictEqual({})
    expect(reasonDetail({ code: 'card_limit', mismatches: [] })).toStrictEqual({ code: 'card_limit' })
    const mismatches = ['amount', 'orderId']
    expect(
      reasonDetail({ code: 'card_limit', providerCode: 'X1', mismatches, requestId: 'r' }),
    ).toStrictEqual({
      code: 'card_limit',
      providerCode: 'X1',
      mismatches: 'amount orderId',
    })
  })
})

describe('a step', () => {
  it('that is not legal changes nothing', () => {
    expect(paymentStep(settling({ state: 'paid' }), 'begin', CONTEXT)).toBeUndefined()
  })

  it('tells of a state that it reaches, of a further attempt, and of nothing that stays', () => {
    const events = (before: Payment, change: Partial<Payment> = {}): unknown =>
      paymentStep(before, 'begin', CONTEXT, { leaseUntil: AT + 5, ...change })?.events
    expect(events(settling({ state: 'due' }))).toStrictEqual([
      { ...told('payment.charging', { from: 'due', to: 'charging' }), deliver: false },
    ])
    const looked = paymentStep(settling({ state: 'uncertain' }), 'look', CONTEXT, { leaseUntil: AT + 5 })
    expect(looked).toMatchObject({
      next: { state: 'uncertain', leaseUntil: AT + 5, lookAt: AT + 5 },
      events: [],
    })
    const again = paymentStep(settling({ state: 'charging' }), 'look', CONTEXT, { attempt: 2 })
    expect(again?.events).toStrictEqual([
      {
        ...told('payment.charging', { from: 'charging', to: 'charging' }, { attempt: '2' }),
        deliver: false,
      },
    ])
  })
})

describe('a charge', () => {
  const waited = { uncertainSince: 5, looks: 2, reason: { code: 'outcome_unknown' } } as const
  const settled = { uncertainSince: undefined, looks: undefined }

  it('that is paid is paid now, by the transaction that the PG names, and is waited for no more', () => {
    const [change, events] = charged(PAID, settling({ state: 'uncertain', ...waited }))
    expect(change).toStrictEqual({
      ...settled,
      state: 'paid',
      transactionId: 'T1',
      paidAt: AT,
      reason: undefined,
    })
    expect(events).toStrictEqual([told('payment.paid', { from: 'uncertain', to: 'paid' })])
  })

  it('keeps the transaction that is known where the PG names none', () => {
    const known = settling({ transactionId: 'T0' })
    expect(settleCharge(known, { kind: 'paid', mismatches: [] }, CONTEXT)?.next.transactionId).toBe('T0')
    expect(settleCharge(known, PAID, CONTEXT)?.next.transactionId).toBe('T1')
    expect(settleCharge(known, { kind: 'cancelled' }, CONTEXT)?.next.transactionId).toBe('T0')
  })

  it('that differs from what was asked is uncertain, with what differs and the transaction to compare', () => {
    const [change, events] = charged({ ...PAID, mismatches: ['amount'] })
    expect(change).toStrictEqual({
      state: 'uncertain',
      transactionId: 'T1',
      reason: { code: 'return_mismatch', requestId: 'req', mismatches: ['amount'] },
      uncertainSince: AT,
      looks: 0,
      lookAt: AT + MINUTE,
    })
    expect(events).toStrictEqual([
      told(
        'payment.uncertain',
        { from: 'charging', to: 'uncertain' },
        { code: 'return_mismatch', mismatches: 'amount' },
      ),
    ])
  })

  it('that is declined is so for the reason that the PG gives', () => {
    const declined = { kind: 'declined', code: 'card_limit', providerCode: 'X1' } as const
    const [change, events] = charged(declined, settling({ state: 'uncertain', ...waited }))
    const reason = { code: 'card_limit', requestId: 'req', providerCode: 'X1' }
    expect(change).toStrictEqual({ ...settled, state: 'declined', reason })
    expect(events).toStrictEqual([
      told(
        'payment.declined',
        { from: 'uncertain', to: 'declined' },
        { code: 'card_limit', providerCode: 'X1' },
      ),
    ])
    expect(charged({ kind: 'declined', code: 'card_limit' })[0]).toStrictEqual({
      state: 'declined',
      reason: { code: 'card_limit', requestId: 'req' },
    })
  })

  it.each<[ChargeOutcome, object]>([
    [{ kind: 'pending' }, { code: 'payment_in_progress', requestId: 'req' }],
    [
      { ...UNKNOWN, providerCode: 'X3' },
      { code: 'outcome_unknown', requestId: 'req', providerCode: 'X3' },
    ],
    [ABSENT, { code: 'outcome_unknown', requestId: 'req' }],
  ])('that came to %j is waited for, from now', (outcome, reason) => {
    expect(charged(outcome)[0]).toStrictEqual({
      state: 'uncertain',
      reason,
      uncertainSince: AT,
      looks: 0,
      lookAt: AT + MINUTE,
    })
  })

  it('that is waited for counts its looks from when it began, when their time has come', () => {
    const since = (ms: number, looks?: number): Payment =>
      settling({ state: 'uncertain', uncertainSince: AT - ms, ...(looks === undefined ? {} : { looks }) })
    const next = (before: Payment): unknown => settleCharge(before, UNKNOWN, CONTEXT)?.next
    expect(next(since(MINUTE - 1))).toMatchObject({ uncertainSince: AT - MINUTE + 1, looks: 0 })
    expect(next(since(MINUTE))).toMatchObject({ uncertainSince: AT - MINUTE, looks: 1 })
    expect(next(since(30 * MINUTE, 1))).toMatchObject({ looks: 2, lookAt: AT - 30 * MINUTE + DAY })
    expect(next(settling({ looks: 7 }))).toMatchObject({ uncertainSince: AT, looks: 0 })
  })

  it('that the PG does not know is declined with the third look a day later, and not before', () => {
    const after = (ms: number, looks: number, outcome: ChargeOutcome): unknown =>
      charged(outcome, settling({ state: 'uncertain', uncertainSince: AT - ms, looks }))[0]
    expect(after(DAY, 2, ABSENT)).toStrictEqual({
      ...settled,
      state: 'declined',
      reason: { code: 'not_completed', requestId: 'req' },
    })
    expect(after(DAY - 1, 2, ABSENT)).toMatchObject({ reason: { code: 'outcome_unknown' } })
    expect(after(DAY, 1, ABSENT)).toMatchObject({ looks: 2 })
    expect(after(DAY, 2, UNKNOWN)).toMatchObject({ looks: 3 })
    // Looks of an earlier attempt count for nothing.
    expect(charged(ABSENT, settling({ looks: 3 }))[0]).toMatchObject({ state: 'uncertain', looks: 0 })
  })
})
