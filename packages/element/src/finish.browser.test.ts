import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { CARD, problem, view } from '../test/fake-endpoint.ts'
import {
  action,
  APPROVED,
  cleanPage,
  fakeImp,
  has,
  label,
  message,
  part,
  phase,
  ready,
  type FakeImp,
  type TestPage,
} from '../test/page.ts'
import type { BillingRegisterElement } from './billing-register-element.ts'

const COMPLETE = 'POST /registrations/:id/complete'
let page: TestPage
let imp: FakeImp
let hidden = false

beforeEach(() => {
  page = cleanPage()
  imp = fakeImp()
  hidden = false
  vi.spyOn(document, 'hidden', 'get').mockImplementation(() => hidden)
})
afterEach(() => {
  vi.restoreAllMocks()
})

/** An element whose window has just given its result; from here on time is made. */
async function returned(): Promise<BillingRegisterElement> {
  const element = await ready()
  action(element).click()
  await phase(element, 'open')
  vi.useFakeTimers()
  imp.answer(APPROVED)
  await vi.advanceTimersByTimeAsync(0)
  return element
}
const looks = (): number => page.endpoint.of(COMPLETE).length
const show = (): boolean => document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))

describe('the outcome', () => {
  it('declined: the reason, the support code, and another try', async () => {
    page.endpoint.replies[COMPLETE] = view('declined', {
      error: {
        type: '',
        title: '',
        status: 402,
        code: 'card_limit',
        detail: '한도를 넘었어요.',
        retry: 'new',
        requestId: 'req_9',
      },
    })
    const element = await returned()
    expect(element.state.phase).toBe('declined')
    expect(message(element)).toBe('한도를 넘었어요.')
    expect(part(element, 'support').textContent).toContain('req_9')
    expect(label(element)).toBe('다른 카드로 등록하기')
    expect(page.events.at(-1)).toMatchObject({ type: 'billing-error', detail: { code: 'card_limit' } })
    vi.useRealTimers()
    action(element).click()
    await phase(element, 'open')
    expect(element.state.id).toBe('reg_0002')
  })

  it('cancelled is no error', async () => {
    page.endpoint.replies[COMPLETE] = view('cancelled')
    const element = await returned()
    expect(element.state.phase).toBe('cancelled')
    expect(page.events.map(({ type }) => type)).not.toContain('billing-error')
  })

  it('expired starts from the beginning', async () => {
    page.endpoint.replies[COMPLETE] = view('expired', {
      error: {
        type: '',
        title: '',
        status: 410,
        code: 'registration_expired',
        detail: '시간이 지났어요.',
        retry: 'new',
      },
    })
    const element = await returned()
    expect(element.state.phase).toBe('failed')
    expect(message(element)).toBe('시간이 지났어요.')
    expect(label(element)).toBe('다시 시도')
  })

  it('issued although the first payment failed: the card, and what went wrong', async () => {
    page.endpoint.replies[COMPLETE] = view('issued', {
      paymentMethod: CARD,
      payment: { state: 'declined', amount: 9900 },
      error: {
        type: '',
        title: '',
        status: 402,
        code: 'card_limit',
        detail: '첫 결제는 되지 않았어요.',
        retry: 'new',
      },
    })
    const element = await returned()
    expect(element.state.phase).toBe('issued')
    expect(message(element)).toBe('카드가 등록됐어요')
    expect(element.shadowRoot?.textContent).toContain('첫 결제는 되지 않았어요.')
  })

  it('of another account asks for that login', async () => {
    page.endpoint.replies[COMPLETE] = problem(404, 'not_found', { detail: '다른 계정이에요.' })
    const element = await returned()
    expect(element.state.phase).toBe('failed')
    expect(message(element)).toBe('다른 계정이에요.')
    expect(has(element, 'slot[name=login]')).toBe(true)
  })
})

describe('an outcome that is not known yet', () => {
  it('is looked for again after 1, 2, 4 seconds while the server is issuing', async () => {
    page.endpoint.replies[COMPLETE] = { status: 202, json: view('issuing') }
    const element = await returned()
    expect([element.state.phase, looks()]).toEqual(['finishing', 1])
    for (const [ms, expected] of [
      [1000, 2],
      [2000, 3],
      [4000, 4],
    ] as const) {
      await vi.advanceTimersByTimeAsync(ms - 1)
      expect(looks()).toBe(expected - 1)
      await vi.advanceTimersByTimeAsync(1)
      expect(looks()).toBe(expected)
    }
    page.endpoint.replies[COMPLETE] = view('issued', { paymentMethod: CARD })
    await vi.advanceTimersByTimeAsync(8000)
    expect(element.state.phase).toBe('issued')
    expect(page.endpoint.of(COMPLETE).at(-1)?.body).toMatchObject({ return: APPROVED })
  })

  it('uncertain: looks by itself for two minutes, then offers 다시 확인, and never says failed', async () => {
    page.endpoint.replies[COMPLETE] = view('uncertain')
    const element = await returned()
    expect(element.state).toMatchObject({ phase: 'uncertain', looking: true })
    expect(message(element)).toContain('다시 등록하지 말고')
    expect(action(element).ariaDisabled).toBe('true')
    await vi.advanceTimersByTimeAsync(2_000)
    expect(looks()).toBe(2)
    await vi.advanceTimersByTimeAsync(130_000)
    const before = looks()
    expect(element.state.looking).toBe(false)
    expect(label(element)).toBe('다시 확인')
    expect(action(element).ariaDisabled).toBe('false')
    await vi.advanceTimersByTimeAsync(600_000)
    expect(looks()).toBe(before)
    page.endpoint.replies[COMPLETE] = view('issued', { paymentMethod: CARD })
    action(element).click()
    await vi.advanceTimersByTimeAsync(0)
    expect(element.state.phase).toBe('issued')
    expect(page.phases).not.toContain('failed')
  })

  it('uncertain: does not look while the page is hidden', async () => {
    page.endpoint.replies[COMPLETE] = view('uncertain')
    await returned()
    hidden = true
    await vi.advanceTimersByTimeAsync(60_000)
    expect(looks()).toBe(1)
    hidden = false
    show()
    await vi.advanceTimersByTimeAsync(0)
    expect(looks()).toBe(2)
  })

  it('uncertain: offers to start again once the server says that it is safe', async () => {
    page.endpoint.replies[COMPLETE] = view('uncertain', { canRetry: true })
    const element = await returned()
    expect(message(element)).toBe('아직 결과를 확인하고 있어요. 다시 등록해도 괜찮아요.')
    expect(label(element)).toBe('다시 시도')
    vi.useRealTimers()
    action(element).click()
    await phase(element, 'open')
    expect(element.state.id).toBe('reg_0002')
  })

  it.each([
    ['the network is gone', new TypeError('offline')],
    ['the server is in trouble', problem(503, 'ledger_unavailable')],
    ['something between answers HTML', { status: 502, json: '<h1>' }],
    ['something between refuses', { status: 403, json: '<h1>' }],
  ])('is still looked for when %s', async (_name, reply) => {
    page.endpoint.replies[COMPLETE] = reply
    const element = await returned()
    expect(element.state.phase).toBe('finishing')
    await vi.advanceTimersByTimeAsync(1_000)
    expect([element.state.phase, looks()]).toEqual(['finishing', 2])
    page.endpoint.replies[COMPLETE] = view('issued', { paymentMethod: CARD })
    await vi.advanceTimersByTimeAsync(2_000)
    expect(element.state.phase).toBe('issued')
  })

  it('becomes uncertain, not failed, when nothing answers for long', async () => {
    page.endpoint.replies[COMPLETE] = new TypeError('offline')
    const element = await returned()
    await vi.advanceTimersByTimeAsync(130_000)
    expect(element.state).toMatchObject({ phase: 'uncertain', looking: false })
    expect(label(element)).toBe('다시 확인')
  })

  it('waits for the login, and goes on by itself after it', async () => {
    page.endpoint.replies[COMPLETE] = problem(401, 'unauthenticated')
    const element = await returned()
    expect(element.state).toMatchObject({ phase: 'idle', id: 'reg_0001' })
    expect(has(element, 'slot[name=login]')).toBe(true)
    page.endpoint.replies[COMPLETE] = view('issued', { paymentMethod: CARD })
    show()
    await vi.advanceTimersByTimeAsync(0)
    expect(element.state.phase).toBe('issued')
    expect(page.endpoint.of(COMPLETE).at(-1)?.body).toMatchObject({ return: APPROVED })
  })
})
