// Webhooks: hints that nobody is believed for, from PGs that repeat, reorder and forget them, and from others who forge them.
import { describe, expect, it } from 'vitest'
import { Webhook } from 'standardwebhooks'
import { makeWebhookShop, type WebhookShop } from '../../test/webhook-shop.ts'
import { makeShop } from '../testing/shop.ts'

const CHARGE = { orderId: 'order-1', orderName: 'Pro', amount: 9900 }

const stateOf = async ({ shop }: WebhookShop, id: string): Promise<string | undefined> =>
  (await shop.ledger.find(id))?.state

async function typesOf({ shop }: WebhookShop, registrationId: string): Promise<string[]> {
  return (await shop.ledger.events(registrationId)).map(({ type }) => type)
}

const v1Body = (merchantUid: string, more: object = {}): string =>
  JSON.stringify({ imp_uid: 'imp_1', merchant_uid: merchantUid, status: 'paid', ...more })

/** Calls that a PG was asked since. */
function since({ asked }: WebhookShop): () => readonly string[] {
  const before = asked.length
  return () => asked.slice(before).filter((path) => !path.includes('getToken'))
}

async function refOf({ shop }: WebhookShop, id: string): Promise<string> {
  return (await shop.ledger.find(id))?.providerRef ?? ''
}

describe('a webhook that comes before the page', () => {
  it.each(['portone-v1', 'portone-v2'])(
    'finds the key at %s and holds it until its owner comes, who then has it at once',
    async (provider) => {
      const world = makeWebhookShop({ webhookOnKeyOnly: true, v2IssueIdInKey: true })
      const { id, raw } = await world.walk(provider)
      await world.settled()
      expect(await stateOf(world, id)).toBe('held')
      const view = await (await world.shop.as('alice').complete(id, { return: raw })).json()
      expect(view.state).toBe('issued')
      expect(world.simulator.truth.keys).toHaveLength(1)
      expect((await typesOf(world, id)).filter((type) => type === 'registration.issued')).toHaveLength(1)
    },
  )

  it('finishes what its owner has authorized although the page never heard of it', async () => {
    const world = makeWebhookShop({ webhookOnKeyOnly: true })
    world.delivers = false
    const { id, raw } = await world.walk('portone-v1')
    await world.settled()
    await world.simulator.fetch('https://pg.example/control/faults', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ provider: 'portone-v1', operation: 'lookup', fault: 'http-500', times: 20 }),
    })
    await world.shop.as('alice').complete(id, { return: raw })
    expect(await stateOf(world, id)).not.toBe('issued')
    await world.simulator.fetch('https://pg.example/control/faults', { method: 'DELETE' })
    world.clock.now += 2 * 60_000
    expect((await world.post('portone-v1', v1Body(await refOf(world, id)))).status).toBe(200)
    await world.settled()
    expect(await stateOf(world, id)).toBe('issued')
  })
})

describe('what is not ours', () => {
  it.each([
    ['portone-v1', v1Body('somebody-elses')],
    ['portone-v1', '{"merchant_uid":7}'],
    ['portone-v1', 'no json'],
    ['portone-v1', ''],
    ['toss', '{"eventType":"PAYMENT_STATUS_CHANGED","data":{"orderId":"somebody-elses"}}'],
    ['toss', '{"eventType":"BILLING_DELETED","data":{"billingKey":"nobodys"}}'],
    ['toss', '{"eventType":"NEW_IN_2031","data":{}}'],
    ['toss', '[]'],
  ])('is answered and forgotten, and no PG is asked: %s %s', async (provider, body) => {
    const world = makeWebhookShop()
    const asked = since(world)
    const answer = await world.post(provider, body)
    await world.settled()
    expect([answer.status, await answer.text()]).toEqual([200, ''])
    expect(asked()).toEqual([])
  })

  it('has no door where a PG documents no webhooks, or their secret is not set', async () => {
    const world = makeWebhookShop()
    expect((await world.post('danal', '{}')).status).toBe(404)
    expect((await world.post('nobody', '{}')).status).toBe(404)
    expect((await makeShop().as(null).request('POST', '/webhooks/danal', { body: {} })).status).toBe(404)
  })

  it('may not be larger than any real one', async () => {
    const world = makeWebhookShop()
    expect((await world.post('toss', 'x'.repeat(65_537))).status).toBe(413)
  })
})

describe('a flood', () => {
  it('leads to one look at the PG for a row in ten seconds, and is answered all the same', async () => {
    const world = makeWebhookShop()
    world.delivers = false
    const { id } = await world.walk('portone-v1')
    const body = v1Body(await refOf(world, id))
    const asked = since(world)
    const flood = (): Promise<Response[]> =>
      Promise.all(Array.from({ length: 25 }, () => world.post('portone-v1', body)))
    expect((await flood()).every(({ status }) => status === 200)).toBe(true)
    await world.settled()
    const once = asked().length
    expect(once).toBeGreaterThan(0)
    world.clock.now += 9_000
    await flood()
    await world.settled()
    expect(asked()).toHaveLength(once)
    expect(await stateOf(world, id)).toBe('held')
  })
})

describe("PortOne V2's signature", () => {
  const body = (billingKey: string): string =>
    JSON.stringify({
      type: 'BillingKey.Deleted',
      timestamp: '2026-01-01T00:00:00Z',
      data: { storeId: 'store-simulator', billingKey },
    })
  const headersFor = (secret: string, text: string, at: number, id = 'msg_1'): Record<string, string> => ({
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, new Date(at), text),
  })

  it('is taken as the public library makes it, also beside others and for a while after', async () => {
    const world = makeWebhookShop()
    const { webhookSecret } = world.simulator.credentials['portone-v2']
    const text = body('nobodys')
    const signed = headersFor(webhookSecret, text, world.clock.now - 290_000)
    expect((await world.post('portone-v2', text, signed)).status).toBe(200)
    const several = {
      ...signed,
      'webhook-signature': `v1a,AAAA v1,${'A'.repeat(43)}= ${signed['webhook-signature']}`,
    }
    expect((await world.post('portone-v2', text, several)).status).toBe(200)
  })

  it('is refused when anything is wrong with it, and nothing is asked', async () => {
    const world = makeWebhookShop()
    const { webhookSecret } = world.simulator.credentials['portone-v2']
    const text = body('nobodys')
    const good = headersFor(webhookSecret, text, world.clock.now)
    const forgeries: [string, Record<string, string>][] = [
      [text, {}],
      [`${text} `, good],
      [text, { ...good, 'webhook-id': 'msg_2' }],
      [text, { ...good, 'webhook-signature': 'v1,' }],
      [text, { ...good, 'webhook-signature': good['webhook-signature']?.replace('v1,', 'v2,') ?? '' }],
      [text, headersFor(`whsec_${btoa('another secret than ours')}`, text, world.clock.now)],
      [text, headersFor(webhookSecret, text, world.clock.now - 301_000)],
      [text, headersFor(webhookSecret, text, world.clock.now + 301_000)],
      [text, { ...good, 'webhook-timestamp': 'NaN' }],
    ]
    const asked = since(world)
    for (const [sent, headers] of forgeries) {
      expect((await world.post('portone-v2', sent, headers)).status).toBe(401)
    }
    expect(asked()).toEqual([])
  })
})

describe('a key that was deleted', () => {
  const deleted = (billingKey: string): string =>
    JSON.stringify({ eventType: 'BILLING_DELETED', createdAt: 'x', data: { billingKey, reason: 'x' } })

  it('is put out of use at Toss, where nobody can be asked, and told once', async () => {
    const world = makeWebhookShop()
    const id = await world.register('toss')
    const [method] = await world.shop.ledger.paymentMethods('alice')
    for (let time = 0; time < 3; time += 1) {
      world.clock.now += 20_000
      expect((await world.post('toss', deleted(method?.key.reveal() ?? ''))).status).toBe(200)
      await world.settled()
    }
    expect((await world.shop.ledger.charges.method(id))?.state).toBe('suspended')
    const told = (await typesOf(world, method?.registrationId ?? '')).filter(
      (type) => type === 'method.suspended',
    )
    expect(told).toHaveLength(1)
    await expect(world.shop.billing.charge({ paymentMethodId: id, ...CHARGE })).rejects.toMatchObject({
      code: 'payment_method_suspended',
    })
    expect(JSON.stringify(world.shop.logs)).not.toContain(method?.key.reveal())
  })

  it('is put out of use at PortOne V2 when PortOne says the same, and not before', async () => {
    const world = makeWebhookShop()
    const id = await world.register('portone-v2')
    const [method] = await world.shop.ledger.paymentMethods('alice')
    const key = method?.key.reveal() ?? ''
    const { webhookSecret, apiSecret } = world.simulator.credentials['portone-v2']
    const text = JSON.stringify({
      type: 'BillingKey.Deleted',
      data: { storeId: 'store-simulator', billingKey: key },
    })
    const at = world.clock.now
    await world.post('portone-v2', text, {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(at / 1000),
      'webhook-signature': new Webhook(webhookSecret).sign('msg_1', new Date(at), text),
    })
    await world.settled()
    expect((await world.shop.ledger.charges.method(id))?.state).toBe('active')
    world.clock.now += 20_000
    await world.simulator.fetch(`https://pg.example/portone-v2/billing-keys/${key}`, {
      method: 'DELETE',
      headers: { authorization: `PortOne ${apiSecret}` },
    })
    await world.settled()
    expect((await world.shop.ledger.charges.method(id))?.state).toBe('suspended')
  })

  it('stays revoked where our own deletion is announced', async () => {
    const world = makeWebhookShop({ webhookOnDelete: true })
    const id = await world.register('toss')
    await world.shop.billing.revoke({ paymentMethodId: id })
    await world.settled()
    expect((await world.shop.ledger.charges.method(id))?.state).toBe('revoked')
  })
})

describe('a payment', () => {
  const fault = (world: WebhookShop, provider: string, operation: string): Promise<Response> =>
    world.simulator.fetch('https://pg.example/control/faults', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ provider, operation, fault: 'drop-response', times: 1 }),
    })

  it.each(['portone-v1', 'portone-v2'])(
    'whose answer was lost is settled by the webhook of %s',
    async (provider) => {
      const world = makeWebhookShop()
      const paymentMethodId = await world.register(provider)
      world.delivers = false
      await fault(world, provider, 'charge')
      const uncertain = await world.shop.billing.charge({ paymentMethodId, ...CHARGE })
      expect(uncertain.state).toBe('uncertain')
      await world.settled()
      const paid = world.sent.findLast(({ url }) => url.endsWith(provider))
      expect(paid).toBeDefined()
      await world.shop.billing.fetch(new Request(paid?.url ?? '', paid?.init))
      await world.settled()
      expect((await world.shop.billing.payment({ orderId: 'order-1' }))?.state).toBe('paid')
      expect(world.simulator.truth.payments.filter(({ state }) => state === 'paid')).toHaveLength(1)
    },
  )

  it('that was cancelled at the PG’s console is cancelled here, whatever older webhooks say afterwards', async () => {
    const world = makeWebhookShop()
    const paymentMethodId = await world.register('toss')
    const { id } = await world.shop.billing.charge({ paymentMethodId, ...CHARGE })
    const payment = await world.shop.ledger.charges.payment(id)
    const { secretKey } = world.simulator.credentials.toss
    await world.simulator.fetch(`https://pg.example/toss/v1/payments/${payment?.transactionId}/cancel`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${secretKey}:`)}`, 'content-type': 'application/json' },
      body: JSON.stringify({ cancelReason: 'console' }),
    })
    await world.settled()
    expect((await world.shop.billing.payment(id))?.state).toBe('cancelled')
    world.clock.now += 20_000
    const old = { eventType: 'PAYMENT_STATUS_CHANGED', data: { orderId: payment?.pgOrderId, status: 'DONE' } }
    await world.post('toss', JSON.stringify(old))
    await world.settled()
    expect((await world.shop.billing.payment(id))?.state).toBe('cancelled')
  })

  it('is not what a forged webhook says of it', async () => {
    const world = makeWebhookShop()
    const paymentMethodId = await world.register('toss')
    const { id } = await world.shop.billing.charge({ paymentMethodId, ...CHARGE })
    const { pgOrderId = '', version } = (await world.shop.ledger.charges.payment(id)) ?? {}
    const data = { orderId: pgOrderId, status: 'CANCELED', totalAmount: 1, balanceAmount: 0 }
    await world.post('toss', JSON.stringify({ eventType: 'PAYMENT_STATUS_CHANGED', data }))
    await world.settled()
    const after = await world.shop.ledger.charges.payment(id)
    expect(after?.state).toBe('paid')
    // That there may be news, that it is asked for, and that there is none.
    expect(after).toMatchObject({ version: (version ?? 0) + 3, hint: undefined, lookAt: undefined })
  })
})

describe('the door', () => {
  it('asks neither for an origin nor for a version, and opens no other door', async () => {
    const world = makeWebhookShop()
    const answer = await world.post('toss', '{}', { origin: 'https://evil.example', 'billing-version': '99' })
    expect(answer.status).toBe(200)
    const other = new Request('https://shop.example/billing/webhooks/../registrations', {
      method: 'POST',
      body: '{}',
    })
    expect((await world.shop.billing.fetch(other)).status).toBe(403)
  })

  it('answers 503 while the ledger is away, so that the PG sends it again', async () => {
    const world = makeWebhookShop()
    Object.assign(world.shop.ledger, { findByProviderRef: () => Promise.reject(new Error('away')) })
    expect((await world.post('portone-v1', v1Body('x'))).status).toBeGreaterThanOrEqual(500)
  })
})
