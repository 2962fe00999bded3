import { describe, expect, it, vi } from 'vitest'
import { text, type JsonObject } from '../../json.ts'
import type { Simulator } from '../../simulator.ts'
import {
  callV2,
  CHANNEL,
  confirmV2,
  DIRECT_CHANNEL,
  resultOf,
  simulateV2,
  tokenOf,
  v2BillingKeyOf,
  type V2Reply,
} from '../../testing/portone-v2-shop.ts'

const HOUR_MS = 3_600_000

describe('confirm', () => {
  it('issues the key once', async () => {
    const simulator = simulateV2()
    const token = await tokenOf(simulator)
    const { status, body } = await confirmV2(simulator, token, { isTest: true })
    expect([status, body]).toEqual([200, { billingKey: expect.stringMatching(/^billing-key-/) }])
    expect(simulator.truth.keys).toMatchObject([{ billingKey: body['billingKey'] }])
    expect(await confirmV2(simulator, token)).toMatchObject({
      status: 409,
      body: { type: 'BILLING_KEY_ALREADY_ISSUED' },
    })
    expect(simulator.truth.keys).toHaveLength(1)
  })

  it('answers 502 with the code of the PG to a card that its issuer declines', async () => {
    const simulator = simulateV2()
    const token = await tokenOf(simulator, { choice: 'decline' })
    expect(await confirmV2(simulator, token)).toMatchObject({
      status: 502,
      body: { type: 'PG_PROVIDER', pgCode: 'REJECT_CARD_COMPANY', pgMessage: expect.any(String) },
    })
    expect(await confirmV2(simulator, token)).toMatchObject({ status: 404 })
    expect(simulator.truth.keys).toEqual([])
  })

  it.each([
    [{ isTest: false }, 409, 'INFORMATION_MISMATCH'],
    [{ storeId: 'store-other' }, 403, 'FORBIDDEN'],
    [{ billingIssueToken: '' }, 400, 'INVALID_REQUEST'],
    [{ billingIssueToken: 'made-up' }, 404, 'BILLING_KEY_NOT_FOUND'],
  ])('with %j is %d %s, and the right one still works', async (more, status, type) => {
    const simulator = simulateV2()
    const token = await tokenOf(simulator)
    expect(await confirmV2(simulator, token, more)).toMatchObject({ status, body: { type } })
    expect((await confirmV2(simulator, token)).status).toBe(200)
  })

  it('knows a token only for as long as the run says', async () => {
    let now = Date.UTC(2026, 0, 1)
    const simulator = simulateV2({ clock: () => now, quirks: { issueTokenLifetimeMs: 60_000 } })
    const token = await tokenOf(simulator)
    now += 60_000
    expect(await confirmV2(simulator, token)).toMatchObject({ status: 404 })
  })
})

describe('the Idempotency-Key', () => {
  const quoted = { 'idempotency-key': '"attempt-000000000001"' }

  it('recovers a lost confirm for three hours', async () => {
    let now = Date.UTC(2026, 0, 1)
    const simulator = simulateV2({
      clock: () => now,
      faults: [{ provider: 'portone-v2', operation: 'issue', fault: 'drop-response', times: 1 }],
    })
    const token = await tokenOf(simulator)
    await expect(confirmV2(simulator, token, {}, quoted)).rejects.toThrow('fetch failed')
    const { status, body } = await confirmV2(simulator, token, {}, quoted)
    expect(status).toBe(200)
    expect(simulator.truth.keys).toMatchObject([{ billingKey: body['billingKey'] }])
    now += 3 * HOUR_MS
    expect((await confirmV2(simulator, token, {}, quoted)).body).toMatchObject({
      type: 'BILLING_KEY_ALREADY_ISSUED',
    })
  })

  it.each(['attempt-000000000001', '"short"', `"${'k'.repeat(257)}"`, '"with space 0000000000"'])(
    '%s is refused: quotes and 16 to 256 characters are part of it',
    async (key) => {
      const simulator = simulateV2()
      const token = await tokenOf(simulator)
      expect(await confirmV2(simulator, token, {}, { 'idempotency-key': key })).toMatchObject({
        status: 400,
        body: { type: 'INVALID_REQUEST' },
      })
    },
  )

  it('is ignored on GET', async () => {
    const simulator = simulateV2()
    const key = await v2BillingKeyOf(simulator)
    const look = (): Promise<V2Reply> => callV2(simulator, `/billing-keys/${key}`, { headers: quoted })
    expect((await look()).body).toMatchObject({ status: 'ISSUED' })
    await callV2(simulator, `/billing-keys/${key}`, { method: 'DELETE' })
    expect((await look()).body).toMatchObject({ status: 'DELETED' })
  })

  it('makes a second call wait with 409 while the first is under way', async () => {
    let leave = (): void => undefined
    const held = new Promise<void>((resolve) => {
      leave = resolve
    })
    let waits = 0
    const simulator = simulateV2({ sleep: () => (++waits === 1 ? held : Promise.resolve()) })
    const token = await tokenOf(simulator)
    const first = confirmV2(simulator, token, {}, quoted)
    await vi.waitFor(() => expect(waits).toBe(1))
    expect(await confirmV2(simulator, token, {}, quoted)).toMatchObject({
      status: 409,
      body: { type: 'IDEMPOTENCY_OUTSTANDING_REQUEST' },
    })
    leave()
    expect((await first).status).toBe(200)
  })
})

describe('a billing key', () => {
  it('tells its store, channel, customer, method and what the merchant put there', async () => {
    const simulator = simulateV2({ clock: () => Date.UTC(2026, 10, 22) })
    const { body } = await callV2(simulator, `/billing-keys/${await v2BillingKeyOf(simulator)}`)
    expect(body).toEqual({
      status: 'ISSUED',
      billingKey: expect.any(String),
      merchantId: 'merchant-simulator',
      storeId: 'store-simulator',
      methods: [
        {
          type: 'BillingKeyPaymentMethodCard',
          card: {
            publisher: 'SHINHAN_CARD',
            issuer: 'SHINHAN_CARD',
            brand: 'LOCAL',
            type: 'CREDIT',
            ownerType: 'PERSONAL',
            bin: '941011',
            name: '신한카드',
            number: '941011******3332',
          },
        },
      ],
      channels: [
        {
          type: 'TEST',
          id: `channel-id-${CHANNEL}`,
          key: CHANNEL,
          name: 'TOSSPAYMENTS',
          pgProvider: 'TOSSPAYMENTS',
          pgMerchantId: 'simulator',
        },
      ],
      customer: { id: 'customer1', name: '김하늘', email: 'a@b.example', phoneNumber: '01012345678' },
      customData: '{"plan":"pro"}',
      issueId: 'issue-1',
      issueName: '구독',
      requestedAt: '2026-11-22T00:00:00.000Z',
      issuedAt: '2026-11-22T00:00:00.000Z',
    })
  })

  it('leaves optional fields out where the run says so', async () => {
    const simulator = simulateV2({ quirks: { v2IssueIdInKey: false, v2CardInKey: false } })
    const { body } = await callV2(simulator, `/billing-keys/${await v2BillingKeyOf(simulator)}`)
    expect(body).not.toHaveProperty('issueId')
    expect(body['methods']).toEqual([{ type: 'BillingKeyPaymentMethodCard' }])
  })

  it('is deleted once, and stays to be seen as deleted', async () => {
    const simulator = simulateV2()
    const path = `/billing-keys/${await v2BillingKeyOf(simulator)}`
    expect((await callV2(simulator, path, { method: 'DELETE' })).body).toEqual({
      deletedAt: expect.stringMatching(/Z$/),
    })
    expect(simulator.truth.keys).toMatchObject([{ revoked: true }])
    expect(await callV2(simulator, path, { method: 'DELETE' })).toMatchObject({
      status: 409,
      body: { type: 'BILLING_KEY_ALREADY_DELETED' },
    })
    expect((await callV2(simulator, path)).body).toMatchObject({ status: 'DELETED' })
    expect(await callV2(simulator, '/billing-keys/none', { method: 'DELETE' })).toMatchObject({
      status: 404,
    })
  })

  it('of Naverpay is deleted only with a reason and who asked', async () => {
    const simulator = simulateV2()
    const { billingKey } = await resultOf(simulator, {
      channelKey: 'channel-key-simulator-v2-naverpay',
      billingKeyMethod: 'EASY_PAY',
    })
    const path = `/billing-keys/${String(billingKey)}`
    expect((await callV2(simulator, path, { method: 'DELETE' })).status).toBe(400)
    const asked = `${path}?reason=해지&requester=CUSTOMER`
    expect((await callV2(simulator, asked, { method: 'DELETE' })).status).toBe(200)
  })
})

describe('the list', () => {
  async function list(simulator: Simulator, query: object = {}): Promise<Record<string, unknown>[]> {
    const path = `/billing-keys?requestBody=${encodeURIComponent(JSON.stringify(query))}`
    const { items } = (await callV2(simulator, path)).body
    return Array.isArray(items) ? items : []
  }

  const direct = (customerId: string): JsonObject => ({
    channelKey: DIRECT_CHANNEL,
    customer: { customerId },
  })

  it('finds keys by customer, status, method, PG and time', async () => {
    let now = Date.UTC(2026, 0, 1)
    const simulator = simulateV2({ clock: () => now })
    const first = text(await resultOf(simulator, { ...direct('one') }), 'billingKey')
    now += HOUR_MS
    const second = text(await resultOf(simulator, { ...direct('two') }), 'billingKey')
    const keys = async (filter: object): Promise<unknown[]> =>
      (await list(simulator, { filter })).map(({ billingKey }) => billingKey)
    expect(await keys({})).toEqual([second, first])
    expect(await keys({ customerId: 'one' })).toEqual([first])
    expect(await keys({ customerId: 'nobody' })).toEqual([])
    const from = new Date(now).toISOString()
    expect(await keys({ from, timeRangeField: 'ISSUED_AT' })).toEqual([second])
    expect(await keys({ until: new Date(now - 1).toISOString() })).toEqual([first])
    await callV2(simulator, `/billing-keys/${first}`, { method: 'DELETE' })
    expect(await keys({ status: ['DELETED'] })).toEqual([first])
    expect(await keys({ timeRangeField: 'DELETED_AT' })).toEqual([first])
    expect(await keys({ methods: ['EASY_PAY'] })).toEqual([])
    expect(await keys({ pgProviders: ['TOSSPAYMENTS'], methods: ['CARD'] })).toHaveLength(2)
    now += 91 * 24 * HOUR_MS
    expect(await keys({})).toEqual([])
  })

  it('comes in pages of ten, the newest first unless asked otherwise', async () => {
    let now = Date.UTC(2026, 0, 1)
    const simulator = simulateV2({ clock: () => now++ })
    for (let count = 0; count < 12; count += 1) await resultOf(simulator, direct('one'))
    const page = async (query: object): Promise<Record<string, unknown>> =>
      (await callV2(simulator, `/billing-keys?requestBody=${encodeURIComponent(JSON.stringify(query))}`)).body
    const first = await page({})
    expect(first).toMatchObject({ page: { number: 0, size: 10, totalCount: 12 } })
    expect(first['items']).toHaveLength(10)
    expect((await page({ page: { number: 1 } }))['items']).toHaveLength(2)
    const [oldest] = await list(simulator, { sort: { by: 'ISSUED_AT', order: 'ASC' } })
    expect(oldest?.['billingKey']).toBe(simulator.truth.keys[0]?.billingKey)
  })
})

describe('a card that was keyed in', () => {
  const credential = {
    number: '9410-1111-2222-3332',
    expiryYear: '30',
    expiryMonth: '07',
    birthOrBusinessRegistrationNumber: '881212',
    passwordTwoDigits: '12',
  }

  function keyIn(simulator: Simulator, change: object = {}, more: object = {}): Promise<V2Reply> {
    return callV2(simulator, '/billing-keys', {
      body: {
        channelKey: CHANNEL,
        method: { card: { credential: { ...credential, ...change } } },
        customer: { id: 'customer1', name: { full: '김하늘' } },
        customData: 'plan=pro',
        ...more,
      },
    })
  }

  it('is issued a key at once, with or without manual confirm', async () => {
    const simulator = simulateV2()
    const { status, body } = await keyIn(simulator)
    expect([status, body]).toMatchObject([
      200,
      { billingKeyInfo: { billingKey: expect.any(String), channels: [{ key: CHANNEL }] } },
    ])
    expect(simulator.truth.keys).toMatchObject([{ customerRef: 'customer1', registrationRef: '' }])
    const { billingKey } = simulator.truth.keys[0] ?? { billingKey: '' }
    expect((await callV2(simulator, `/billing-keys/${billingKey}`)).body).toMatchObject({
      customData: 'plan=pro',
      customer: { id: 'customer1', name: '김하늘' },
    })
  })

  it.each([
    [{ number: '1' }, {}, 400, 'INVALID_REQUEST'],
    [{ expiryMonth: '13' }, {}, 400, 'INVALID_REQUEST'],
    [{ birthOrBusinessRegistrationNumber: '1' }, {}, 400, 'INVALID_REQUEST'],
    [{ passwordTwoDigits: '1' }, {}, 400, 'INVALID_REQUEST'],
    [{}, { customData: {} }, 400, 'INVALID_REQUEST'],
    [{}, { channelKey: 'nothing' }, 404, 'CHANNEL_NOT_FOUND'],
    [{ number: '9420111122223330' }, {}, 502, 'PG_PROVIDER'],
    [{ number: '9440111122223336' }, {}, 502, 'PG_PROVIDER'],
  ])('with %j %j is %d %s', async (change, more, status, type) => {
    const simulator = simulateV2()
    expect(await keyIn(simulator, change, more)).toMatchObject({ status, body: { type } })
    expect(simulator.truth.keys).toEqual([])
  })
})

describe('who may call', () => {
  it.each(['', 'PortOne wrong', 'Bearer wrong', `Basic ${btoa('x:')}`])(
    'not %j: 401 with a type',
    async (authorization) => {
      expect(await callV2(simulateV2(), '/billing-keys/x', { headers: { authorization } })).toMatchObject({
        status: 401,
        body: { type: 'UNAUTHORIZED' },
      })
    },
  )

  it('whoever logged in with the secret, for half an hour, until a new login or refresh', async () => {
    let now = Date.UTC(2026, 0, 1)
    const simulator = simulateV2({ clock: () => now })
    const logIn = (): Promise<V2Reply> =>
      callV2(simulator, '/login/api-secret', {
        body: { apiSecret: 'simulator-v2-api-secret' },
        headers: { authorization: '' },
      })
    const look = async (token: unknown): Promise<number> =>
      (await callV2(simulator, '/billing-keys/x', { headers: { authorization: `Bearer ${String(token)}` } }))
        .status
    const { accessToken, refreshToken } = (await logIn()).body
    expect(await look(accessToken)).toBe(404)
    const refreshed = await callV2(simulator, '/token/refresh', { body: { refreshToken } })
    expect(await look(accessToken)).toBe(401)
    expect(await look(refreshed.body['accessToken'])).toBe(404)
    expect((await callV2(simulator, '/token/refresh', { body: { refreshToken } })).status).toBe(401)
    now += 30 * 60_000
    expect(await look(refreshed.body['accessToken'])).toBe(401)
    expect((await callV2(simulator, '/login/api-secret', { body: { apiSecret: 'x' } })).status).toBe(401)
  })

  it('reads nothing of another store', async () => {
    expect(await callV2(simulateV2(), '/billing-keys/x?storeId=store-other')).toMatchObject({
      status: 403,
      body: { type: 'FORBIDDEN' },
    })
  })
})
