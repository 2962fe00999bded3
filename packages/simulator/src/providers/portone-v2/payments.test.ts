import { describe, expect, it } from 'vitest'
import type { Simulator, SimulatorOptions } from '../../simulator.ts'
import {
  callV2,
  CHANNEL,
  DIRECT_CHANNEL,
  resultOf,
  simulateV2,
  v2BillingKeyOf,
  type V2Reply,
} from '../../testing/portone-v2-shop.ts'

const DAY_MS = 24 * 3_600_000
const order = { orderName: '12월분', amount: { total: 9900 }, currency: 'KRW' }

async function charge(simulator: Simulator, change: object = {}, paymentId = 'payment-1'): Promise<V2Reply> {
  const billingKey = await v2BillingKeyOf(simulator)
  return callV2(simulator, `/payments/${paymentId}/billing-key`, {
    body: { billingKey, ...order, ...change },
  })
}

/** The key of a card whose charges are declined. */
async function poorKey(simulator: Simulator): Promise<string> {
  const { body } = await callV2(simulator, '/billing-keys', {
    body: {
      channelKey: CHANNEL,
      method: { card: { credential: { number: '9450111122223333', expiryYear: '30', expiryMonth: '12' } } },
    },
  })
  const { billingKeyInfo } = body
  return typeof billingKeyInfo === 'object' && billingKeyInfo !== null && 'billingKey' in billingKeyInfo
    ? String(billingKeyInfo.billingKey)
    : ''
}

describe('a charge', () => {
  it('answers pgTxId and paidAt alone, and the look-up tells the rest', async () => {
    const simulator = simulateV2()
    const { status, body } = await charge(simulator, { customData: 'x' })
    expect([status, body]).toEqual([
      200,
      { payment: { pgTxId: expect.any(String), paidAt: expect.stringMatching(/Z$/) } },
    ])
    expect((await callV2(simulator, '/payments/payment-1')).body).toMatchObject({
      status: 'PAID',
      id: 'payment-1',
      storeId: 'store-simulator',
      version: 'V2',
      orderName: '12월분',
      amount: { total: 9900, taxFree: 0, vat: 900, supply: 9000, discount: 0, paid: 9900, cancelled: 0 },
      currency: 'KRW',
      customer: { id: 'customer1' },
      customData: 'x',
      channel: { key: CHANNEL, type: 'TEST' },
      method: { type: 'PaymentMethodCard', card: { bin: '941011' } },
      disputes: [],
    })
    expect(simulator.truth.payments).toEqual([
      { provider: 'portone-v2', orderId: 'payment-1', amount: 9900, state: 'paid' },
    ])
  })

  it('is paid once per paymentId', async () => {
    const simulator = simulateV2()
    await charge(simulator)
    expect(await charge(simulator)).toMatchObject({ status: 409, body: { type: 'ALREADY_PAID' } })
    expect(simulator.truth.payments).toHaveLength(1)
  })

  it('that is declined is a 502 with the code of the PG, and may be tried again under its id', async () => {
    const simulator = simulateV2()
    const billingKey = await poorKey(simulator)
    expect(await charge(simulator, { billingKey })).toMatchObject({
      status: 502,
      body: { type: 'PG_PROVIDER', pgCode: 'REJECT_CARD_PAYMENT' },
    })
    expect((await callV2(simulator, '/payments/payment-1')).body).toMatchObject({
      status: 'FAILED',
      failure: { pgCode: 'REJECT_CARD_PAYMENT' },
    })
    expect((await charge(simulator)).status).toBe(200)
    expect(simulator.truth.payments.map(({ state }) => state)).toEqual(['failed', 'paid'])
  })

  it.each([
    [{ billingKey: 'none' }, 404, 'BILLING_KEY_NOT_FOUND'],
    [{ orderName: '' }, 400, 'INVALID_REQUEST'],
    [{ currency: 'USD' }, 400, 'INVALID_REQUEST'],
    [{ amount: { total: 99 } }, 400, 'INVALID_REQUEST'],
    [{ amount: 9900 }, 400, 'INVALID_REQUEST'],
    [{ customData: {} }, 400, 'INVALID_REQUEST'],
    [{ channelKey: DIRECT_CHANNEL }, 404, 'CHANNEL_NOT_FOUND'],
    [{ amount: { total: 9900, taxFree: 9900, vat: 1 } }, 409, 'SUM_OF_PARTS_EXCEEDS_TOTAL_AMOUNT'],
    [{ storeId: 'store-other' }, 403, 'FORBIDDEN'],
  ])('with %j is %d %s', async (change, status, type) => {
    const simulator = simulateV2()
    expect(await charge(simulator, change)).toMatchObject({ status, body: { type } })
    expect(simulator.truth.payments).toEqual([])
  })

  it('under an id that Toss Payments does not take is refused', async () => {
    expect(await charge(simulateV2(), {}, 'short')).toMatchObject({ status: 400 })
  })

  it('with a deleted key is refused', async () => {
    const simulator = simulateV2()
    const billingKey = await v2BillingKeyOf(simulator)
    await callV2(simulator, `/billing-keys/${billingKey}`, { method: 'DELETE' })
    expect(await charge(simulator, { billingKey })).toMatchObject({
      status: 409,
      body: { type: 'BILLING_KEY_ALREADY_DELETED' },
    })
  })
})

describe('a cancel', () => {
  function cancel(simulator: Simulator, body: object): Promise<V2Reply> {
    return callV2(simulator, '/payments/payment-1/cancel', { body: { reason: '환불', ...body } })
  }

  it('takes a part, then what is left, and then no more', async () => {
    const simulator = simulateV2()
    await charge(simulator)
    expect(await cancel(simulator, { reason: '' })).toMatchObject({ status: 400 })
    expect((await cancel(simulator, { amount: 900 })).body).toMatchObject({
      cancellation: { status: 'SUCCEEDED', totalAmount: 900, reason: '환불' },
    })
    expect((await callV2(simulator, '/payments/payment-1')).body).toMatchObject({
      status: 'PARTIAL_CANCELLED',
      amount: { paid: 9000, cancelled: 900 },
    })
    expect((await cancel(simulator, { amount: 9001 })).body).toMatchObject({
      type: 'CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT',
    })
    expect((await cancel(simulator, { currentCancellableAmount: 1 })).body).toMatchObject({
      type: 'CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN',
    })
    expect((await cancel(simulator, { currentCancellableAmount: 9000 })).status).toBe(200)
    expect((await cancel(simulator, {})).body).toMatchObject({ type: 'PAYMENT_ALREADY_CANCELLED' })
    expect(simulator.truth.payments).toMatchObject([{ state: 'cancelled', cancelled: 9900 }])
  })

  it('of what is unknown or failed is refused', async () => {
    const simulator = simulateV2()
    expect((await cancel(simulator, {})).body).toMatchObject({ type: 'PAYMENT_NOT_FOUND' })
    await charge(simulator, { billingKey: await poorKey(simulator) })
    expect((await cancel(simulator, {})).body).toMatchObject({ type: 'PAYMENT_NOT_PAID' })
  })
})

describe('a schedule', () => {
  function at(simulator: Simulator, timeToPay: number, change: object = {}): Promise<V2Reply> {
    return v2BillingKeyOf(simulator).then((billingKey) =>
      callV2(simulator, '/payments/payment-1/schedule', {
        body: {
          payment: { billingKey, ...order, ...change },
          timeToPay: new Date(timeToPay).toISOString(),
        },
      }),
    )
  }

  function idOf({ body }: V2Reply): string {
    const { schedule } = body
    return typeof schedule === 'object' && schedule !== null && 'id' in schedule ? String(schedule.id) : ''
  }

  it('is carried out when its time has come', async () => {
    let now = Date.UTC(2026, 0, 1)
    const simulator = simulateV2({ clock: () => now })
    const id = idOf(await at(simulator, now + DAY_MS))
    expect((await callV2(simulator, `/payment-schedules/${id}`)).body).toMatchObject({
      status: 'SCHEDULED',
      paymentId: 'payment-1',
      totalAmount: 9900,
      timeToPay: '2026-01-02T00:00:00.000Z',
    })
    expect(simulator.truth.payments).toEqual([])
    now += DAY_MS
    expect((await callV2(simulator, '/payments/payment-1')).body).toMatchObject({
      status: 'PAID',
      scheduleId: id,
    })
    expect((await callV2(simulator, `/payment-schedules/${id}`)).body).toMatchObject({
      status: 'SUCCEEDED',
      completedAt: '2026-01-02T00:00:00.000Z',
    })
  })

  it('fails where the card is declined', async () => {
    let now = Date.UTC(2026, 0, 1)
    const simulator = simulateV2({ clock: () => now })
    const id = idOf(await at(simulator, now + DAY_MS, { billingKey: await poorKey(simulator) }))
    now += DAY_MS
    expect((await callV2(simulator, `/payment-schedules/${id}`)).body).toMatchObject({ status: 'FAILED' })
    expect(simulator.truth.payments).toMatchObject([{ state: 'failed' }])
  })

  it('must lie ahead, blocks its payment and its key, and is listed only where asked for', async () => {
    const now = Date.UTC(2026, 0, 1)
    const simulator = simulateV2({ clock: () => now })
    expect(await at(simulator, now)).toMatchObject({ status: 400 })
    const billingKey = await v2BillingKeyOf(simulator)
    const id = idOf(await at(simulator, now + DAY_MS, { billingKey }))
    const exists = { status: 409, body: { type: 'PAYMENT_SCHEDULE_ALREADY_EXISTS' } }
    expect(await charge(simulator)).toMatchObject(exists)
    expect(await at(simulator, now + DAY_MS)).toMatchObject(exists)
    const remove = (): Promise<V2Reply> =>
      callV2(simulator, `/billing-keys/${billingKey}`, { method: 'DELETE' })
    expect(await remove()).toMatchObject(exists)
    const list = async (filter: object): Promise<unknown> => {
      const query = encodeURIComponent(JSON.stringify({ filter }))
      return (await callV2(simulator, `/payment-schedules?requestBody=${query}`)).body['items']
    }
    expect(await list({})).toEqual([])
    expect(await list({ until: '2026-02-01T00:00:00Z', billingKey })).toMatchObject([{ id }])
    const revoke = (body: object): Promise<V2Reply> =>
      callV2(simulator, `/payment-schedules?requestBody=${encodeURIComponent(JSON.stringify(body))}`, {
        method: 'DELETE',
      })
    expect(await revoke({})).toMatchObject({ status: 400 })
    expect(await revoke({ scheduleIds: ['none'] })).toMatchObject({ status: 404 })
    expect((await revoke({ billingKey })).body).toMatchObject({ revokedScheduleIds: [id] })
    expect((await revoke({ scheduleIds: [id] })).body).toMatchObject({
      type: 'PAYMENT_SCHEDULE_ALREADY_REVOKED',
    })
    expect((await remove()).status).toBe(200)
  })
})

interface Sent {
  readonly url: string
  readonly headers: Headers
  readonly body: string
}

function listening(options: SimulatorOptions = {}): { simulator: Simulator; sent: Sent[] } {
  const sent: Sent[] = []
  const simulator = simulateV2({
    ...options,
    webhookUrls: { 'portone-v2': 'https://shop.example/console' },
    fetch: async (url, init) => {
      const request = new Request(url, init)
      sent.push({ url: request.url, headers: request.headers, body: await request.text() })
      return new Response('OK')
    },
  })
  return { simulator, sent }
}

/** Sorted: each is signed and sent by itself, and nobody promises their order. */
function typesOf(sent: readonly Sent[]): string[] {
  return sent.map(({ body }): string => JSON.parse(body).type).toSorted()
}

describe('webhooks', () => {
  it('tell of a key from its window to its end, of charges and of cancels', async () => {
    const { simulator, sent } = listening()
    await charge(simulator)
    await callV2(simulator, '/payments/payment-1/cancel', { body: { reason: '환불', amount: 900 } })
    await callV2(simulator, '/payments/payment-1/cancel', { body: { reason: '환불' } })
    await callV2(simulator, `/billing-keys/${simulator.truth.keys[0]?.billingKey}`, { method: 'DELETE' })
    await simulator.settled()
    expect(typesOf(sent)).toEqual([
      'BillingKey.Deleted',
      'BillingKey.Issued',
      'BillingKey.Ready',
      'Transaction.Cancelled',
      'Transaction.Paid',
      'Transaction.PartialCancelled',
    ])
    const issued = sent.map(({ body }) => JSON.parse(body)).find(({ type }) => type === 'BillingKey.Issued')
    expect(issued).toEqual({
      type: 'BillingKey.Issued',
      timestamp: expect.any(String),
      data: { storeId: 'store-simulator', billingKey: simulator.truth.keys[0]?.billingKey },
    })
  })

  it('tell of a window that failed, with a key that cannot be used', async () => {
    const { simulator, sent } = listening()
    await resultOf(simulator, { channelKey: DIRECT_CHANNEL }, { choice: 'decline' })
    await simulator.settled()
    expect(typesOf(sent)).toEqual(['BillingKey.Failed', 'BillingKey.Ready'])
  })

  it('go to noticeUrls in place of the console, and not at all with skipWebhook', async () => {
    const { simulator, sent } = listening()
    await resultOf(simulator, {
      channelKey: DIRECT_CHANNEL,
      noticeUrls: ['https://shop.example/a', 'https://shop.example/b'],
    })
    await simulator.settled()
    expect(sent.map(({ url }) => url).toSorted()).toEqual(
      ['a', 'a', 'b', 'b'].map((name) => `https://shop.example/${name}`),
    )
    sent.length = 0
    await charge(simulator, { skipWebhook: true, billingKey: simulator.truth.keys[0]?.billingKey })
    await simulator.settled()
    expect(typesOf(sent)).toEqual(['BillingKey.Issued', 'BillingKey.Ready'])
  })

  it('under duplicate-webhook come twice with one id', async () => {
    const { simulator, sent } = listening({
      faults: [{ provider: 'portone-v2', operation: 'webhook', fault: 'duplicate-webhook', times: 1 }],
    })
    await resultOf(simulator)
    await simulator.settled()
    expect(new Set(sent.map(({ headers }) => headers.get('webhook-id'))).size).toBe(1)
    expect(sent).toHaveLength(2)
  })
})
