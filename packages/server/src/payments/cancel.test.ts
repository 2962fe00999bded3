// Money goes back once per cancellation, whole or in part, and never more than there was.
import { describe, expect, it } from 'vitest'
import { codeOf } from '../testing/code-of.ts'
import { makePayShop, registerCard, type PayShop } from '../testing/pay-shop.ts'
import type { PaymentView } from './view.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

async function paid(): Promise<PayShop & { payment: PaymentView }> {
  const made = makePayShop()
  const paymentMethodId = await registerCard(made.shop)
  const order = { paymentMethodId, orderId: 'order-1', orderName: 'Pro', amount: 9900 }
  return { ...made, payment: await made.shop.billing.charge(order) }
}

describe('cancelPayment()', () => {
  it('gives all of it back once, however often it is called', async () => {
    const { shop, bank, payment } = await paid()
    const ask = { paymentId: payment.id, reason: '고객 요청' }
    const first = await shop.billing.cancelPayment(ask)
    expect(first).toMatchObject({
      state: 'cancelled',
      cancelledAmount: 9900,
      cancellations: [{ id: 'all', amount: 9900, state: 'cancelled', reason: '고객 요청' }],
    })
    expect(await shop.billing.cancelPayment(ask)).toEqual(first)
    expect(await shop.billing.cancelPayment({ orderId: 'order-1', reason: '다시' })).toEqual(first)
    expect(bank.calls).toEqual(['charge', 'cancel'])
    expect(bank.money()).toBe(0)
  })

  it('gives parts back by name, and the rest', async () => {
    const { shop, bank, payment } = await paid()
    const part = { paymentId: payment.id, reason: '부분 환불', amount: 900, cancelId: 'refund-1' }
    expect(await shop.billing.cancelPayment(part)).toMatchObject({ state: 'paid', cancelledAmount: 900 })
    expect(await shop.billing.cancelPayment(part)).toMatchObject({ state: 'paid', cancelledAmount: 900 })
    expect(bank.money()).toBe(9000)
    expect(await codeOf(shop.billing.cancelPayment({ ...part, amount: 901 }))).toBe('payment_conflict')
    expect(await codeOf(shop.billing.cancelPayment({ ...part, amount: 9001, cancelId: 'refund-2' }))).toBe(
      'invalid_amount',
    )
    const rest = await shop.billing.cancelPayment({ paymentId: payment.id, reason: '나머지' })
    expect(rest).toMatchObject({ state: 'cancelled', cancelledAmount: 9900 })
    expect(bank.money()).toBe(0)
    expect(await shop.billing.cancelPayment(part)).toEqual(rest)
    expect(await codeOf(shop.billing.cancelPayment({ ...part, cancelId: 'refund-3' }))).toBe(
      'payment_conflict',
    )
  })

  it('is found out when its answer is lost, and not made a second time', async () => {
    const { shop, bank, payment } = await paid()
    const ask = { paymentId: payment.id, reason: 'r' }
    bank.mood = 'lose-answer'
    expect(await shop.billing.cancelPayment(ask)).toMatchObject({
      state: 'paid',
      cancellations: [{ state: 'uncertain', error: { code: 'outcome_unknown' } }],
    })
    const other = { ...ask, amount: 100, cancelId: 'part' }
    expect(await codeOf(shop.billing.cancelPayment(other))).toBe('payment_in_progress')
    bank.mood = 'well'
    shop.clock.now += MINUTE
    expect(await shop.billing.reconcile()).toMatchObject({ payments: 1 })
    expect(await shop.billing.cancelPayment(ask)).toMatchObject({ state: 'cancelled' })
    expect(bank.calls).toEqual(['charge', 'cancel', 'look cancel'])
  })

  it('may be made again after a refusal, and after nothing came of it', async () => {
    const { shop, bank, payment } = await paid()
    const ask = { paymentId: payment.id, reason: 'r' }
    bank.mood = 'decline'
    expect(await shop.billing.cancelPayment(ask)).toMatchObject({
      state: 'paid',
      cancellations: [{ state: 'declined', error: { code: 'provider_refused' } }],
    })
    bank.mood = 'lose-request'
    expect(await shop.billing.cancelPayment(ask)).toMatchObject({ cancellations: [{ state: 'uncertain' }] })
    bank.mood = 'well'
    for (const ms of [MINUTE, 30 * MINUTE, DAY]) {
      shop.clock.now += ms
      await shop.billing.reconcile()
    }
    expect((await shop.billing.payment(payment.id))?.cancellations).toMatchObject([{ state: 'declined' }])
    expect(await shop.billing.cancelPayment(ask)).toMatchObject({ state: 'cancelled' })
    expect(bank.money()).toBe(0)
  })

  it('is made once when it is called many times at once', async () => {
    const { shop, bank, payment } = await paid()
    const ask = { paymentId: payment.id, reason: 'r' }
    const all = await Promise.all(Array.from({ length: 12 }, () => shop.billing.cancelPayment(ask)))
    expect(new Set(all.map(({ state }) => state))).toEqual(new Set(['cancelled']))
    expect(bank.calls).toEqual(['charge', 'cancel'])
  })

  it('gives all that is left back, whatever a part was called', async () => {
    const { shop, bank } = await paid()
    const part = { orderId: 'order-1', reason: 'r', amount: 100 }
    expect(await codeOf(shop.billing.cancelPayment({ ...part, cancelId: 'all' }))).toBe('invalid_request')
    await shop.billing.cancelPayment({ ...part, cancelId: 'part' })
    expect(await shop.billing.cancelPayment({ orderId: 'order-1', reason: 'r' })).toMatchObject({
      state: 'cancelled',
    })
    expect(bank.money()).toBe(0)
  })

  it.each([
    ['nothing to cancel', { reason: 'r' }, 'invalid_request'],
    ['two names', { paymentId: 'a', orderId: 'b', reason: 'r' }, 'invalid_request'],
    ['an unknown payment', { paymentId: 'pay_nobody', reason: 'r' }, 'not_found'],
    ['an unknown order', { orderId: 'nobody', reason: 'r' }, 'not_found'],
    ['no reason', { orderId: 'order-1', reason: '' }, 'invalid_request'],
    ['a part without a name', { orderId: 'order-1', reason: 'r', amount: 100 }, 'invalid_request'],
    ['a fraction', { orderId: 'order-1', reason: 'r', amount: 0.5, cancelId: 'c' }, 'invalid_amount'],
    ['zero', { orderId: 'order-1', reason: 'r', amount: 0, cancelId: 'c' }, 'invalid_amount'],
    [
      'a name with a slash',
      { orderId: 'order-1', reason: 'r', amount: 1, cancelId: 'a/b' },
      'invalid_request',
    ],
  ])('refuses %s, and nothing is sent', async (_name, ask, code) => {
    const { shop, bank } = await paid()
    expect(await codeOf(shop.billing.cancelPayment(ask))).toBe(code)
    expect(bank.calls).toEqual(['charge'])
  })

  it('refuses what was not paid', async () => {
    const { shop, bank, payment } = await paid()
    bank.mood = 'decline'
    const { paymentMethodId } = payment
    await shop.billing.charge({ paymentMethodId, orderId: 'order-2', orderName: 'n', amount: 1000 })
    expect(await codeOf(shop.billing.cancelPayment({ orderId: 'order-2', reason: 'r' }))).toBe(
      'payment_conflict',
    )
  })
})
