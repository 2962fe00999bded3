import { describe, expect, it } from 'vitest'
import { visitDanalWindow, type CustomerChoice } from '../../customer.ts'
import { createSimulator, type Simulator, type SimulatorOptions } from '../../simulator.ts'

const BASE = 'https://simulator.test/danal/'
const account = { clientKey: 'CL_TEST_simulator', merchantId: 'A000000001', secretKey: 'SK_TEST_simulator' }
const request = {
  paymentsMethod: 'CARD',
  orderName: '구독 <b>',
  orderId: 'order-1',
  userId: 'user-1',
  amount: 9900,
  merchantId: account.merchantId,
  successUrl: 'https://shop.example/ok?keep=1',
  failUrl: 'https://shop.example/fail',
  issueKeyOnly: true,
}

function simulate(quirks: SimulatorOptions['quirks'] = {}, options: SimulatorOptions = {}): Simulator {
  return createSimulator({ seed: 1, ...options, quirks: { latency: [0, 0], ...quirks } })
}

function visit(simulator: Simulator, choice: CustomerChoice, change: object = {}): Promise<URL> {
  const wanted = { ...request, ...change }
  return visitDanalWindow(simulator.fetch, BASE, { clientKey: account.clientKey, request: wanted, choice })
}

async function transactionOf(
  simulator: Simulator,
  choice: CustomerChoice,
  change: object = {},
): Promise<string> {
  return (await visit(simulator, choice, change)).searchParams.get('transactionId') ?? ''
}

interface Call {
  readonly method?: string
  readonly secretKey?: string
  readonly headers?: Record<string, string>
  readonly raw?: string
}

async function issueKey(
  simulator: Simulator,
  body: object,
  call: Call = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await simulator.fetch(`${BASE}v1/billing/${call.method ?? 'CARD'}/issue-key`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${call.secretKey ?? account.secretKey}:`)}`,
      'content-type': 'application/json',
      ...call.headers,
    },
    body: call.raw ?? JSON.stringify(body),
  })
  return { status: answer.status, body: await answer.json() }
}

describe("Danal's window", () => {
  it('hands a transactionId to successUrl and keeps what the shop put there', async () => {
    const end = await visit(simulate(), 'approve')
    expect(end.origin + end.pathname).toBe('https://shop.example/ok')
    expect(end.searchParams.get('keep')).toBe('1')
    expect(end.searchParams.get('transactionId')).toMatch(/^\d{20}$/)
  })

  it('echoes orderId and code only where the run says so', async () => {
    const talkative = await visit(simulate({ orderIdInReturn: true, codeInReturn: true }), 'approve')
    expect(talkative.searchParams.get('orderId')).toBe('order-1')
    expect(talkative.searchParams.get('code')).toBe('SUCCESS')
    const silent = await visit(simulate({ orderIdInReturn: false, codeInReturn: false }), 'approve')
    expect([...silent.searchParams.keys()]).toEqual(['keep', 'transactionId'])
  })

  it('sends a cancel to failUrl with a code and no transaction', async () => {
    const end = await visit(simulate({ cancelCode: 'USER_CANCEL' }), 'cancel')
    expect(end.pathname).toBe('/fail')
    expect(end.searchParams.get('code')).toBe('USER_CANCEL')
    expect(end.searchParams.has('transactionId')).toBe(false)
  })

  it.each([
    ['an unknown client key', { clientKey: 'CL_TEST_other' }, {}],
    ['an unknown merchant', {}, { merchantId: 'B1' }],
    ['an amount that is no number', {}, { amount: '1' }],
  ])('does not open for %s and offers the way back', async (_, key, change) => {
    const simulator = simulate()
    const page = await simulator.fetch(`${BASE}window`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        clientKey: account.clientKey,
        ...key,
        request: JSON.stringify({ ...request, ...change }),
      }).toString(),
    })
    expect(page.status).toBe(400)
    expect(await page.text()).toContain('https://shop.example/fail?code=INVALID_REQUEST')
  })

  it('shows a finished window calmly, with the same way back, and never finishes twice', async () => {
    const simulator = simulate()
    const opened = await simulator.fetch(`${BASE}window`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        clientKey: account.clientKey,
        request: JSON.stringify(request),
      }).toString(),
    })
    const at = new URL(opened.headers.get('location') ?? '', `${BASE}window`)
    const page = await (await simulator.fetch(at)).text()
    expect(page).toContain('구독 &lt;b&gt;')
    const press = (): Promise<Response> =>
      simulator.fetch(at, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'do=sim-approve&returnMethod=POST',
      })
    const left = await (await press()).text()
    expect(left).toMatch(/<form id="return" method="post" action="https:\/\/shop.example\/ok\?keep=1">/)
    const transactionId = /name="transactionId" value="(\d+)"/.exec(left)?.[1]
    for (const again of [await press(), await simulator.fetch(at)]) {
      const text = await again.text()
      expect(text).toContain('이미 끝난 등록 창이에요')
      expect(text).toContain(`value="${transactionId}"`)
    }
  })

  it('knows nothing of a window that was never opened or was reset', async () => {
    expect((await simulate().fetch(`${BASE}window/made-up`)).status).toBe(404)
  })
})

describe('issue-key', () => {
  it('turns a transaction into one key, whatever the letter case of the method', async () => {
    const simulator = simulate({ transactionIdInAnswer: 'same', authOnlyInAnswer: true })
    const transactionId = await transactionOf(simulator, 'approve')
    const body = { transactionId, merchantId: account.merchantId }
    const first = await issueKey(simulator, body, { method: 'card' })
    expect(first.status).toBe(200)
    expect(first.body).toMatchObject({ code: 'SUCCESS', transactionId, authOnly: true })
    expect(first.body['billingKey']).toMatch(/^.{19,20}$/)
    expect(first.body).not.toHaveProperty('cardInfo')
    expect(simulator.truth.keys).toEqual([
      expect.objectContaining({
        provider: 'danal',
        billingKey: first.body['billingKey'],
        customerRef: 'user-1',
        registrationRef: 'order-1',
        revoked: false,
      }),
    ])
    expect(simulator.truth.payments).toEqual([])
  })

  it('refuses a second call for the same transaction with a code of its own', async () => {
    const simulator = simulate()
    const body = { transactionId: await transactionOf(simulator, 'approve'), merchantId: account.merchantId }
    await issueKey(simulator, body)
    expect((await issueKey(simulator, body)).body).toMatchObject({ code: '1103' })
    expect(simulator.truth.keys).toHaveLength(1)
  })

  it('charges the amount when the window was not for the key alone, and may show the card', async () => {
    const simulator = simulate({ cardInfo: true })
    const transactionId = await transactionOf(simulator, 'approve', { issueKeyOnly: false })
    const { body } = await issueKey(simulator, { transactionId, merchantId: account.merchantId })
    expect(body).toMatchObject({ amount: '9900', cardInfo: { cardNumber: '9410-****-****-3332' } })
    expect(simulator.truth.payments).toEqual([
      { provider: 'danal', orderId: 'order-1', amount: 9900, state: 'paid' },
    ])
  })

  it('leaves the card out where the run says so', async () => {
    const simulator = simulate({ cardInfo: false })
    const transactionId = await transactionOf(simulator, 'approve', { issueKeyOnly: false })
    const { body } = await issueKey(simulator, { transactionId, merchantId: account.merchantId })
    expect(body).not.toHaveProperty('cardInfo')
  })

  it('answers the issuer refusal for a declined card, with no key', async () => {
    const simulator = simulate({ failureStatus: 400 })
    const body = { transactionId: await transactionOf(simulator, 'decline'), merchantId: account.merchantId }
    expect(await issueKey(simulator, body)).toMatchObject({ status: 400, body: { code: '3143' } })
    expect(simulator.truth.keys).toEqual([])
  })

  it('registers a phone under MOBILE and refuses the other method', async () => {
    const simulator = simulate()
    const change = { paymentsMethod: 'MOBILE', itemCode: 'item-1' }
    const body = {
      transactionId: await transactionOf(simulator, 'approve', change),
      merchantId: account.merchantId,
    }
    expect((await issueKey(simulator, body)).body).toMatchObject({ code: '1121' })
    expect((await issueKey(simulator, body, { method: 'mobile' })).body).toMatchObject({ code: 'SUCCESS' })
  })

  it.each([
    ['a wrong secret key', {}, { secretKey: 'SK_TEST_other' }, 401, 'UNAUTHORIZED'],
    ['the client key in its place', {}, { secretKey: account.clientKey }, 401, 'UNAUTHORIZED'],
    ['a body that is not JSON', {}, { raw: '{"transactionId":"1",}' }, 400, '1143'],
    ['a form body', {}, { headers: { 'content-type': 'application/x-www-form-urlencoded' } }, 400, '1143'],
    ['no transactionId', { transactionId: '' }, {}, 400, '1101'],
    ['a transactionId over 20 bytes', { transactionId: '1'.repeat(21) }, {}, 400, '1101'],
    ['another merchant', { merchantId: 'B1' }, {}, 400, '1106'],
    ['an unknown transaction', { transactionId: '20260101000000000000' }, {}, 400, '1104'],
  ])('refuses %s', async (_, change, call, status, code) => {
    const simulator = simulate({ failureStatus: 400 })
    const body = { transactionId: '1', merchantId: account.merchantId, ...change }
    expect(await issueKey(simulator, body, call)).toMatchObject({ status, body: { code } })
    expect(simulator.truth.calls).toEqual([expect.objectContaining({ operation: 'issue', status })])
  })

  it('carries the marker in every key', async () => {
    const simulator = simulate({}, { keyMarker: 'marker12' })
    const body = { transactionId: await transactionOf(simulator, 'approve'), merchantId: account.merchantId }
    expect((await issueKey(simulator, body)).body['billingKey']).toMatch(/^marker12.{11}$/)
  })
})

describe("Danal's SDK script", () => {
  it('is at most 1,500 bytes in the shape that pages get by default, and may be loaded from anywhere', async () => {
    const answer = await simulate().fetch(`${BASE}sdk.js`)
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(new TextEncoder().encode(await answer.text()).length).toBeLessThanOrEqual(1500)
  })
})

describe('the made-up contract API', () => {
  it('books in the truth what goes back, in parts and in all', async () => {
    const simulator = simulate()
    const { body: issued } = await issueKey(simulator, {
      merchantId: account.merchantId,
      transactionId: await transactionOf(simulator, 'approve'),
    })
    const call = async (what: string, body: object): Promise<Record<string, unknown>> => {
      const answer = await simulator.fetch(`${BASE}contract/${what}`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${account.secretKey}:`)}` },
        body: JSON.stringify(body),
      })
      return answer.json()
    }
    const { billingKey } = issued
    const { transactionId } = await call('charge', { billingKey, orderId: 'later-1', amount: 5000 })
    await call('cancel', { transactionId, remaining: 5000, amount: 2000 })
    expect(simulator.truth.payments).toMatchObject([{ state: 'paid', cancelled: 2000 }])
    await call('cancel', { transactionId, remaining: 3000, amount: 3000 })
    expect(simulator.truth.payments).toMatchObject([{ state: 'cancelled', cancelled: 5000 }])
  })
})
