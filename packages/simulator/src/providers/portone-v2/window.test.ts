import { describe, expect, it } from 'vitest'
import { text } from '../../json.ts'
import {
  callV2,
  DIRECT_CHANNEL,
  ISSUE_REQUEST,
  resultOf,
  simulateV2,
  visitV2,
} from '../../testing/portone-v2-shop.ts'

const direct = { channelKey: DIRECT_CHANNEL }
const redirectUrl = 'https://shop.example/back?keep=1'

describe("PortOne V2's window with manual confirm", () => {
  it('resolves with NEEDS_CONFIRMATION and a token, and makes no key', async () => {
    const simulator = simulateV2()
    expect(await resultOf(simulator)).toEqual({
      transactionType: 'ISSUE_BILLING_KEY',
      billingKey: 'NEEDS_CONFIRMATION',
      billingIssueToken: expect.stringMatching(/^\w{20,}$/),
    })
    expect(simulator.truth.keys).toEqual([])
  })

  it('tells of a refusal in the window where the run says so, else only when confirming', async () => {
    const early = simulateV2({ quirks: { declineAt: 'window' } })
    expect(await resultOf(early, {}, { choice: 'decline' })).toMatchObject({
      code: 'FAILURE_TYPE_PG',
      pgCode: 'REJECT_CARD_COMPANY',
    })
    expect(await resultOf(simulateV2(), {}, { choice: 'decline' })).not.toHaveProperty('code')
  })
})

describe("PortOne V2's window without it", () => {
  it('makes the key and hands it to the page', async () => {
    const simulator = simulateV2()
    const result = await resultOf(simulator, direct)
    expect(result).toEqual({
      transactionType: 'ISSUE_BILLING_KEY',
      billingKey: expect.stringMatching(/^billing-key-\w+$/),
    })
    expect(simulator.truth.keys).toMatchObject([
      {
        provider: 'portone-v2',
        billingKey: result['billingKey'],
        customerRef: 'customer1',
        registrationRef: 'issue-1',
        revoked: false,
      },
    ])
  })

  it('gives a code for a refusal and for a cancel, and makes no key', async () => {
    const simulator = simulateV2()
    expect(await resultOf(simulator, direct, { choice: 'decline' })).toMatchObject({
      code: 'FAILURE_TYPE_PG',
    })
    expect(await resultOf(simulator, direct, { choice: 'cancel' })).toEqual({
      transactionType: 'ISSUE_BILLING_KEY',
      code: 'FAILURE_TYPE_PG',
      message: expect.stringContaining('취소'),
      pgCode: 'PAY_PROCESS_CANCELED',
      pgMessage: expect.stringContaining('취소'),
    })
    expect(simulator.truth.keys).toEqual([])
  })

  it('may carry the key assigned beforehand beside a code, and that key is unknown', async () => {
    const simulator = simulateV2({ quirks: { v2BillingKeyOnFailure: true, v2CancelCode: 'USER_CANCEL' } })
    const result = await resultOf(simulator, direct, { choice: 'cancel' })
    expect(result).toMatchObject({ code: 'USER_CANCEL', billingKey: expect.stringMatching(/^billing-key-/) })
    expect(await callV2(simulator, `/billing-keys/${text(result, 'billingKey')}`)).toMatchObject({
      status: 404,
      body: { type: 'BILLING_KEY_NOT_FOUND' },
    })
  })

  it.each([
    ['drop-response', 1],
    ['drop-request', 0],
  ] as const)('under %s ordered for issue leaves %d key at the PG and tells nobody', async (fault, keys) => {
    const simulator = simulateV2({ faults: [{ provider: 'portone-v2', operation: 'issue', fault }] })
    await expect(visitV2(simulator, direct)).rejects.toThrow('fetch failed')
    expect(simulator.truth.keys).toHaveLength(keys)
  })
})

describe('the way back', () => {
  it.each([
    ['pc', { redirectUrl }, 'resolve'],
    ['pc', { redirectUrl, forceRedirect: true }, 'redirect'],
    ['pc', { forceRedirect: true }, 'resolve'],
    ['mobile', { redirectUrl }, 'redirect'],
    ['mobile', { redirectUrl, forceRedirect: true }, 'redirect'],
  ] as const)('on %s with %j is: %s', async (device, change, kind) => {
    expect((await visitV2(simulateV2(), change, { device })).kind).toBe(kind)
  })

  it('is a query with the fields of the promise, and more where the run says so', async () => {
    const query = async (v2ExtraInRedirect: boolean): Promise<string[]> => {
      const simulator = simulateV2({ quirks: { v2ExtraInRedirect } })
      const end = await visitV2(simulator, { redirectUrl }, { device: 'mobile' })
      return end.kind === 'redirect' ? [...end.url.searchParams.keys()] : []
    }
    const plain = ['keep', 'transactionType', 'billingKey', 'billingIssueToken']
    expect(await query(false)).toEqual(plain)
    expect(await query(true)).toEqual([...plain, 'issueId', 'txId'])
  })

  it('stays the same however often a finished page is visited', async () => {
    const simulator = simulateV2()
    const opened = await simulator.fetch('https://simulator.test/portone-v2/checkout', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        request: JSON.stringify({ ...ISSUE_REQUEST, redirectUrl }),
        device: 'mobile',
      }).toString(),
    })
    const at = `https://simulator.test/portone-v2/${String((await opened.json()).url)}`
    const press = (): Promise<Response> =>
      simulator.fetch(at, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'do=sim-approve',
      })
    const location = (await press()).headers.get('location') ?? ''
    expect(location).toContain('billingIssueToken=')
    for (const again of [await press(), await simulator.fetch(at)])
      expect(await again.text()).toContain(location.replaceAll('&', '&amp;'))
  })
})

describe('a request that opens no window', () => {
  it.each([
    [{ storeId: 'store-other' }, 'StoreNotFound', 'storeId'],
    [{ channelKey: 'nothing' }, 'ChannelNotFound', 'channelKey'],
    [{ channelKey: undefined }, 'ChannelNotFound', 'channelKey'],
    [{ billingKeyMethod: undefined }, 'InvalidArgument', 'billingKeyMethod'],
    [{ billingKeyMethod: 'MOBILE' }, 'InvalidArgument', 'billingKeyMethod'],
    [{ windowType: { pc: 'POPUP' } }, 'InvalidArgument', 'windowType.pc'],
    [{ redirectUrl: '/back' }, 'InvalidArgument', 'redirectUrl'],
    [{ customer: { customerId: 'a' } }, 'InvalidArgument', 'customer.customerId'],
    [{ offerPeriod: {} }, 'InvalidArgument', 'offerPeriod'],
    [{ channelKey: 'channel-key-simulator-v2-inicis', issueId: undefined }, 'InvalidArgument', 'issueId'],
    [{ channelKey: 'channel-key-simulator-v2-inicis', customer: {} }, 'InvalidArgument', 'customer.fullName'],
    [{ channelKey: 'channel-key-simulator-v2-inicis', issueId: '주문' }, 'InvalidArgument', 'issueId'],
    [{ channelKey: 'channel-key-simulator-v2-smartro', customer: {} }, 'InvalidArgument', 'customerId'],
    [{ channelKey: 'channel-key-simulator-v2-kakaopay' }, 'InvalidArgument', 'EASY_PAY'],
    [
      {
        channelKey: 'channel-key-simulator-v2-kcp',
        offerPeriod: { range: { from: '2026-01-01T00:00:00Z' } },
      },
      'InvalidArgument',
      'offerPeriod.interval',
    ],
  ])('%j rejects with %s and names %s', async (change, code, name) => {
    const end = await visitV2(simulateV2(), change)
    expect(end).toMatchObject({ kind: 'reject', error: { code } })
    expect(end.kind === 'reject' && text(end.error, 'message')).toContain(name)
  })

  it.each([
    [{}, 'redirectUrl'],
    [{ redirectUrl, windowType: { mobile: 'IFRAME' } }, 'windowType.mobile'],
    [{ redirectUrl, channelKey: 'channel-key-simulator-v2-inicis' }, 'offerPeriod'],
    [
      {
        redirectUrl,
        channelKey: 'channel-key-simulator-v2-inicis',
        offerPeriod: { interval: '30d' },
      },
      'offerPeriod.interval',
    ],
  ])('on a phone %j names %s, even with forceRedirect', async (change, name) => {
    const end = await visitV2(simulateV2(), { ...change, forceRedirect: true }, { device: 'mobile' })
    expect(end.kind === 'reject' && text(end.error, 'message')).toContain(name)
  })
})

describe('what is registered', () => {
  it.each([
    [{ ...direct, billingKeyMethod: 'TRANSFER' }, 'BillingKeyPaymentMethodTransfer'],
    [
      { channelKey: 'channel-key-simulator-v2-kakaopay', billingKeyMethod: 'EASY_PAY' },
      'BillingKeyPaymentMethodEasyPay',
    ],
  ])('with %j is a %s', async (change, type) => {
    const simulator = simulateV2()
    const { billingKey } = await resultOf(simulator, change)
    const { body } = await callV2(simulator, `/billing-keys/${String(billingKey)}`)
    expect(body['methods']).toMatchObject([{ type }])
  })
})
