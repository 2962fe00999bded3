// Money that was given back at a PG's own console: a webhook hints at it, the PG is asked, and the ledger shows it once.
import { describe, expect, it } from 'vitest'
import { NEXT_LOOK_MS, ORDER, PROVIDERS, paidAt, toldOf } from '../../test/console.ts'
import { makeWebhookShop } from '../../test/webhook-shop.ts'

describe.each(PROVIDERS)('a part that was given back at the console of %s', (provider) => {
  it('stands in the payment and is told once, however often the webhook comes', async () => {
    const world = await paidAt(provider)
    await world.atConsole(900)
    const made = { id: 'pg:900', amount: 900, state: 'cancelled', reason: 'cancelled at the PG' }
    expect(await world.now()).toMatchObject({ state: 'paid', cancelledAmount: 900, cancellations: [made] })
    for (const { url, init } of world.sent.filter((one) => one.url.endsWith(provider))) {
      world.clock.now += NEXT_LOOK_MS
      await world.shop.billing.fetch(new Request(url, init))
      await world.settled()
    }
    expect(await world.now()).toMatchObject({ cancelledAmount: 900, cancellations: [made] })
    expect(await toldOf(world)).toEqual([['pg', 'pg:900', '900']])
  })

  it('leaves exactly the rest for billing.cancelPayment()', async () => {
    const world = await paidAt(provider)
    await world.atConsole(900)
    const { billing } = world.shop
    const too = { orderId: 'order-1', amount: 9001, cancelId: 'r1', reason: '환불' }
    await expect(billing.cancelPayment(too)).rejects.toMatchObject({ code: 'invalid_amount' })
    const part = await billing.cancelPayment({ ...too, amount: 1000 })
    expect(part).toMatchObject({ state: 'paid', cancelledAmount: 1900 })
    const rest = await billing.cancelPayment({ orderId: 'order-1', reason: '해지' })
    expect(rest).toMatchObject({ state: 'cancelled', cancelledAmount: 9900 })
    await world.settled()
    expect((await world.now())?.cancellations.map(({ id, amount }) => [id, amount])).toEqual([
      ['pg:900', 900],
      ['r1', 1000],
      ['all', 8000],
    ])
    expect(world.simulator.truth.payments.filter(({ state }) => state === 'paid')).toEqual([])
  })

  it('is not counted again as one of ours, nor one of ours as it', async () => {
    const world = await paidAt(provider)
    const { billing } = world.shop
    await billing.cancelPayment({ orderId: 'order-1', amount: 1000, cancelId: 'r1', reason: '환불' })
    await world.settled()
    expect((await world.now())?.cancellations).toHaveLength(1)
    await world.atConsole(900)
    await world.atConsole(100)
    expect((await world.now())?.cancellations.map(({ id, amount }) => [id, amount])).toEqual([
      ['r1', 1000],
      ['pg:1900', 900],
      ['pg:2000', 100],
    ])
  })

  it('ends the payment when nothing is left, with all of it told', async () => {
    const world = await paidAt(provider)
    await world.atConsole(900)
    await world.atConsole()
    expect(await world.now()).toMatchObject({ state: 'cancelled', cancelledAmount: 9900 })
    expect(await toldOf(world)).toEqual([
      ['pg', 'pg:900', '900'],
      ['pg', 'pg:9900', '9000'],
    ])
    const { billing } = world.shop
    const again = await billing.cancelPayment({ orderId: 'order-1', reason: '해지' })
    expect(again).toMatchObject({ state: 'cancelled', cancelledAmount: 9900 })
  })
})

describe('a part that was given back before the charge itself was known', () => {
  it('is found with the charge', async () => {
    const world = makeWebhookShop()
    world.delivers = false
    const { shop, simulator, clock } = world
    const paymentMethodId = await world.register('toss')
    await simulator.fetch('https://pg.example/control/faults', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ provider: 'toss', operation: 'charge', fault: 'drop-response', times: 1 }),
    })
    const { pgOrderId } = await shop.billing.charge({ paymentMethodId, ...ORDER })
    const authorization = `Basic ${btoa(`${simulator.credentials.toss.secretKey}:`)}`
    const found = await simulator.fetch(`https://pg.example/toss/v1/payments/orders/${pgOrderId}`, {
      headers: { authorization },
    })
    const { paymentKey } = await found.json()
    await simulator.fetch(`https://pg.example/toss/v1/payments/${paymentKey}/cancel`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ cancelReason: 'console', cancelAmount: 900 }),
    })
    // Past what the same Idempotency-Key would be answered with.
    clock.now += 24 * 60 * 60_000
    await shop.billing.reconcile()
    expect(await shop.billing.payment({ orderId: 'order-1' })).toMatchObject({
      state: 'paid',
      cancelledAmount: 900,
    })
  })
})

describe.each(PROVIDERS)(
  'a part that was given back at the console of %s, and no webhook came',
  (provider) => {
    it('keeps the next cancellation from giving back too much', async () => {
      const world = await paidAt(provider)
      world.delivers = false
      await world.atConsole(900)
      const { billing } = world.shop
      const view = await billing.cancelPayment({ orderId: 'order-1', reason: '해지' })
      const [all] = view.cancellations
      expect(all).toMatchObject({ id: 'all', state: 'uncertain', error: { code: 'return_mismatch' } })
      // A person sees at the console that ours was refused; what else went back there is then known here.
      const operator = await billing.operator()
      const settled = await operator.resolvePayment(view.id, { by: 'kim', outcome: 'not-cancelled' })
      expect(settled).toMatchObject({ state: 'paid', cancelledAmount: 900 })
      const rest = await billing.cancelPayment({ orderId: 'order-1', reason: '해지' })
      expect(rest).toMatchObject({ state: 'cancelled', cancelledAmount: 9900 })
      expect(world.simulator.truth.payments.filter(({ state }) => state === 'paid')).toEqual([])
    })
  },
)
