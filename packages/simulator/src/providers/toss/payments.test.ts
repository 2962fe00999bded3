import { describe, expect, it } from 'vitest'
import type { Simulator, SimulatorOptions } from '../../simulator.ts'
import {
  billingKeyOf,
  callToss,
  CUSTOMER_KEY,
  simulateToss,
  TOSS_REQUEST,
  type TossReply,
} from '../../testing/toss-shop.ts'

const charge = { customerKey: CUSTOMER_KEY, amount: 9900, orderId: 'order-1', orderName: '12월분' }

function path(billingKey: string): string {
  return `/v1/billing/${encodeURIComponent(billingKey)}`
}

async function charged(simulator: Simulator, change: object = {}): Promise<TossReply> {
  return callToss(simulator, path(await billingKeyOf(simulator)), { ...charge, ...change })
}

describe('a charge', () => {
  it.each(['plain', 'base64'] as const)('with a %s key is DONE, once per orderId', async (keyAlphabet) => {
    const simulator = simulateToss({ quirks: { keyAlphabet } })
    const key = await billingKeyOf(simulator)
    const { status, body } = await callToss(simulator, path(key), charge)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      type: 'BILLING',
      status: 'DONE',
      orderId: 'order-1',
      totalAmount: 9900,
      balanceAmount: 9900,
      suppliedAmount: 9000,
      vat: 900,
      currency: 'KRW',
      method: '카드',
      card: { number: '941011******3332', installmentPlanMonths: 0 },
      cancels: null,
    })
    expect((await callToss(simulator, path(key), charge)).body).toMatchObject({ code: 'DUPLICATED_ORDER_ID' })
    expect(simulator.truth.payments).toEqual([
      { provider: 'toss', orderId: 'order-1', amount: 9900, state: 'paid' },
    ])
  })

  it('is looked up by paymentKey and by orderId', async () => {
    const simulator = simulateToss()
    const { body } = await charged(simulator)
    for (const found of [
      await callToss(simulator, `/v1/payments/${String(body['paymentKey'])}`),
      await callToss(simulator, '/v1/payments/orders/order-1'),
    ])
      expect(found.body).toEqual(body)
    expect(await callToss(simulator, '/v1/payments/orders/order-2')).toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND_PAYMENT' },
    })
  })

  it.each([
    [{ customerKey: 'another' }, 'NOT_MATCHES_CUSTOMER_KEY'],
    [{ orderName: '' }, 'INVALID_REQUIRED_PARAM'],
    [{ amount: 99 }, 'BELOW_MINIMUM_AMOUNT'],
    [{ amount: '9900' }, 'INVALID_REQUEST'],
    [{ orderId: 'short' }, 'INVALID_REQUEST'],
    [{ orderName: 'n'.repeat(101) }, 'INVALID_REQUEST'],
    [{ cardInstallmentPlan: 3 }, 'INVALID_REQUEST'],
  ])('with %j is refused with %s', async (change, code) => {
    const simulator = simulateToss()
    expect((await charged(simulator, change)).body).toMatchObject({ code })
    expect(simulator.truth.payments).toEqual([])
  })

  it('with an unknown key is a 404', async () => {
    expect(await callToss(simulateToss(), path('nothing'), charge)).toMatchObject({
      status: 404,
      body: { code: 'NOT_FOUND_BILLING' },
    })
  })

  it('sends no webhook, and neither does issuing', async () => {
    const { simulator, sent } = listening()
    await charged(simulator)
    await simulator.settled()
    expect(sent).toEqual([])
  })
})

describe('a card that was keyed in', () => {
  const card = {
    customerKey: CUSTOMER_KEY,
    cardNumber: '4330123412341234',
    cardExpirationYear: '30',
    cardExpirationMonth: '07',
    customerIdentityNumber: '881212',
    cardPassword: '12',
  }

  function keyIn(simulator: Simulator, change: object = {}): Promise<TossReply> {
    return callToss(simulator, '/v1/billing/authorizations/card', { ...card, ...change })
  }

  it('is issued a key, which cannot be charged when the card is of an unknown kind', async () => {
    const simulator = simulateToss()
    const { status, body } = await keyIn(simulator)
    expect([status, body['card']]).toMatchObject([200, { cardType: '미확인', ownerType: '개인' }])
    expect(simulator.truth.keys).toMatchObject([{ customerRef: CUSTOMER_KEY, registrationRef: '' }])
    const refused = await callToss(simulator, path(String(body['billingKey'])), charge)
    expect(refused.body).toMatchObject({ code: 'NOT_SUPPORTED_CARD_TYPE' })
    expect(simulator.truth.payments).toMatchObject([{ state: 'failed' }])
  })

  it('is issued another key each time', async () => {
    const simulator = simulateToss()
    await keyIn(simulator)
    await keyIn(simulator)
    expect(new Set(simulator.truth.keys.map(({ billingKey }) => billingKey)).size).toBe(2)
  })

  it('may be a company card, told by ten digits', async () => {
    const { body } = await keyIn(simulateToss(), { customerIdentityNumber: '1234567890' })
    expect(body).toMatchObject({ card: { ownerType: '법인' } })
  })

  it('is refused a charge where its issuer has no funds for it', async () => {
    const simulator = simulateToss()
    const { body } = await keyIn(simulator, { cardNumber: '9450111122223333' })
    const refused = await callToss(simulator, path(String(body['billingKey'])), charge)
    expect(refused).toMatchObject({ status: 403, body: { code: 'REJECT_CARD_PAYMENT' } })
  })

  it.each([
    [{ cardNumber: '433012' }, 'INVALID_CARD_NUMBER'],
    [{ cardNumber: '9430111122223338' }, 'INVALID_CARD_NUMBER'],
    [{ cardNumber: '9420111122223330' }, 'REJECT_CARD_COMPANY'],
    [{ cardNumber: '9440111122223336' }, 'INVALID_CARD_EXPIRATION'],
    [{ cardExpirationMonth: '13' }, 'INVALID_CARD_EXPIRATION'],
    [{ cardExpirationYear: '20' }, 'INVALID_CARD_EXPIRATION'],
    [{ customerIdentityNumber: '88121' }, 'INVALID_BIRTH_DAY_FORMAT'],
    [{ cardPassword: '1' }, 'INVALID_CARD_PASSWORD'],
    [{ customerIdentityNumber: undefined }, 'INVALID_REQUIRED_PARAM'],
  ])('with %j is refused with %s', async (change, code) => {
    const simulator = simulateToss()
    expect((await keyIn(simulator, change)).body).toMatchObject({ code })
    expect(simulator.truth.keys).toEqual([])
  })
})

describe('a bank account', () => {
  it('is charged from 200 KRW', async () => {
    const simulator = simulateToss()
    const key = await billingKeyOf(simulator, { request: { ...TOSS_REQUEST, method: 'TRANSFER' } })
    const least = await callToss(simulator, path(key), { ...charge, amount: 199 })
    expect(least.body).toMatchObject({ code: 'BELOW_MINIMUM_AMOUNT' })
    expect((await callToss(simulator, path(key), { ...charge, amount: 200 })).body).toMatchObject({
      method: '계좌이체',
      card: null,
    })
  })
})

interface Sent {
  readonly headers: Headers
  readonly body: Record<string, unknown>
}

function listening(options: SimulatorOptions = {}): { simulator: Simulator; sent: Sent[] } {
  const sent: Sent[] = []
  const simulator = simulateToss({
    ...options,
    webhookUrls: { toss: 'https://shop.example/hook' },
    fetch: async (url, init) => {
      const request = new Request(url, init)
      sent.push({ headers: request.headers, body: await request.json() })
      return new Response('OK')
    },
  })
  return { simulator, sent }
}

describe('a cancel', () => {
  it('takes a part, then what is left, and then no more', async () => {
    const { simulator, sent } = listening()
    const { body } = await charged(simulator)
    const cancel = (more: object): Promise<TossReply> =>
      callToss(simulator, `/v1/payments/${String(body['paymentKey'])}/cancel`, {
        cancelReason: '환불',
        ...more,
      })
    expect((await cancel({ cancelReason: '' })).body).toMatchObject({ code: 'INVALID_REQUIRED_PARAM' })
    expect((await cancel({ cancelAmount: 900 })).body).toMatchObject({
      status: 'PARTIAL_CANCELED',
      balanceAmount: 9000,
    })
    expect(await cancel({ cancelAmount: 9001 })).toMatchObject({
      status: 403,
      body: { code: 'NOT_CANCELABLE_AMOUNT' },
    })
    expect((await cancel({ refundableAmount: 1 })).body).toMatchObject({
      code: 'NOT_MATCHES_REFUNDABLE_AMOUNT',
    })
    expect((await cancel({ refundableAmount: 9000 })).body).toMatchObject({
      status: 'PARTIAL_CANCELED',
      balanceAmount: 0,
    })
    expect((await cancel({})).body).toMatchObject({ code: 'ALREADY_CANCELED_PAYMENT' })
    expect(simulator.truth.payments).toMatchObject([{ state: 'cancelled', cancelled: 9900 }])
    await simulator.settled()
    expect(sent.map((hook) => hook.body)).toMatchObject([
      { eventType: 'PAYMENT_STATUS_CHANGED', data: { status: 'PARTIAL_CANCELED', balanceAmount: 9000 } },
      { eventType: 'PAYMENT_STATUS_CHANGED', data: { status: 'PARTIAL_CANCELED', balanceAmount: 0 } },
    ])
  })

  it('of the whole is CANCELED', async () => {
    const simulator = simulateToss()
    const { body } = await charged(simulator)
    const cancelled = await callToss(simulator, `/v1/payments/${String(body['paymentKey'])}/cancel`, {
      cancelReason: '환불',
    })
    expect(cancelled.body).toMatchObject({ status: 'CANCELED', cancels: [{ cancelAmount: 9900 }] })
  })
})

describe('a deleted key', () => {
  function remove(simulator: Simulator, key: string): Promise<TossReply> {
    return callToss(simulator, path(key), undefined, { method: 'DELETE' })
  }

  it('is answered with nothing, and cannot be charged any more', async () => {
    const simulator = simulateToss()
    const key = await billingKeyOf(simulator)
    expect(await remove(simulator, key)).toMatchObject({ status: 200, text: '' })
    expect(simulator.truth.keys).toMatchObject([{ revoked: true }])
    expect(await callToss(simulator, path(key), charge)).toMatchObject({
      status: 400,
      body: { code: 'ALREADY_REMOVED_BILLING_KEY' },
    })
    expect((await remove(simulator, 'nothing')).body).toMatchObject({ code: 'BILLING_KEY_NOT_FOUND' })
  })

  it.each([
    ['OK', 200],
    ['ALREADY_REMOVED_BILLING_KEY', 400],
    ['NOT_FOUND_BILLING', 404],
  ] as const)('deleted again is %s where the run says so', async (secondDelete, status) => {
    const simulator = simulateToss({ quirks: { secondDelete } })
    const key = await billingKeyOf(simulator)
    await remove(simulator, key)
    expect((await remove(simulator, key)).status).toBe(status)
  })

  it('sends BILLING_DELETED where the run says so, unsigned, with the transmission headers', async () => {
    const { simulator, sent } = listening({ quirks: { webhookOnDelete: true } })
    const key = await billingKeyOf(simulator)
    await remove(simulator, key)
    await simulator.settled()
    expect(sent).toMatchObject([
      { body: { eventType: 'BILLING_DELETED', data: { billingKey: key, reason: 'SIMULATED' } } },
    ])
    expect(sent[0]?.body['createdAt']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/)
    const { headers } = sent[0] ?? { headers: new Headers() }
    expect(headers.get('tosspayments-webhook-transmission-id')).toMatch(/^\w+$/)
    expect(headers.get('tosspayments-webhook-transmission-retried-count')).toBe('0')
    expect(headers.has('tosspayments-webhook-signature')).toBe(false)
  })

  it('under duplicate-webhook is announced twice under one transmission id', async () => {
    const { simulator, sent } = listening({
      quirks: { webhookOnDelete: true },
      faults: [{ provider: 'toss', operation: 'webhook', fault: 'duplicate-webhook' }],
    })
    await remove(simulator, await billingKeyOf(simulator))
    await simulator.settled()
    const header = (name: string): (string | null)[] =>
      sent.map(({ headers }) => headers.get(`tosspayments-webhook-transmission-${name}`))
    expect(new Set(header('id')).size).toBe(1)
    expect(header('retried-count')).toEqual(['0', '1'])
  })
})

describe('faults', () => {
  it.each([
    ['charge', 'http-500', 500],
    ['lookup', 'http-429', 429],
    ['revoke', 'http-500', 500],
    ['cancel', 'http-429', 429],
  ] as const)('on %s strike that call: %s', async (operation, fault, status) => {
    const simulator = simulateToss({ faults: [{ provider: 'toss', operation, fault }] })
    const key = await billingKeyOf(simulator)
    const answer = await simulator.fetch(
      {
        charge: `https://api.tosspayments.com${path(key)}`,
        revoke: `https://api.tosspayments.com${path(key)}`,
        lookup: 'https://api.tosspayments.com/v1/payments/x',
        cancel: 'https://api.tosspayments.com/v1/payments/x/cancel',
      }[operation],
      {
        method: { charge: 'POST', revoke: 'DELETE', lookup: 'GET', cancel: 'POST' }[operation],
        headers: { authorization: `Basic ${btoa('test_sk_simulator:')}` },
      },
    )
    expect(answer.status).toBe(status)
    expect(simulator.truth.calls.at(-1)).toMatchObject({ operation, status })
  })

  it('that lose the answer of a charge leave the money moved, and the replay tells of it', async () => {
    const simulator = simulateToss({
      faults: [{ provider: 'toss', operation: 'charge', fault: 'drop-response', times: 1 }],
    })
    const key = await billingKeyOf(simulator)
    const headers = { 'idempotency-key': 'charge-1' }
    await expect(callToss(simulator, path(key), charge, { headers })).rejects.toThrow('fetch failed')
    expect(simulator.truth.payments).toMatchObject([{ state: 'paid' }])
    expect((await callToss(simulator, path(key), charge, { headers })).body).toMatchObject({ status: 'DONE' })
    expect(simulator.truth.payments).toHaveLength(1)
  })
})
