// What the merchant's server is told of a payment, word for word.
import { describe, expect, it } from 'vitest'
import { payment as samplePayment } from '../testing/ledger-samples.ts'
import type { Cancellation, Payment, PaymentState } from './payment.ts'
import { paymentView, type PaymentView } from './view.ts'

const view = (change: Partial<Payment> = {}): PaymentView =>
  paymentView(samplePayment('p', 'a', { state: 'paid', ...change }))

const PLAIN = {
  id: 'p',
  orderId: 'order-p',
  orderName: 'Pro',
  state: 'paid',
  amount: 9900,
  currency: 'KRW',
  cancelledAmount: 0,
  attempt: 1,
  paymentMethodId: 'pm-a',
  registrationId: 'a',
  customerId: 'alice',
  provider: 'danal',
  mode: 'test',
  pgOrderId: 'pg-p',
  createdAt: 10,
  cancellations: [],
}

const cancellation = (change: Partial<Cancellation> = {}): Cancellation => ({
  id: 'part',
  amount: 4000,
  reason: 'returned',
  state: 'cancelled',
  attempt: 2,
  requestedAt: 20,
  settledAt: 21,
  ...change,
})

describe('a payment is told', () => {
  it('with what is known of it, and nothing else', () => {
    expect(view()).toStrictEqual(PLAIN)
    const known = { transactionId: 'T1', paidAt: 12, scheduledFor: 11 }
    expect(view(known)).toStrictEqual({ ...PLAIN, ...known })
  })

  it.each<[PaymentState, string]>([
    ['due', 'due'],
    ['scheduling', 'uncertain'],
    ['scheduled', 'scheduled'],
    ['charging', 'uncertain'],
    ['paid', 'paid'],
    ['declined', 'declined'],
    ['uncertain', 'uncertain'],
    ['cancelled', 'cancelled'],
  ])('that is %s as %s', (state, told) => {
    expect(view({ state }).state).toBe(told)
  })

  it.each<PaymentState>(['charging', 'scheduling'])(
    'that is %s as in progress, whatever was before',
    (state) => {
      const told = view({ state, reason: { code: 'card_limit', providerCode: 'X1' } })
      expect(told.error).toStrictEqual({ code: 'payment_in_progress' })
    },
  )

  it("with why it failed, and the PG's own code where there is one", () => {
    const failed = (reason: Payment['reason']): unknown => view({ state: 'declined', reason }).error
    expect(
      failed({ code: 'card_limit', providerCode: 'X1', requestId: 'req', mismatches: ['amount'] }),
    ).toStrictEqual({ code: 'card_limit', providerCode: 'X1' })
    expect(failed({ code: 'card_limit' })).toStrictEqual({ code: 'card_limit' })
    expect(view({ state: 'declined', reason: undefined })).not.toHaveProperty('error')
  })
})

describe('a cancellation is told', () => {
  const of = (change: Partial<Cancellation>): unknown =>
    view({ cancellations: [cancellation(change)] }).cancellations
  const told = { id: 'part', amount: 4000, reason: 'returned', state: 'cancelled', requestedAt: 20 }

  it('with what is known of it, and counts once it is made', () => {
    expect(of({})).toStrictEqual([told])
    const cancellations = [
      cancellation({ amount: 1000 }),
      cancellation({ amount: 20, state: 'declined' }),
      cancellation({ amount: 3, state: 'uncertain' }),
      cancellation({ amount: 400 }),
    ]
    expect(view({ cancellations }).cancelledAmount).toBe(1400)
  })

  it('as uncertain and in progress while it is made', () => {
    expect(of({ state: 'cancelling', why: { code: 'card_limit' } })).toStrictEqual([
      { ...told, state: 'uncertain', error: { code: 'payment_in_progress' } },
    ])
  })

  it.each(['declined', 'uncertain'] as const)('as %s with why', (state) => {
    expect(of({ state, why: { code: 'provider_refused', providerCode: 'X2' } })).toStrictEqual([
      { ...told, state, error: { code: 'provider_refused', providerCode: 'X2' } },
    ])
  })
})
