import { describe, expect, it } from 'vitest'
import type { Simulator, SimulatorOptions } from '../../simulator.ts'
import {
  callV1 as call,
  registerV1 as register,
  simulateV1 as simulate,
  V1_KEYS as keys,
  v1Merchant as merchant,
  v1TokenOf as tokenOf,
  type V1Answer as Answer,
} from '../../testing/portone-v1-shop.ts'

describe('getToken', () => {
  it('gives the same token until it expires, five minutes more in its last one, then a new one', async () => {
    let now = Date.UTC(2026, 0, 1)
    const simulator = simulate({ clock: () => now })
    const first = await tokenOf(simulator)
    now += 28 * 60_000
    expect(await tokenOf(simulator)).toBe(first)
    now += 90_000
    expect(await tokenOf(simulator)).toBe(first)
    now += 4 * 60_000
    expect(await tokenOf(simulator)).toBe(first)
    now += 6 * 60_000
    expect(await tokenOf(simulator)).not.toBe(first)
  })

  it('lasts 30 minutes, in unix seconds', async () => {
    const { body } = await call(simulate(), '/users/getToken', { method: 'POST', body: JSON.stringify(keys) })
    expect(Number(body.response?.['expired_at']) - Number(body.response?.['now'])).toBe(1800)
  })

  it('takes a form as well as JSON and answers 401 to a wrong secret', async () => {
    const simulator = simulate()
    const form = (fields: Record<string, string>): RequestInit => ({
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    })
    expect((await call(simulator, '/users/getToken', form(keys))).status).toBe(200)
    const wrong = await call(simulator, '/users/getToken', form({ ...keys, imp_secret: 'x' }))
    expect(wrong).toMatchObject({ status: 401, body: { code: -1, response: null } })
  })

  it('is asked for by every other call, bare or as Bearer, and no longer good once expired', async () => {
    let now = Date.UTC(2026, 0, 1)
    const simulator = simulate({ clock: () => now })
    const impUid = await register(simulator, 1)
    const path = `/payments/${impUid}?include_sandbox=true`
    const token = await tokenOf(simulator)
    const status = async (authorization?: string): Promise<number> =>
      (await call(simulator, path, authorization ? { headers: { authorization } } : {})).status
    expect([
      await status(),
      await status('Bearer no'),
      await status(token),
      await status(`Bearer ${token}`),
    ]).toEqual([401, 401, 200, 200])
    now += 31 * 60_000
    expect(await status(token)).toBe(401)
  })
})

describe('payment look-ups', () => {
  it('hides a test payment unless include_sandbox=true, in the single look-up only', async () => {
    const simulator = simulate()
    const impUid = await register(simulator, 1)
    const get = await merchant(simulator)
    expect((await get(`/payments/${impUid}`)).status).toBe(404)
    const { body } = await get(`/payments/${impUid}?include_sandbox=true`)
    expect(body).toMatchObject({
      code: 0,
      response: {
        imp_uid: impUid,
        merchant_uid: 'order-1',
        status: 'paid',
        amount: 0,
        currency: 'KRW',
        sandbox: true,
        pg_provider: 'danal_tpay',
        pg_id: '9810030929',
      },
    })
    expect((await get('/payments/find/order-1')).status).toBe(200)
  })

  it('shows a live channel without being asked', async () => {
    const channels = { live: { pg: 'danal_tpay', pgId: 'A1', sandbox: false } }
    const simulator = simulate({ credentials: { 'portone-v1': { channels } } })
    const impUid = await register(simulator, 1, 'approve', { channelKey: 'live' })
    const get = await merchant(simulator)
    expect((await get(`/payments/${impUid}`)).body.response).toMatchObject({ sandbox: false })
  })

  it('finds attempts by merchant_uid and status, the newest first', async () => {
    const simulator = simulate()
    await register(simulator, 1, 'decline')
    await register(simulator, 1, 'cancel')
    const paid = await register(simulator, 1)
    const get = await merchant(simulator)
    expect((await get('/payments/find/order-1')).body.response?.['imp_uid']).toBe(paid)
    expect((await get('/payments/find/order-1/failed')).body.response).toMatchObject({
      status: 'failed',
      fail_reason: expect.stringContaining('취소'),
    })
    expect((await get('/payments/find/order-1/cancelled')).status).toBe(404)
    const all = await get('/payments/findAll/order-1/all')
    expect(all.body.response).toMatchObject({ total: 3, previous: 0, next: 0 })
    expect((await get('/payments/findAll/nothing/paid')).status).toBe(404)
  })

  it('answers several at once with 200, 207 when some are missing, 404 when all are', async () => {
    const simulator = simulate()
    const ids = [await register(simulator, 1), await register(simulator, 2)]
    const get = await merchant(simulator)
    const ask = async (...wanted: string[]): Promise<number> =>
      (await get(`/payments?${wanted.map((id) => `imp_uid[]=${id}`).join('&')}`)).status
    expect([await ask(...ids), await ask(...ids, 'imp_0'), await ask('imp_0')]).toEqual([200, 207, 404])
  })

  it('may lag behind the window: `ready` and no customer yet', async () => {
    let now = Date.UTC(2026, 0, 1)
    const simulator = simulate({ clock: () => now, quirks: { propagationMs: 5000 } })
    await register(simulator, 1)
    const get = await merchant(simulator)
    expect((await get('/payments/find/order-1')).body.response?.['status']).toBe('ready')
    expect((await get('/subscribe/customers/customer-1')).status).toBe(404)
    now += 5000
    expect((await get('/payments/find/order-1')).body.response?.['status']).toBe('paid')
    expect((await get('/subscribe/customers/customer-1')).status).toBe(200)
  })
})

describe('prepare', () => {
  it('blocks a window with another amount', async () => {
    const simulator = simulate()
    const post = await merchant(simulator)
    await post('/payments/prepare', { merchant_uid: 'order-1', amount: 9900 })
    expect(await register(simulator, 1)).toBe('null')
    expect(await register(simulator, 1, 'approve', { amount: 9900 })).toMatch(/^imp_/)
    expect((await post('/payments/prepare/order-1')).body.response).toMatchObject({ amount: 9900 })
  })

  it('refuses a second POST, changes with PUT, and PUT knows only what was registered', async () => {
    const post = await merchant(simulate())
    const row = { merchant_uid: 'order-1', amount: 100 }
    expect((await post('/payments/prepare', row, 'PUT')).status).toBe(404)
    expect((await post('/payments/prepare', row)).body.code).toBe(0)
    expect(await post('/payments/prepare', row)).toMatchObject({ status: 200, body: { code: 1 } })
    expect((await post('/payments/prepare', { ...row, amount: 200 }, 'PUT')).body.response).toMatchObject({
      amount: 200,
    })
  })
})

describe('customers', () => {
  it('are there after approval, masked, and gone for good after DELETE', async () => {
    const simulator = simulate()
    await register(simulator, 1)
    const get = await merchant(simulator)
    expect((await get('/subscribe/customers/customer-1')).body.response).toMatchObject({
      customer_uid: 'customer-1',
      card_name: '신한카드',
      card_code: '366',
      card_number: '94101111****3332',
    })
    expect((await get('/subscribe/customers/customer-1', undefined, 'DELETE')).body.code).toBe(0)
    expect((await get('/subscribe/customers/customer-1')).status).toBe(404)
    expect(simulator.truth.keys).toMatchObject([{ revoked: true }])
  })

  it('a reused customer_uid points to the newest card, and the older key is not revoked', async () => {
    const simulator = simulate()
    await register(simulator, 1)
    await register(simulator, 2, 'approve', { customer_uid: 'customer-1' })
    const get = await merchant(simulator)
    await get('/subscribe/customers/customer-1', undefined, 'DELETE')
    expect(simulator.truth.keys.map(({ revoked }) => revoked)).toEqual([false, true])
  })

  it('answers several at once with 200, 207 or 404', async () => {
    const simulator = simulate()
    await register(simulator, 1)
    const get = await merchant(simulator)
    const ask = async (query: string): Promise<number> => (await get(`/subscribe/customers?${query}`)).status
    expect([
      await ask('customer_uid[]=customer-1'),
      await ask('customer_uid[]=customer-1&customer_uid[]=other'),
      await ask('customer_uid[]=other'),
    ]).toEqual([200, 207, 404])
  })
})

describe('charges with a key', () => {
  const charge = { customer_uid: 'customer-1', merchant_uid: 'charge-1', amount: 9900, name: '12월분' }

  it('are paid once per merchant_uid', async () => {
    const simulator = simulate()
    await register(simulator, 1)
    const post = await merchant(simulator)
    expect((await post('/subscribe/payments/again', charge)).body).toMatchObject({
      code: 0,
      response: { status: 'paid' },
    })
    expect(await post('/subscribe/payments/again', charge)).toMatchObject({
      status: 200,
      body: { code: 1, response: null },
    })
    expect(simulator.truth.payments).toEqual([
      { provider: 'portone-v1', orderId: 'charge-1', amount: 9900, state: 'paid' },
    ])
  })

  it.each([
    [{ name: '' }, 'name'],
    [{ customer_uid: 'other' }, '구매자'],
    [{ amount: 99 }, '100원'],
    [{ merchant_uid: 'm'.repeat(41) }, '40자'],
  ])('are refused with code 1 for %j', async (change, reason) => {
    const simulator = simulate()
    await register(simulator, 1)
    const post = await merchant(simulator)
    const { status, body } = await post('/subscribe/payments/again', { ...charge, ...change })
    expect([status, body.code]).toEqual([200, 1])
    expect(body.message).toContain(reason)
  })

  it('cancel in part, then what is left, then no more', async () => {
    const simulator = simulate()
    await register(simulator, 1)
    const post = await merchant(simulator)
    await post('/subscribe/payments/again', charge)
    const cancel = async (body: object): Promise<Answer> =>
      post('/payments/cancel', { merchant_uid: 'charge-1', ...body })
    expect((await cancel({ amount: 900 })).body.response).toMatchObject({
      status: 'paid',
      cancel_amount: 900,
    })
    expect((await cancel({ amount: 9900 })).body.code).toBe(1)
    expect((await cancel({ checksum: 1 })).body.code).toBe(1)
    expect((await cancel({ checksum: 9000 })).body.response).toMatchObject({ status: 'cancelled' })
    expect((await cancel({})).body.code).toBe(1)
    expect(simulator.truth.payments).toMatchObject([{ state: 'cancelled', cancelled: 9900 }])
  })
})

describe('webhooks', () => {
  interface Sent {
    readonly url: string
    readonly body: string
  }

  function listening(options: SimulatorOptions = {}): { simulator: Simulator; sent: Sent[] } {
    const sent: Sent[] = []
    const simulator = simulate({
      ...options,
      quirks: { webhookFormat: 'json', webhookOnKeyOnly: true, ...options.quirks },
      fetch: async (url, init) => {
        const request = new Request(url, init)
        sent.push({ url: request.url, body: await request.text() })
        return new Response('OK')
      },
    })
    return { simulator, sent }
  }

  const notice = { notice_url: 'https://shop.example/hook' }

  it('tell notice_url of an approval, unsigned and without customer_uid', async () => {
    const { simulator, sent } = listening()
    const impUid = await register(simulator, 1, 'approve', notice)
    await simulator.settled()
    expect(sent).toEqual([
      {
        url: notice.notice_url,
        body: JSON.stringify({ imp_uid: impUid, merchant_uid: 'order-1', status: 'paid' }),
      },
    ])
    expect(simulator.truth.calls).toMatchObject([{ operation: 'webhook', status: 200 }])
  })

  it("tell the console's address where the payment has none of its own", async () => {
    const { simulator, sent } = listening({ webhookUrls: { 'portone-v1': 'https://shop.example/console' } })
    await register(simulator, 1, 'approve')
    await register(simulator, 2, 'approve', notice)
    await simulator.settled()
    expect(sent.map(({ url }) => url)).toEqual(['https://shop.example/console', notice.notice_url])
  })

  it('are not sent for an ordinary failure', async () => {
    const { simulator, sent } = listening()
    await register(simulator, 1, 'decline', notice)
    await register(simulator, 2, 'cancel', notice)
    await simulator.settled()
    expect(sent).toEqual([])
  })

  it.each([
    ['duplicate-webhook', 2],
    ['no-webhook', 0],
  ] as const)('under %s come %d times', async (fault, times) => {
    const { simulator, sent } = listening({
      faults: [{ provider: 'portone-v1', operation: 'webhook', fault }],
    })
    await register(simulator, 1, 'approve', notice)
    await simulator.settled()
    expect(sent).toHaveLength(times)
  })

  it('may come as a form', async () => {
    const { simulator, sent } = listening({ quirks: { webhookFormat: 'form' } })
    const impUid = await register(simulator, 1, 'approve', notice)
    await simulator.settled()
    expect(sent[0]?.body).toBe(`imp_uid=${impUid}&merchant_uid=order-1&status=paid`)
  })

  it('without an injected fetch never leave the machine', async () => {
    const simulator = simulate({ quirks: { webhookOnKeyOnly: true } })
    await register(simulator, 1, 'approve', notice)
    await simulator.settled()
    expect(simulator.truth.calls).toEqual([])
  })
})
