// An operator settles payments that nobody else can.
import { describe, expect, it } from 'vitest'
import { makePayShop, plantCard, type PayShop } from '../testing/pay-shop.ts'
import type { PaymentView } from '../payments/view.ts'

const BY = { by: 'ops@shop.example', note: 'PG 고객센터 확인' }

async function uncertain(): Promise<PayShop & { payment: PaymentView }> {
  const made = makePayShop()
  const paymentMethodId = await plantCard(made.shop.ledger)
  made.bank.mood = 'lose-answer'
  const order = { paymentMethodId, orderId: 'o', orderName: 'Pro', amount: 9900 }
  const payment = await made.shop.billing.charge(order)
  made.bank.mood = 'well'
  return { ...made, payment }
}

describe('resolving a payment', () => {
  it('says that it was charged, with what a cancel must name, and by whom', async () => {
    const { shop, payment } = await uncertain()
    const operator = await shop.billing.operator()
    const resolved = await operator.resolvePayment(payment.id, {
      ...BY,
      outcome: 'paid',
      transactionId: 'tx-1',
    })
    expect(resolved).toMatchObject({ state: 'paid', transactionId: 'tx-1' })
    expect(resolved).not.toHaveProperty('error')
    const events = await shop.ledger.events(payment.registrationId)
    expect(events.map(({ type }) => type).slice(-2)).toEqual(['payment.paid', 'payment.resolved'])
    expect(events.at(-1)).toMatchObject({
      by: 'operator',
      detail: { outcome: 'paid', by: BY.by, note: BY.note },
    })
    await expect(operator.resolvePayment(payment.id, { ...BY, outcome: 'none' })).rejects.toMatchObject({
      code: 'payment_conflict',
    })
  })

  it('says that it was not: the next attempt may be made', async () => {
    const { shop, bank, payment } = await uncertain()
    bank.orders.clear()
    const operator = await shop.billing.operator()
    const none = await operator.resolvePayment(payment.id, { ...BY, outcome: 'none' })
    expect(none).toMatchObject({ state: 'declined' })
    const { paymentMethodId } = payment
    const again = { paymentMethodId, orderId: 'o', orderName: 'Pro', amount: 9900, attempt: 2 }
    expect(await shop.billing.charge(again)).toMatchObject({ state: 'paid' })
  })

  it('settles an uncertain cancellation', async () => {
    const { shop, bank, payment } = await uncertain()
    const operator = await shop.billing.operator()
    await operator.resolvePayment(payment.id, { ...BY, outcome: 'paid' })
    bank.mood = 'lose-answer'
    await shop.billing.cancelPayment({ paymentId: payment.id, reason: 'r' })
    expect(await operator.resolvePayment(payment.id, { ...BY, outcome: 'cancelled' })).toMatchObject({
      state: 'cancelled',
      cancelledAmount: 9900,
    })
  })

  it.each([
    [{ by: '', outcome: 'paid' }, 'invalid_request'],
    [{ ...BY, note: 'x'.repeat(501), outcome: 'paid' }, 'invalid_request'],
    [{ ...BY, outcome: 'paid', transactionId: '<b>' }, 'invalid_request'],
    [{ ...BY, outcome: 'not-cancelled' }, 'payment_conflict'],
  ] as const)('refuses %j', async (resolution, code) => {
    const { shop, payment } = await uncertain()
    const operator = await shop.billing.operator()
    await expect(operator.resolvePayment(payment.id, resolution)).rejects.toMatchObject({ code })
    await expect(operator.resolvePayment('pay_x', { ...BY, outcome: 'none' })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
