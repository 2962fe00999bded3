// At every PG with webhooks: repeated, reordered, forged and in floods, they cost one look and change what is true alone.
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { makeWebhookShop, type WebhookShop } from '../../test/webhook-shop.ts'
import type { PaymentView } from '../payments/view.ts'
import type { WindowEnd } from '../testing/simulated-windows.ts'

const NEXT_LOOK_MS = 11_000
const PROVIDERS = ['toss', 'portone-v1', 'portone-v2'] as const
type Provider = (typeof PROVIDERS)[number]

const BODIES: Readonly<Record<Provider, (order: string, state: string) => object>> = {
  toss: (orderId, status) => ({
    eventType: 'PAYMENT_STATUS_CHANGED',
    data: { orderId, status, totalAmount: 1, balanceAmount: 0 },
  }),
  'portone-v1': (merchant_uid, status) => ({ imp_uid: 'imp_1', merchant_uid, status }),
  'portone-v2': (paymentId, state) => ({
    type: `Transaction.${state}`,
    data: { storeId: 'store-simulator', paymentId },
  }),
}

const SAYS: Readonly<Record<Provider, { readonly paid: string; readonly cancelled: string }>> = {
  toss: { paid: 'DONE', cancelled: 'CANCELED' },
  'portone-v1': { paid: 'paid', cancelled: 'cancelled' },
  'portone-v2': { paid: 'Paid', cancelled: 'Cancelled' },
}

interface Charged extends WebhookShop {
  readonly payment: PaymentView
  /** Sends a webhook about the payment, signed where the PG signs; answers its status. */
  readonly say: (what: 'paid' | 'cancelled') => Promise<number>
  readonly now: () => Promise<PaymentView | null>
  /** How often the PG was asked about the payment. */
  readonly looks: () => number
}

async function charged(provider: Provider, end: WindowEnd = 'approve'): Promise<Charged> {
  const world = makeWebhookShop()
  const { shop, simulator, clock } = world
  const paymentMethodId = await world.register(provider, end)
  world.delivers = false
  const payment = await shop.billing.charge({
    paymentMethodId,
    orderId: 'order-1',
    orderName: 'Pro',
    amount: 9900,
  })
  await world.settled()
  clock.now += NEXT_LOOK_MS
  const { pgOrderId, transactionId = '' } = payment
  const { webhookSecret } = simulator.credentials['portone-v2']
  const before = world.asked.length
  return Object.assign(world, {
    payment,
    async say(what: 'paid' | 'cancelled') {
      const text = JSON.stringify(BODIES[provider](pgOrderId, SAYS[provider][what]))
      const signed = {
        'webhook-id': 'msg_1',
        'webhook-timestamp': String(Math.floor(clock.now / 1000)),
        'webhook-signature': new Webhook(webhookSecret).sign('msg_1', new Date(clock.now), text),
      }
      return (await world.post(provider, text, provider === 'portone-v2' ? signed : {})).status
    },
    now: () => shop.billing.payment(payment.id),
    looks: () =>
      world.asked.slice(before).filter((path) => path.includes(pgOrderId) || path.includes(transactionId))
        .length,
  })
}

/** Events of the payment in the order in which they were written. */
async function eventsOf({ shop, payment }: Charged): Promise<string[]> {
  const events = await shop.ledger.events(payment.registrationId)
  return events.flatMap(({ type, detail }) => (detail?.['paymentId'] === payment.id ? [type] : []))
}

describe.each(PROVIDERS)('webhooks of %s', (provider) => {
  it('cost one look in ten seconds however many come at once, and are all answered', async () => {
    const world = await charged(provider)
    const statuses = await Promise.all(Array.from({ length: 25 }, () => world.say('paid')))
    await world.settled()
    expect(new Set(statuses)).toEqual(new Set([200]))
    expect(world.looks()).toBe(1)
    world.clock.now += 9000
    await Promise.all(Array.from({ length: 25 }, () => world.say('cancelled')))
    await world.settled()
    await world.shop.billing.reconcile()
    expect(world.looks()).toBe(1)
    expect(await world.now()).toEqual(world.payment)
  })

  it('go on costing one look in ten seconds, with reconciliations in between', async () => {
    const world = await charged(provider)
    for (let second = 0; second < 60; second += 1) {
      world.clock.now += 1000
      await world.say('cancelled')
      await world.settled()
      await world.shop.billing.reconcile()
    }
    expect(world.looks()).toBeGreaterThan(3)
    expect(world.looks()).toBeLessThanOrEqual(7)
    expect(await world.now()).toEqual(world.payment)
  })

  it('say nothing that the PG does not say: a payment that is called cancelled stays paid', async () => {
    const world = await charged(provider)
    await world.say('cancelled')
    await world.settled()
    expect(await world.now()).toEqual(world.payment)
    expect(await eventsOf(world)).toEqual(['payment.charging', 'payment.paid'])
  })

  it('come in any order, and twice, and what went back stays so', async () => {
    const world = await charged(provider)
    await world.shop.billing.cancelPayment({ orderId: 'order-1', reason: '환불' })
    const cancelled = await world.now()
    for (const what of ['cancelled', 'paid', 'cancelled', 'paid', 'paid'] as const) {
      world.clock.now += NEXT_LOOK_MS
      expect(await world.say(what)).toBe(200)
      await world.settled()
    }
    expect(await world.now()).toEqual(cancelled)
    expect(await eventsOf(world)).toEqual([
      'payment.charging',
      'payment.paid',
      'payment.cancelling',
      'payment.cancelled',
    ])
  })

  it('make nothing paid that was declined', async () => {
    const world = await charged(provider, 'approve-poor')
    expect(world.payment.state).toBe('declined')
    await world.say('paid')
    await world.settled()
    expect(world.looks()).toBe(1)
    expect(await world.now()).toEqual(world.payment)
    expect(await eventsOf(world)).toEqual(['payment.charging', 'payment.declined'])
  })
})
