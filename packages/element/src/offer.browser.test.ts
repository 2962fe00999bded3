import { beforeEach, describe, expect, it, vi } from 'vitest'
import { CONSENT_OFFER, OFFER, problem } from '../test/fake-endpoint.ts'
import {
  action,
  add,
  checkbox,
  cleanPage,
  drawn,
  fakeImp,
  has,
  label,
  message,
  part,
  phase,
  ready,
  settled,
  type TestPage,
} from '../test/page.ts'

let page: TestPage
beforeEach(() => {
  page = cleanPage()
  fakeImp()
})

describe('the offer', () => {
  it('shows what it costs, what is charged now and next, whose account, and by whom', async () => {
    const element = await ready()
    expect(part(element, 'name').textContent).toBe('보름 커피')
    expect(part(element, 'price').textContent).toBe('9,900원 / 월')
    expect(part(element, 'now').textContent).toBe('오늘은 결제되지 않아요.')
    expect(part(element, 'next').textContent).toBe('첫 결제 2026년 12월 1일')
    expect(part(element, 'account').textContent).toBe('al***@example.com 계정에 등록돼요')
    expect(part(element, 'provider').textContent).toBe('다날')
    expect(has(element, '[part=badge]')).toBe(false)
  })

  it('says when test keys are in use', async () => {
    page.endpoint.replies['GET /offer'] = { ...OFFER, text: { ...OFFER.text, test: '테스트' } }
    expect(part(await ready(), 'badge').textContent).toBe('테스트')
  })

  it('is a shape with a still action while it is loading', async () => {
    page.endpoint.replies['GET /offer'] = () => new Promise(() => {})
    const element = add()
    await vi.waitUntil(() => has(element, '[part=skeleton]') && has(element, '[part=action]'))
    expect(action(element).ariaDisabled).toBe('true')
    action(element).click()
    await settled()
    expect(page.endpoint.routes()).toEqual(['GET /offer'])
    expect(element.matches(':state(ready)')).toBe(false)
  })

  it('has exactly one action, and a native, unticked consent with its facts and its full text', async () => {
    page.endpoint.replies['GET /offer'] = CONSENT_OFFER
    const element = await ready()
    expect(element.shadowRoot?.querySelectorAll('button')).toHaveLength(1)
    expect(checkbox(element).type).toBe('checkbox')
    expect(checkbox(element).checked).toBe(false)
    expect(part(element, 'consent').textContent).toContain('정기결제에 동의해요')
    expect(part(element, 'consent').querySelector('dl')?.textContent).toContain('9,900원')
    expect(part(element, 'consent').querySelector('summary')?.textContent).toBe('전체 내용 보기')
    expect(part(element, 'consent').querySelector('details')?.open).toBe(false)
  })

  it('only dims a consent that may not be changed now: no box behind it, and the tick as strong as its text', async () => {
    page.endpoint.replies['GET /offer'] = CONSENT_OFFER
    const element = await ready()
    element.setAttribute('disabled', '')
    await settled()
    expect(getComputedStyle(part(element, 'consent')).backgroundColor).toBe('rgba(0, 0, 0, 0)')
    expect(getComputedStyle(part(element, 'consent')).opacity).toBe('0.6')
    expect(getComputedStyle(checkbox(element)).opacity).toBe('1')
  })

  it('asks for a login on 401, calmly, and looks again when the page is seen again', async () => {
    page.endpoint.replies['GET /offer'] = problem(401, 'unauthenticated')
    const element = add()
    await vi.waitUntil(() => has(element, 'slot[name=login]'))
    expect(element.state.phase).toBe('idle')
    expect(label(element)).toBe('다시 확인')
    expect(page.events.map(({ type }) => type)).not.toContain('billing-error')
    page.endpoint.replies['GET /offer'] = OFFER
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
    await vi.waitUntil(() => element.matches(':state(ready)'))
    expect(has(element, 'slot[name=login]')).toBe(false)
  })

  it('fails with its own words when the endpoint cannot be reached, and comes back by itself or by the action', async () => {
    page.endpoint.replies['GET /offer'] = new TypeError('offline')
    const element = add()
    await phase(element, 'failed')
    expect(message(element)).toBe('연결하지 못했어요. 네트워크를 확인한 뒤 다시 시도해 주세요.')
    action(element).click()
    await vi.waitUntil(() => page.endpoint.calls.length === 2)
    await phase(element, 'failed')
    page.endpoint.replies['GET /offer'] = OFFER
    window.dispatchEvent(new Event('online'))
    await vi.waitUntil(() => element.matches(':state(ready)'))
    expect(element.state.phase).toBe('idle')
  })

  it('fails with its own words when the endpoint answers HTML', async () => {
    page.endpoint.replies['GET /offer'] = { status: 500, json: '<h1>500</h1>' }
    const element = add()
    await phase(element, 'failed')
    expect(message(element)).toBe('지금은 등록할 수 없어요. 잠시 뒤 다시 시도해 주세요.')
    expect(element.state.problem?.code).toBe('bad_response')
  })

  it('shows the server’s words and the support code', async () => {
    page.endpoint.replies['GET /offer'] = problem(500, 'merchant_error', {
      detail: '잠시 뒤에 해 주세요.',
      requestId: 'req_1',
    })
    const element = add()
    await phase(element, 'failed')
    expect(message(element)).toBe('잠시 뒤에 해 주세요.')
    expect(part(element, 'support').textContent).toBe('문의 코드 req_1')
  })

  it('is asked for again when the plan changes, in the language of the element', async () => {
    page.endpoint.replies['GET /offer'] = new TypeError('offline')
    const element = add({ lang: 'en' })
    await phase(element, 'failed')
    expect(label(element)).toBe('Try again')
    expect(page.endpoint.calls[0]?.headers.get('accept-language')).toBe('en')
    element.setAttribute('plan', 'team')
    await vi.waitUntil(() => page.endpoint.of('GET /offer').length === 2)
    for (const [lang, text] of [
      ['ja', 'もう一度試す'],
      ['zh', '重试'],
      ['ko', '다시 시도'],
    ] as const) {
      element.setAttribute('lang', lang)
      await vi.waitUntil(() => label(element) === text)
      expect(page.endpoint.calls.at(-1)?.headers.get('accept-language')).toBe(lang)
    }
  })

  it('has a headers property that a framework finds, and takes one that was set before the script was there', async () => {
    expect('headers' in document.createElement('billing-register')).toBe(true)
    const early = document.implementation.createHTMLDocument().createElement('billing-register')
    early.headers = () => ({ authorization: 'Bearer early' })
    early.setAttribute('endpoint', '/billing')
    document.body.append(early)
    await vi.waitUntil(() => early.matches(':state(ready)'))
    expect(page.endpoint.calls[0]?.headers.get('authorization')).toBe('Bearer early')
  })

  it('sends what the headers property gives', async () => {
    const element = document.createElement('billing-register')
    element.headers = async () => ({ Authorization: 'Bearer token' })
    element.setAttribute('endpoint', '/billing/')
    document.body.append(element)
    await vi.waitUntil(() => element.matches(':state(ready)'))
    expect(page.endpoint.calls[0]?.headers.get('authorization')).toBe('Bearer token')
    expect(page.endpoint.routes()).toEqual(['GET /offer'])
  })
})

describe('an element that cannot work', () => {
  it('refuses what looks like a secret key, never says it, and asks nobody', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const element = add({ provider: 'SK_LIVE_abcdef' })
    await phase(element, 'failed')
    expect(element.state.problem?.code).toBe('misconfigured')
    expect(page.endpoint.calls).toEqual([])
    expect(String(log.mock.calls)).toContain('provider')
    expect(String(log.mock.calls)).not.toContain('abcdef')
    expect(element.shadowRoot?.innerHTML).not.toContain('abcdef')
    action(element).click()
    window.dispatchEvent(new Event('online'))
    await settled()
    expect(page.endpoint.calls).toEqual([])
    log.mockRestore()
  })

  it('says that the endpoint is missing', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {})
    const element = document.createElement('billing-register')
    document.body.append(element)
    await phase(element, 'failed')
    expect(String(log.mock.calls)).toContain('endpoint')
    log.mockRestore()
    element.setAttribute('endpoint', '/billing')
    await vi.waitUntil(() => element.matches(':state(ready)'))
    await drawn()
    expect(element.state.phase).toBe('idle')
  })
})
