// What asking to charge an order may do when the order is there already: every state, attempt and difference.
import { describe, expect, it } from 'vitest'
import type { PaymentMethod } from '../registration/record.ts'
import { Secret } from '../secret.ts'
import { payment as samplePayment } from '../testing/ledger-samples.ts'
import type { ChargeInput } from './check.ts'
import { decide } from './decide.ts'
import type { Payment, PaymentState } from './payment.ts'

const input = (change: Partial<ChargeInput> = {}): ChargeInput => ({
  paymentMethodId: 'pm-a',
  orderId: 'order',
  orderName: 'Pro',
  amount: payment({}).amount,
  ...change,
})

const payment = (change: Partial<Payment>): Payment =>
  samplePayment('p', 'a', { paymentMethodId: 'pm-a', state: 'declined', attempt: 2, ...change })

const method = (change: Partial<PaymentMethod> = {}): PaymentMethod => ({
  id: 'pm-a',
  version: 1,
  kind: 'card',
  customerId: payment({}).customer.id,
  registrationId: 'a',
  provider: 'danal',
  account: payment({}).account,
  key: new Secret('key'),
  binding: 'strong',
  state: 'active',
  mismatches: [],
  createdAt: 1,
  ...change,
})

const conflict = (message: RegExp): object =>
  expect.objectContaining({ code: 'order_conflict', message: expect.stringMatching(message) })

describe('an order', () => {
  it('that is new is charged, as its first attempt', () => {
    expect(decide(undefined, input(), method())).toEqual({ do: 'charge' })
    expect(decide(undefined, input({ attempt: 1 }), method())).toEqual({ do: 'charge' })
    expect(() => decide(undefined, input({ attempt: 2 }), method())).toThrow(conflict(/has had no attempt/))
  })

  it.each<[PaymentState, string]>([
    ['due', 'charge'],
    ['scheduling', 'answer'],
    ['scheduled', 'answer'],
    ['charging', 'follow'],
    ['uncertain', 'follow'],
    ['paid', 'answer'],
    ['declined', 'answer'],
    ['cancelled', 'answer'],
  ])('that is %s: %s', (state, does) => {
    const there = payment({ state })
    const decided = decide(there, input(), method())
    expect(decided).toEqual(does === 'charge' ? { do: does } : { do: does, payment: there })
    expect(decide(there, input({ attempt: 2 }), method())).toEqual(decided)
  })

  it.each<[PaymentState, string]>([
    ['declined', 'charge'],
    ['charging', 'follow'],
    ['uncertain', 'follow'],
    ['paid', 'answer'],
    ['cancelled', 'answer'],
  ])('that is %s, with the next attempt: %s', (state, does) => {
    expect(decide(payment({ state }), input({ attempt: 3 }), method()).do).toBe(does)
  })

  it('is asked for before the next attempt where the PG has news of a decline, and only then', () => {
    const hint = { askAt: 1, looks: 0 }
    const there = payment({ hint })
    expect(decide(there, input({ attempt: 3 }), method())).toEqual({ do: 'ask', payment: there })
    expect(decide(there, input(), method())).toEqual({ do: 'answer', payment: there })
    const paid = payment({ state: 'paid', hint })
    expect(decide(paid, input({ attempt: 3 }), method())).toEqual({ do: 'answer', payment: paid })
  })

  it('is answered as it is when an attempt before the last is asked for again', () => {
    expect(decide(payment({}), input({ attempt: 1 }), method({ id: 'pm-b' })).do).toBe('answer')
  })

  it('skips no attempt', () => {
    expect(() => decide(payment({}), input({ attempt: 4 }), method())).toThrow(conflict(/3 comes first/))
  })

  it("is nobody else's, and of one amount", () => {
    expect(() => decide(payment({}), input(), method({ customerId: 'bob' }))).toThrow(
      conflict(/another customer's order/),
    )
    const amount = payment({}).amount + 1
    expect(() => decide(payment({}), input({ amount }), method())).toThrow(
      conflict(new RegExp(`this order is of ${payment({}).amount} KRW`)),
    )
  })

  it('that nothing was sent for keeps its card, whatever attempt is asked for', () => {
    const other = method({ id: 'pm-b' })
    for (const attempt of [undefined, 2, 3]) {
      const asked = input(attempt === undefined ? {} : { attempt })
      expect(() => decide(payment({ state: 'due' }), asked, other)).toThrow(
        conflict(/a new attempt may change/),
      )
    }
  })

  it('changes its card only with a new attempt', () => {
    const other = method({ id: 'pm-b' })
    expect(() => decide(payment({}), input(), other)).toThrow(conflict(/a new attempt may change it/))
    expect(decide(payment({}), input({ attempt: 3 }), other)).toEqual({ do: 'charge' })
  })
})
