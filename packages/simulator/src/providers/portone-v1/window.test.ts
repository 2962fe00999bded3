import { describe, expect, it } from 'vitest'
import { visitPortoneWindow, type CustomerChoice, type PortoneEnd } from '../../customer.ts'
import { createSimulator, type Simulator, type SimulatorOptions } from '../../simulator.ts'

const BASE = 'https://simulator.test/portone-v1/'
const params = {
  channelKey: 'channel-key-simulator-danal',
  pay_method: 'card',
  merchant_uid: 'order-1',
  customer_uid: 'customer-1',
  name: '구독',
  amount: 0,
  m_redirect_url: 'https://shop.example/back?keep=1',
}

function simulate(quirks: SimulatorOptions['quirks'] = {}, options: SimulatorOptions = {}): Simulator {
  return createSimulator({
    seed: 1,
    ...options,
    quirks: { latency: [0, 0], successFlag: 'absent', ...quirks },
  })
}

function visit(
  simulator: Simulator,
  choice: CustomerChoice,
  change: object = {},
  path: 'callback' | 'redirect' = 'callback',
): Promise<PortoneEnd> {
  return visitPortoneWindow(simulator.fetch, BASE, {
    userCode: 'imp00000001',
    params: { ...params, ...change },
    choice,
    path,
  })
}

describe("PortOne V1's window, ended by the callback", () => {
  it('charges an order once although two of its windows are approved at once', async () => {
    const simulator = simulate()
    const charged = { amount: 9900 }
    const ends = await Promise.all([
      visit(simulator, 'approve', charged),
      visit(simulator, 'approve', charged),
    ])
    expect(simulator.truth.payments.filter(({ state }) => state === 'paid')).toHaveLength(1)
    expect(JSON.stringify(ends)).toContain('F1002')
  })

  it('makes a key at approval and answers with the two ids alone', async () => {
    const simulator = simulate()
    const end = await visit(simulator, 'approve')
    expect(end).toEqual({
      kind: 'callback',
      answer: { imp_uid: expect.stringMatching(/^imp_\d{12}$/), merchant_uid: 'order-1' },
    })
    expect(simulator.truth.keys).toMatchObject([
      { provider: 'portone-v1', customerRef: 'customer-1', registrationRef: 'order-1', revoked: false },
    ])
    expect(simulator.truth.keys[0]?.billingKey).not.toBe('customer-1')
    expect(simulator.truth.payments).toEqual([])
  })

  it.each([
    ['decline', '3143'],
    ['cancel', '2101'],
  ] as const)('ends %s with error_code %s and makes no key', async (choice, code) => {
    const simulator = simulate()
    expect(await visit(simulator, choice)).toMatchObject({
      answer: { error_code: code, merchant_uid: 'order-1' },
    })
    expect(simulator.truth.keys).toEqual([])
  })

  it.each([
    ['success', { success: true }],
    ['imp_success', { imp_success: true }],
  ] as const)('adds the legacy flag %s where the run says so', async (successFlag, flag) => {
    expect(await visit(simulate({ successFlag }), 'approve')).toMatchObject({ answer: flag })
  })

  it('really charges an amount above 0 at Danal, and says so in the truth', async () => {
    const simulator = simulate()
    await visit(simulator, 'approve', { amount: 9900 })
    expect(simulator.truth.payments).toEqual([
      { provider: 'portone-v1', orderId: 'order-1', amount: 9900, state: 'paid' },
    ])
  })

  it('merely shows the amount at a PG that charges nothing with the registration', async () => {
    const simulator = simulate()
    await visit(simulator, 'approve', { channelKey: 'channel-key-simulator-inicis', amount: 9900 })
    expect(simulator.truth).toMatchObject({ payments: [], keys: [{ customerRef: 'customer-1' }] })
  })

  it('takes `pg` with a CPID in place of a channelKey', async () => {
    const { channelKey: _, ...rest } = params
    const end = await visitPortoneWindow(simulate().fetch, BASE, {
      userCode: 'imp00000001',
      params: { ...rest, pg: 'danal_tpay.9810030929' },
      choice: 'approve',
    })
    expect(end).toMatchObject({ answer: { imp_uid: expect.any(String) } })
  })
})

describe("PortOne V1's window, ended by a redirect", () => {
  it('carries the ids in the query, and may leave imp_uid out', async () => {
    const whole = await visit(simulate({ impUidInRedirect: true }), 'approve', {}, 'redirect')
    expect(whole.kind === 'redirect' && [...whole.url.searchParams.keys()]).toEqual([
      'keep',
      'imp_uid',
      'merchant_uid',
    ])
    const bare = await visit(simulate({ impUidInRedirect: false }), 'approve', {}, 'redirect')
    expect(bare.kind === 'redirect' && [...bare.url.searchParams.keys()]).toEqual(['keep', 'merchant_uid'])
  })

  it('carries error_code and error_msg after a failure, and the older flag where the run says so', async () => {
    const end = await visit(simulate({ successFlag: 'imp_success' }), 'cancel', {}, 'redirect')
    expect(end.kind === 'redirect' && Object.fromEntries(end.url.searchParams)).toMatchObject({
      error_code: '2101',
      imp_success: 'false',
      merchant_uid: 'order-1',
    })
  })

  it('goes back with the reason when no window could open', async () => {
    const end = await visit(simulate(), 'approve', { name: '' }, 'redirect')
    expect(end.kind === 'redirect' && end.url.searchParams.get('error_msg')).toContain('name')
    expect(end.kind === 'redirect' && end.url.searchParams.has('imp_uid')).toBe(false)
  })
})

describe('request_pay refuses before a window opens', () => {
  it.each([
    [{ merchant_uid: '' }, 'merchant_uid'],
    [{ merchant_uid: 'm'.repeat(41) }, 'merchant_uid: 40자'],
    [{ customer_uid: '' }, 'customer_uid'],
    [{ customer_uid: 'c'.repeat(81) }, 'customer_uid: 80자'],
    [{ name: '이'.repeat(41) }, 'name: 40자'],
    [{ pay_method: 'trans' }, 'pay_method'],
    [{ channelKey: 'channel-key-unknown' }, 'channelKey'],
    [{ amount: 99 }, '100원'],
    [{ amount: -1 }, 'amount'],
    [{ buyer_email: 'nobody' }, 'buyer_email'],
    [{ channelKey: undefined, pg: 'nice' }, '빌링키를 창에서'],
    [{ channelKey: undefined, pg: 'smartro_v2' }, 'customer_id'],
    [{ m_redirect_url: '/back' }, 'm_redirect_url'],
  ])('%j', async (change, reason) => {
    const end = await visit(simulate(), 'approve', change)
    expect(end).toMatchObject({ kind: 'callback', answer: { imp_uid: null } })
    expect(end.kind === 'callback' && end.answer['error_msg']).toContain(reason)
  })

  it('an unknown user code', async () => {
    const end = await visitPortoneWindow(simulate().fetch, BASE, {
      userCode: 'imp9',
      params,
      choice: 'approve',
    })
    expect(end).toMatchObject({ answer: { imp_uid: null, error_msg: expect.stringContaining('식별코드') } })
  })

  it('a merchant_uid that is paid already, but not one that merely failed', async () => {
    const simulator = simulate()
    await visit(simulator, 'decline')
    await visit(simulator, 'approve')
    expect(await visit(simulator, 'approve')).toMatchObject({ answer: { error_code: 'F1002' } })
    expect(simulator.truth.keys).toHaveLength(1)
  })
})

describe("a fault ordered for PortOne V1's issue", () => {
  it('strikes where the key is made: drop-response leaves a key that the page never heard of', async () => {
    const simulator = simulate(
      {},
      { faults: [{ provider: 'portone-v1', operation: 'issue', fault: 'drop-response' }] },
    )
    await expect(visit(simulator, 'approve')).rejects.toThrow('fetch failed')
    expect(simulator.truth.keys).toHaveLength(1)
  })

  it('drop-request makes none', async () => {
    const simulator = simulate(
      {},
      { faults: [{ provider: 'portone-v1', operation: 'issue', fault: 'drop-request' }] },
    )
    await expect(visit(simulator, 'approve')).rejects.toThrow('fetch failed')
    expect(simulator.truth.keys).toEqual([])
  })
})
