// Money that was given back at a PG's own console: a webhook hints at it, the PG is asked, and the ledger shows it once.
import { describe, expect, it } from 'vitest'
import { makeWebhookShop, type WebhookShop } from '../../test/webhook-shop.ts'
import type { PaymentView } from '../payments/view.ts'
import { crashEverywhere, type CrashStory } from '../testing/crash.ts'

const ORDER = { orderId: 'order-1', orderName: 'Pro', amount: 9900 }
const NEXT_LOOK_MS = 11_000
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const PROVIDERS = ['toss', 'portone-v1', 'portone-v2'] as const

interface Paid extends WebhookShop {
  readonly payment: PaymentView
  /**
   * An operator of the merchant's gives money back at the PG's console, `after` ms. Without an amount: all that is left.
   */
  readonly atConsole: (amount?: number, after?: number) => Promise<void>
  readonly now: () => Promise<PaymentView | null>
}

/** A card that was charged at this PG, with its console. */
async function paidAt(provider: (typeof PROVIDERS)[number]): Promise<Paid> {
  const world = makeWebhookShop()
  const { shop, simulator, clock } = world
  const paymentMethodId = await world.register(provider)
  const payment = await shop.billing.charge({ paymentMethodId, ...ORDER })
  await world.settled()
  const { pgOrderId, transactionId } = payment
  const send = async (path: string, body: object, authorization: string): Promise<void> => {
    const headers = { 'content-type': 'application/json', authorization }
    const url = `https://pg.example${path}`
    const answer = await simulator.fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`the console answered ${answer.status} ${await answer.text()}`)
  }
  const consoles = {
    toss: (amount?: number) =>
      send(
        `/toss/v1/payments/${transactionId}/cancel`,
        { cancelReason: 'console', ...(amount && { cancelAmount: amount }) },
        `Basic ${btoa(`${simulator.credentials.toss.secretKey}:`)}`,
      ),
    'portone-v1': async (amount?: number) => {
      const { apiKey: imp_key, apiSecret: imp_secret } = simulator.credentials['portone-v1']
      const token = await simulator.fetch('https://pg.example/portone-v1/users/getToken', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ imp_key, imp_secret }),
      })
      const { response } = await token.json()
      const body = {
        merchant_uid: pgOrderId,
        reason: 'console',
        enable_webhook: true,
        ...(amount && { amount }),
      }
      await send('/portone-v1/payments/cancel', body, `Bearer ${response.access_token}`)
    },
    'portone-v2': (amount?: number) =>
      send(
        `/portone-v2/payments/${pgOrderId}/cancel`,
        { reason: 'console', ...(amount && { amount }) },
        `PortOne ${simulator.credentials['portone-v2'].apiSecret}`,
      ),
  }
  return Object.assign(world, {
    payment,
    async atConsole(amount?: number, after = NEXT_LOOK_MS) {
      clock.now += after
      await consoles[provider](amount)
      await world.settled()
    },
    now: () => shop.billing.payment(payment.id),
  })
}

/** What the PG does with the next look-ups. */
const faultAt = (
  { simulator }: Paid,
  provider: (typeof PROVIDERS)[number],
  fault: string,
  times = 1,
): Promise<Response> =>
  simulator.fetch('https://pg.example/control/faults', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ provider, operation: 'lookup', fault, times }),
  })

/** What was told of money that went back. */
async function toldOf({ shop, payment }: Paid): Promise<unknown[]> {
  const events = await shop.ledger.events(payment.registrationId)
  return events.flatMap(({ type, by, detail }) =>
    type === 'payment.cancelled' ? [[by, detail?.['cancelId'], detail?.['cancelled']]] : [],
  )
}

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

describe.each(PROVIDERS)('a webhook of %s that is not followed at once', (provider) => {
  /** How often the PG was asked about the payment. */
  const looks = ({ asked, payment: { pgOrderId, transactionId = '' } }: Paid): number =>
    asked.filter((path) => path.includes(pgOrderId) || path.includes(transactionId)).length

  it('because another has just been is followed by the next reconciliation, once', async () => {
    const world = await paidAt(provider)
    await world.atConsole(900)
    await world.atConsole(100, 1000)
    expect(await world.now()).toMatchObject({ cancelledAmount: 900 })
    const before = looks(world)
    expect(before).toBeGreaterThan(0)
    await world.shop.billing.reconcile()
    expect(looks(world)).toBe(before)
    world.clock.now += NEXT_LOOK_MS
    await world.shop.billing.reconcile()
    expect(await world.now()).toMatchObject({ cancelledAmount: 1000 })
    const after = looks(world)
    expect(after).toBeGreaterThan(before)
    world.clock.now += DAY
    await world.shop.billing.reconcile()
    expect(looks(world)).toBe(after)
  })

  it.each(['http-500', 'drop-response', 'not-json'])(
    'to an answer, because of %s, is followed until the PG tells',
    async (fault) => {
      const world = await paidAt(provider)
      await faultAt(world, provider, fault)
      await world.atConsole(900)
      expect(await world.now()).toMatchObject({ cancelledAmount: 0 })
      world.clock.now += 2 * MINUTE
      await world.shop.billing.reconcile()
      expect(await world.now()).toMatchObject({ cancelledAmount: 900 })
      expect(await toldOf(world)).toEqual([['pg', 'pg:900', '900']])
    },
  )

  it('is given up where the PG never tells, until the next one', async () => {
    const world = await paidAt(provider)
    await faultAt(world, provider, 'http-500', 100)
    await world.atConsole(900)
    for (const ms of [2 * MINUTE, 31 * MINUTE, DAY, DAY, DAY]) {
      world.clock.now += ms
      await world.shop.billing.reconcile()
    }
    const before = looks(world)
    world.clock.now += 30 * DAY
    await world.shop.billing.reconcile()
    expect(looks(world)).toBe(before)
    await world.simulator.fetch('https://pg.example/control/faults', { method: 'DELETE' })
    await world.atConsole(100)
    expect(await world.now()).toMatchObject({ cancelledAmount: 1000 })
  })

  it('because the server died after its answer is followed by another one, wherever that was', async () => {
    const story = async (): Promise<CrashStory> => {
      const world = await paidAt(provider)
      world.delivers = false
      await world.atConsole(900)
      const webhook = world.sent.findLast(({ url }) => url.endsWith(provider))
      let taken = false
      return {
        ledger: world.shop.ledger,
        async victim({ ledger }) {
          const { billing } = world.another(ledger)
          const answer = await billing.fetch(new Request(webhook?.url ?? '', webhook?.init))
          taken = answer.status === 200
          await billing.drain()
        },
        async afterwards() {
          world.clock.now += 2 * MINUTE
          await world.another().billing.reconcile()
          const { cancelledAmount } = (await world.now()) ?? {}
          expect(!taken || cancelledAmount === 900).toBe(true)
        },
      }
    }
    expect(await crashEverywhere(story)).toBeGreaterThan(4)
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
