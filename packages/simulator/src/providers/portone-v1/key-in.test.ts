import { describe, expect, it } from 'vitest'
import type { Simulator } from '../../simulator.ts'
import { registerV1, simulateV1, v1Merchant, type V1Answer } from '../../testing/portone-v1-shop.ts'

const DAY_S = 24 * 3600

const card = {
  channel_key: 'channel-key-simulator-nice',
  card_number: '9410-1111-2222-3332',
  expiry: '2030-07',
  birth: '881212',
  pwd_2digit: '12',
  customer_name: '김하늘',
}

async function keyIn(simulator: Simulator, change: object = {}): Promise<V1Answer> {
  const post = await v1Merchant(simulator)
  return post('/subscribe/customers/customer-1', { ...card, ...change })
}

describe('a card that was keyed in', () => {
  it('is stored under its customer_uid and can be charged', async () => {
    const simulator = simulateV1()
    expect((await keyIn(simulator)).body).toMatchObject({
      code: 0,
      response: {
        customer_uid: 'customer-1',
        pg_provider: 'nice',
        card_number: '94101111****3332',
        customer_name: '김하늘',
      },
    })
    expect(simulator.truth.keys).toMatchObject([
      { provider: 'portone-v1', customerRef: 'customer-1', registrationRef: '', revoked: false },
    ])
    const post = await v1Merchant(simulator)
    const charge = { customer_uid: 'customer-1', merchant_uid: 'charge-1', amount: 9900, name: '12월분' }
    expect((await post('/subscribe/payments/again', charge)).body.response).toMatchObject({ status: 'paid' })
  })

  it.each([
    [{ card_number: '9410111122223332' }, 'card_number'],
    [{ expiry: '07/30' }, 'expiry'],
    [{ birth: '8812' }, 'birth'],
    [{ pwd_2digit: '1' }, 'pwd_2digit'],
    [{ customer_name: 'n'.repeat(21) }, 'customer_name'],
    [{ channel_key: 'channel-key-simulator-danal' }, '채널'],
    [{ channel_key: 'nothing' }, '채널'],
    [{ channel_key: '', pg: 'danal_tpay' }, '채널'],
    [{ card_number: '9420-1111-2222-3330' }, '카드사'],
    [{ card_number: '9440-1111-2222-3336' }, '유효기간'],
  ])('with %j is refused and names %s', async (change, reason) => {
    const simulator = simulateV1()
    const { status, body } = await keyIn(simulator, change)
    expect([status, body.code, body.response]).toEqual([200, 1, null])
    expect(body.message).toContain(reason)
    expect(simulator.truth.keys).toEqual([])
  })

  it('may name its channel by pg, in the older way', async () => {
    expect((await keyIn(simulateV1(), { channel_key: '', pg: 'nice.nictest00m' })).body.code).toBe(0)
  })
})

describe('a schedule', () => {
  const start = Date.UTC(2026, 0, 1)
  const at = start / 1000 + DAY_S

  function entry(change: object = {}): object {
    return { merchant_uid: 'month-1', schedule_at: at, amount: 9900, name: '1월분', ...change }
  }

  async function shop(n: string = '1'): Promise<{
    simulator: Simulator
    post: Awaited<ReturnType<typeof v1Merchant>>
    pass: (seconds: number) => void
  }> {
    let now = start
    const simulator = simulateV1({ clock: () => now })
    await registerV1(simulator, n)
    return {
      simulator,
      post: await v1Merchant(simulator),
      pass: (seconds) => void (now += seconds * 1000),
    }
  }

  function schedule(...schedules: object[]): object {
    return { customer_uid: 'customer-1', schedules }
  }

  it('waits for its time, and is then paid', async () => {
    const { simulator, pass } = await shop()
    const before = await v1Merchant(simulator)
    const made = await before('/subscribe/payments/schedule', schedule(entry()))
    expect(made.body.response).toMatchObject([
      { merchant_uid: 'month-1', schedule_status: 'scheduled', payment_status: null, imp_uid: null },
    ])
    expect(simulator.truth.payments).toEqual([])
    pass(DAY_S)
    const after = await v1Merchant(simulator)
    expect((await after('/subscribe/payments/schedule/month-1')).body.response).toMatchObject({
      schedule_status: 'executed',
      payment_status: 'paid',
      executed_at: at,
    })
    expect((await after('/payments/find/month-1')).body.response).toMatchObject({ status: 'paid' })
    expect(simulator.truth.payments).toMatchObject([{ orderId: 'month-1', state: 'paid' }])
  })

  it('is refused for the past, for a used id, for an unknown customer, and then none of them is made', async () => {
    const { post } = await shop()
    const make = async (...entries: object[]): Promise<number> =>
      (await post('/subscribe/payments/schedule', schedule(...entries))).body.code
    expect(await make()).toBe(1)
    expect(await make(entry(), entry({ merchant_uid: 'month-2', schedule_at: 1 }))).toBe(1)
    expect((await post('/subscribe/payments/schedule/month-1')).status).toBe(404)
    expect(await make(entry())).toBe(0)
    expect(await make(entry())).toBe(1)
    const unknown = { ...schedule(entry({ merchant_uid: 'x' })), customer_uid: 'nobody' }
    expect((await post('/subscribe/payments/schedule', unknown)).body.code).toBe(1)
  })

  it('is revoked by id, or all of a customer, and never carried out', async () => {
    const { simulator, post, pass } = await shop()
    await post(
      '/subscribe/payments/schedule',
      schedule(entry(), entry({ merchant_uid: 'month-2' }), entry({ merchant_uid: 'month-3' })),
    )
    const byId = await post('/subscribe/payments/unschedule', { merchant_uid: ['month-1'] })
    expect(byId.body.response).toMatchObject([{ merchant_uid: 'month-1', schedule_status: 'revoked' }])
    const all = await post('/subscribe/payments/unschedule', { customer_uid: 'customer-1' })
    expect(all.body.response).toHaveLength(2)
    expect((await post('/subscribe/payments/unschedule', { customer_uid: 'customer-1' })).body.code).toBe(1)
    expect((await post('/subscribe/payments/unschedule', {})).body.code).toBe(1)
    pass(DAY_S)
    expect((await (await v1Merchant(simulator))('/payments/find/month-1')).status).toBe(404)
  })

  it('is listed by time, of everybody and of one customer', async () => {
    const { post } = await shop()
    await post('/subscribe/payments/schedule', schedule(entry()))
    const range = `schedule_from=${at - 1}&schedule_to=${at + 1}`
    expect((await post(`/subscribe/payments/schedule?${range}`)).body.response).toMatchObject({
      total: 1,
      list: [{ merchant_uid: 'month-1' }],
    })
    const own = `/subscribe/customers/customer-1/schedules?from=${at - 1}&to=${at + 1}`
    expect((await post(`${own}&schedule-status=revoked`)).body.response).toMatchObject({ total: 0 })
    expect((await post(own)).body.response).toMatchObject({ total: 1 })
    expect((await post('/subscribe/payments/schedule')).status).toBe(400)
  })
})
