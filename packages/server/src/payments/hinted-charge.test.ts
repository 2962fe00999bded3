// A declined order of which a webhook says that the PG has news: it is asked before the order is charged again.
import { beforeEach, describe, expect, it } from 'vitest'
import { schedulingBank } from '../testing/bank-schedules.ts'
import { codeOf } from '../testing/code-of.ts'
import { bankProvider, makeBank, makePayShop, registerCard, type PayShop } from '../testing/pay-shop.ts'
import type { ChargeInput } from './check.ts'
import { withHint } from './hint.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

interface World extends PayShop {
  /** The next attempt of the order. */
  readonly again: ChargeInput
}

/** Called declined because the PG knew of nothing for a day, and charged there after all; the webhook was taken. */
async function lateAtPg(): Promise<World> {
  const bank = makeBank()
  const clock = { now: Date.UTC(2026, 0, 1) }
  const { provider } = schedulingBank(bank, clock)
  const { shop } = makePayShop({ bank, providers: [provider], clock: () => clock.now })
  const order = {
    paymentMethodId: await registerCard(shop),
    orderId: 'order-1',
    orderName: 'Pro',
    amount: 9900,
  }
  bank.mood = 'lose-request'
  await shop.billing.charge(order)
  bank.mood = 'well'
  for (const ms of [MINUTE, 30 * MINUTE, DAY]) {
    clock.now += ms
    await shop.billing.reconcile()
  }
  const { charges } = shop.ledger
  const declined = await charges.paymentOfOrder(order.orderId)
  if (declined?.state !== 'declined') throw new Error('it was to be declined')
  bank.orders.set(declined.pgOrderId, { name: order.orderName, amount: 9900, paid: true, cancelled: 0 })
  const hinted = withHint(declined, { askAt: clock.now + 10_000, looks: 0 })
  expect(await charges.replacePayment(declined, hinted, { events: [] })).toBe('ok')
  bank.calls.length = 0
  return { shop, bank, again: { ...order, attempt: 2 } }
}

describe('a new attempt of an order of which the PG has news', () => {
  let world: World
  beforeEach(async () => (world = await lateAtPg()))

  it('is not made where the PG has charged it after all', async () => {
    const { shop, bank, again } = world
    expect(await shop.billing.charge(again)).toMatchObject({ state: 'paid', attempt: 1 })
    expect(bank.calls).toEqual(['look charge'])
    expect(bank.money()).toBe(9900)
  })

  it('is made at once where the PG knows of nothing', async () => {
    const { shop, bank, again } = world
    bank.orders.clear()
    expect(await shop.billing.charge(again)).toMatchObject({ state: 'paid', attempt: 2 })
    expect(bank.calls).toEqual(['look charge', 'charge'])
    expect(await shop.billing.reconcile()).toMatchObject({ payments: 0 })
  })

  it('waits while the PG does not tell, until it has been asked four times', async () => {
    const { shop, bank, again } = world
    bank.mood = 'lose-answer'
    for (let tries = 0; tries < 3; tries += 1)
      expect(await codeOf(shop.billing.charge(again))).toBe('payment_in_progress')
    expect(bank.calls).toEqual(['look charge', 'look charge', 'look charge'])
    expect(await shop.billing.charge(again)).toMatchObject({ state: 'uncertain', attempt: 2 })
  })

  it('is charged once from many servers', async () => {
    const { shop, bank, again } = world
    bank.orders.clear()
    await Promise.all(Array.from({ length: 8 }, () => codeOf(shop.billing.charge(again))))
    expect(bank.calls.filter((call) => call === 'charge')).toEqual(['charge'])
  })

  it('is made from the card of another PG where the one before is configured no more', async () => {
    const { shop, bank, again } = world
    const other = { ...bankProvider(bank), name: 'other' }
    const next = makePayShop({
      bank,
      providers: [other],
      ledger: shop.ledger,
      clock: () => shop.clock.now,
    }).shop
    const paymentMethodId = await registerCard(next, 'alice', 'TX-other')
    expect(await next.billing.charge({ ...again, paymentMethodId })).toMatchObject({
      state: 'paid',
      attempt: 2,
    })
    expect((await shop.ledger.charges.paymentOfOrder('order-1'))?.hint).toBeUndefined()
  })
})
