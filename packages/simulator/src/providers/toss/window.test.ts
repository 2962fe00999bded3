import { describe, expect, it } from 'vitest'
import { CUSTOMER_KEY, simulateToss, TOSS_REQUEST, visitToss } from '../../testing/toss-shop.ts'
import { joinReturnUrl } from './window.ts'

const iframe = { target: 'iframe' } as const

describe("Toss Payments' window", () => {
  it.each(['self', 'iframe'] as const)(
    'in %s sends the page to successUrl with both keys',
    async (target) => {
      const end = await visitToss(simulateToss(), { target })
      if (end.kind !== 'navigate') throw new Error('expected an address')
      expect(end.url.origin + end.url.pathname).toBe(TOSS_REQUEST.successUrl)
      expect(end.url.searchParams.get('customerKey')).toBe(CUSTOMER_KEY)
      expect(end.url.searchParams.get('authKey')).toMatch(/^.{20,300}$/)
      expect([...end.url.searchParams.keys()]).toEqual(['customerKey', 'authKey'])
    },
  )

  it('makes no key by itself: the authKey is only good for the issue call', async () => {
    const simulator = simulateToss()
    await visitToss(simulator)
    expect(simulator.truth.keys).toEqual([])
  })

  it('hands out an authKey with URL characters where the run says so, and it arrives whole', async () => {
    const end = await visitToss(simulateToss({ quirks: { keyAlphabet: 'base64' } }))
    if (end.kind !== 'navigate') throw new Error('expected an address')
    expect(end.url.searchParams.get('authKey')).toMatch(/\+\/Z=$/)
  })

  it('leaves a cancelled page for failUrl with a code and a message, without any orderId', async () => {
    const end = await visitToss(simulateToss(), { choice: 'cancel' })
    if (end.kind !== 'navigate') throw new Error('expected an address')
    expect(end.url.pathname).toBe('/fail')
    expect(Object.fromEntries(end.url.searchParams)).toEqual({
      code: 'PAY_PROCESS_CANCELED',
      message: expect.stringContaining('취소'),
    })
  })

  it('ends a cancelled iframe by the promise or by failUrl, as the run says', async () => {
    const rejecting = await visitToss(simulateToss(), { ...iframe, choice: 'cancel' })
    expect(rejecting).toEqual({ kind: 'reject', code: 'USER_CANCEL' })
    const leaving = await visitToss(simulateToss({ quirks: { iframeCancel: 'failUrl' } }), {
      ...iframe,
      choice: 'cancel',
    })
    expect(leaving).toMatchObject({ kind: 'navigate', url: { pathname: '/fail' } })
  })

  it('tells of a refusal on failUrl, or hands out an authKey that the issuer refuses later', async () => {
    const early = await visitToss(simulateToss({ quirks: { declineAt: 'window' } }), { choice: 'decline' })
    if (early.kind !== 'navigate') throw new Error('expected an address')
    expect(early.url.searchParams.get('code')).toBe('REJECT_CARD_COMPANY')
    const late = await visitToss(simulateToss(), { choice: 'decline' })
    expect(late).toMatchObject({ url: { pathname: '/ok' } })
  })

  it.each([
    ['INVALID_CLIENT_KEY', { clientKey: 'test_ck_other' }],
    ['NOT_SUPPORTED_WIDGET_KEY', { clientKey: 'test_gck_x' }],
    ['INVALID_CUSTOMER_KEY', { customerKey: 'a' }],
    ['INVALID_CUSTOMER_KEY', { customerKey: '@@한글' }],
    ['INSECURE_KEY_USAGE', { customerKey: 'test_sk_abc' }],
    ['NOT_SUPPORTED_METHOD', { request: { ...TOSS_REQUEST, method: '카드' } }],
    ['INCORRECT_SUCCESS_URL_FORMAT', { request: { ...TOSS_REQUEST, successUrl: '/ok' } }],
    ['INCORRECT_FAIL_URL_FORMAT', { request: { ...TOSS_REQUEST, failUrl: 'javascript:1' } }],
    ['INVALID_PARAMETERS', { request: { ...TOSS_REQUEST, customerName: 'x'.repeat(101) } }],
    ['INVALID_PARAMETERS', { request: { ...TOSS_REQUEST, windowTarget: 'popup' } }],
    ['INVALID_PARAMETERS', { request: { ...TOSS_REQUEST, selectableCardTypes: ['GIFT'] } }],
  ])('rejects with %s for %j', async (code, change) => {
    expect(await visitToss(simulateToss(), { ...iframe, ...change })).toEqual({ kind: 'reject', code })
  })

  it('asks for a bank account when TRANSFER is registered', async () => {
    const simulator = simulateToss()
    const opened = await simulator.fetch('https://simulator.test/toss/v2/window', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        clientKey: 'test_ck_simulator',
        customerKey: CUSTOMER_KEY,
        request: JSON.stringify({ ...TOSS_REQUEST, method: 'TRANSFER', customerName: '<b>' }),
      }).toString(),
    })
    const at = new URL(opened.headers.get('location') ?? '', 'https://simulator.test/toss/v2/window')
    const page = await (await simulator.fetch(at)).text()
    expect(page).toContain('계좌번호')
    expect(page).toContain('&lt;b&gt;')
    const press = (): Promise<Response> =>
      simulator.fetch(at, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'do=sim-approve',
      })
    const sentTo = (await press()).headers.get('location')
    expect(sentTo).toContain('authKey=')
    for (const again of [await press(), await simulator.fetch(at)])
      expect(await again.text()).toContain('이미 끝난 등록 창이에요')
  })
})

describe('a return address with a query of its own', () => {
  const params = { code: 'A B' }

  it('is merged, or appended to as text, ending with & or not', () => {
    expect(joinReturnUrl('merged', 'https://s.example/?a=1#x', params)).toBe(
      'https://s.example/?a=1&code=A+B#x',
    )
    expect(joinReturnUrl('appended', 'https://s.example/?a=1&', params)).toBe(
      'https://s.example/?a=1&code=A+B',
    )
    expect(joinReturnUrl('appended', 'https://s.example/?a=1', params)).toBe(
      'https://s.example/?a=1&code=A+B',
    )
    expect(joinReturnUrl('appended', 'https://s.example/', params)).toBe('https://s.example/?code=A+B')
  })
})
