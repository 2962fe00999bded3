import axe from 'axe-core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { MESSAGES } from './methods/i18n/index.ts'
import {
  addList,
  eventually,
  focused,
  message,
  method,
  methodsPage,
  part,
  parts,
  press,
  ready,
  tick,
} from '../test/methods-page.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

const ids = (element: Element): string[] => parts(element, 'method').map(({ id }) => id)

describe('the list', () => {
  it('shows each method masked, whose PG, since when, and which is the default', async () => {
    methodsPage('1', '2')
    const element = await ready()
    expect(ids(element)).toEqual(['1', '2'])
    expect(part(element, 'card', '1').textContent).toMatch(
      /기본KB국민카드1234-\*\*\*\*-\*\*\*\*-0001다날 · 2026년 11월 1일 등록/,
    )
    expect(parts(element, 'badge')).toHaveLength(1)
    expect(parts(element, 'default')).toHaveLength(1)
    expect(element.matches(':state(listed)')).toBe(true)
  })

  it('keeps the size of a list while it loads, and says when there is nothing', async () => {
    const { endpoint } = methodsPage()
    let answer = (): void => {}
    endpoint.held = new Promise<void>((resolve) => (answer = resolve))
    const element = addList()
    await vi.waitUntil(() => parts(element, 'skeleton').length > 0)
    answer()
    await vi.waitUntil(() => parts(element, 'empty').length > 0)
    expect(part(element, 'empty').textContent).toBe('등록한 결제수단이 없어요.')
  })

  it('names what its PG tells nothing of by its kind', async () => {
    const { endpoint } = methodsPage()
    const { issuer: _i, maskedNumber: _m, ...bare } = method('1', { kind: 'phone' })
    endpoint.methods = [bare]
    expect(part(await ready(), 'card', '1').textContent.trim()).toMatch(/^휴대폰다날/)
  })

  it.each([
    ['en', 'Make default', 'November 1, 2026'],
    ['ja', 'メインにする', '2026年11月1日'],
    ['zh', '设为默认', '2026年11月1日'],
  ])('speaks %s', async (lang, label, day) => {
    methodsPage('1', '2')
    const element = await ready({ lang })
    expect(part(element, 'default', '2').textContent).toBe(label)
    expect(part(element, 'card', '2').textContent).toContain(day)
    await press(element, 'remove', '2')
    expect(part(element, 'question').textContent).not.toMatch(/[가-힣]/)
  })

  it('shows the way to log in, and the list once the customer is back', async () => {
    const { endpoint } = methodsPage('1')
    endpoint.faults.set('GET', { status: 401, code: 'unauthenticated' })
    const element = await ready({}, '<a slot="login" href="#">로그인</a>')
    expect(message(element)).toBe('로그인하면 볼 수 있어요.')
    expect(element.querySelector('a')?.checkVisibility()).toBe(true)
    endpoint.faults.clear()
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
    await vi.waitUntil(() => parts(element, 'method').length === 1)
    expect(element.querySelector('a')?.checkVisibility()).toBe(false)
  })

  it('is not shown to somebody who has been logged out meanwhile', async () => {
    const { endpoint } = methodsPage('1', '2')
    const element = await ready()
    await press(element, 'remove', '2')
    endpoint.faults.set('', { status: 401, code: 'unauthenticated' })
    await press(element, 'yes', '2')
    expect(message(element)).toBe('로그인하면 볼 수 있어요.')
    expect(parts(element, 'list')).toHaveLength(0)
    expect(focused(element)).toBe('base')
    endpoint.faults.clear()
    await press(element, 'retry')
    expect(ids(element)).toEqual(['1', '2'])
  })

  it('says that the endpoint is away, with a support code, and tries again when asked', async () => {
    const { endpoint, told } = methodsPage('1')
    endpoint.faults.set('GET', { status: 503, code: 'ledger_unavailable' })
    const element = await ready()
    expect(message(element)).toBe('지금은 할 수 없어요. 잠시 뒤 다시 시도해 주세요.')
    expect(part(element, 'support').textContent).toContain('req_7')
    expect(told).toEqual(['error ledger_unavailable'])
    endpoint.faults.clear()
    await press(element, 'retry')
    expect(ids(element)).toEqual(['1'])
    expect(focused(element)).toBe('base')
  })

  it('comes back by itself when the network does', async () => {
    const { endpoint } = methodsPage('1')
    endpoint.faults.set('GET', 'network')
    const element = await ready()
    expect(message(element)).toContain('네트워크')
    endpoint.faults.clear()
    dispatchEvent(new Event('online'))
    await vi.waitUntil(() => parts(element, 'method').length === 1)
  })

  it('asks the headers anew for every request', async () => {
    const { endpoint } = methodsPage('1')
    let asked = 0
    const element = addList()
    element.headers = () => ({ authorization: `Bearer ${++asked}` })
    await vi.waitUntil(() => parts(element, 'method').length === 1)
    await element.reload()
    expect(endpoint.headers.map((headers) => headers.get('authorization'))).toEqual(['Bearer 1', 'Bearer 2'])
  })

  it('takes the headers that the page has set before the script was there', async () => {
    const { endpoint } = methodsPage('1')
    const early = document.implementation.createHTMLDocument().createElement('billing-methods')
    early.headers = () => ({ authorization: 'Bearer early' })
    early.setAttribute('endpoint', '/billing')
    document.body.append(early)
    await vi.waitUntil(() => parts(early, 'method').length === 1)
    expect(endpoint.headers[0]?.get('authorization')).toBe('Bearer early')
    expect('headers' in addList()).toBe(true)
  })

  it('asks once for a page that opens', async () => {
    const { endpoint } = methodsPage('1')
    await ready()
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }))
    await tick()
    expect(endpoint.calls).toHaveLength(1)
  })

  it('is said to be listed once its texts are there too', async () => {
    methodsPage('1')
    let said = (): void => {}
    const late = new Promise<void>((resolve) => (said = resolve))
    vi.spyOn(MESSAGES, 'zh').mockImplementation(() => late.then(() => MESSAGES.ko()))
    const element = addList({ lang: 'zh' })
    await vi.waitUntil(() => element.state.phase === 'listed')
    await tick()
    expect(element.matches(':state(listed)')).toBe(false)
    said()
    await vi.waitUntil(() => element.matches(':state(listed)'))
    expect(parts(element, 'method')).toHaveLength(1)
  })

  it('speaks the language that was chosen last, however late another one arrives', async () => {
    methodsPage('1', '2')
    let said = (): void => {}
    const late = new Promise<void>((resolve) => (said = resolve))
    const { messages } = await MESSAGES.en()
    vi.spyOn(MESSAGES, 'en').mockImplementation(() => late.then(() => ({ messages })))
    const element = addList({ lang: 'en' })
    await tick()
    element.setAttribute('lang', 'ko')
    await vi.waitUntil(() => parts(element, 'remove').length === 2)
    said()
    await tick()
    expect(part(element, 'remove', '2').textContent).toBe('삭제')
  })

  it('says to the developer that the endpoint is missing', async () => {
    methodsPage()
    const error = vi.spyOn(console, 'error').mockImplementation(() => {})
    addList({ endpoint: '' })
    await tick()
    expect(error).toHaveBeenCalledWith('<billing-methods> needs an endpoint')
  })
})

describe('choosing the default', () => {
  it('is one request, told to the page, and leaves the focus at the same method', async () => {
    const { endpoint, told } = methodsPage('1', '2')
    const element = await ready()
    await press(element, 'default', '2')
    expect(endpoint.calls).toEqual(['GET /payment-methods', 'PUT /payment-methods/2/default'])
    expect(told).toEqual(['default-changed 2'])
    expect(message(element)).toBe('기본 결제수단을 바꿨어요.')
    expect(focused(element)).toBe('remove 2')
  })

  it('asks the list what became of it when the answer is lost', async () => {
    const { endpoint, told } = methodsPage('1', '2')
    endpoint.lost.add('PUT')
    const element = await ready()
    await press(element, 'default', '2')
    expect(told).toEqual(['default-changed 2'])
    endpoint.faults.set('PUT', 'network')
    await press(element, 'default', '1')
    expect(message(element)).toBe('처리하지 못했어요. 달라진 것은 없어요. 다시 시도해 주세요.')
    expect(parts(element, 'badge')).toHaveLength(1)
  })

  it('tells why the server does not want it', async () => {
    const { endpoint } = methodsPage('1', '2')
    endpoint.faults.set('PUT', {
      status: 409,
      code: 'registration_conflict',
      detail: '지금은 바꿀 수 없어요.',
    })
    const element = await ready()
    await press(element, 'default', '2')
    expect(message(element)).toBe('지금은 바꿀 수 없어요.')
    expect(ids(element)).toEqual(['1', '2'])
  })
})

describe('deleting', () => {
  it('asks first, with the focus on the answer that does nothing, and Escape is that answer', async () => {
    const { endpoint } = methodsPage('1', '2')
    const element = await ready()
    await press(element, 'remove', '2')
    expect(part(element, 'question', '2').textContent).toContain('삭제할까요?')
    expect(focused(element)).toBe('no 2')
    part(element, 'no', '2').dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
    await tick()
    expect(parts(element, 'question')).toHaveLength(0)
    expect(focused(element)).toBe('remove 2')
    expect(endpoint.calls).toHaveLength(1)
  })

  it('is one request however often it is pressed, and the focus goes to what is left', async () => {
    const { endpoint, told } = methodsPage('1', '2')
    const element = await ready()
    await press(element, 'remove', '2')
    part(element, 'yes', '2').click()
    await press(element, 'yes', '2')
    expect(endpoint.calls.filter((call) => call.startsWith('DELETE'))).toEqual(['DELETE /payment-methods/2'])
    expect(told).toEqual(['remove 2', 'method-removed 2'])
    expect(message(element)).toBe('삭제했어요.')
    expect(focused(element)).toBe('remove 1')
  })

  it('of the last one is told too, and leaves the focus in the element', async () => {
    const { told } = methodsPage('1')
    const element = await ready()
    await press(element, 'remove', '1')
    await press(element, 'yes', '1')
    expect(part(element, 'empty')).toBeDefined()
    expect(told).toEqual(['remove 1', 'method-removed 1'])
    expect(focused(element)).toBe('base')
  })

  it('asks about one at a time, and leaves the focus alone that stands elsewhere', async () => {
    methodsPage('1', '2', '3')
    const element = await ready()
    await press(element, 'remove', '1')
    await press(element, 'remove', '2')
    expect(parts(element, 'question')).toHaveLength(1)
    expect(focused(element)).toBe('no 2')
    part(element, 'remove', '3').focus()
    // A browser may scroll to what is focused again.
    const focus = vi.spyOn(HTMLElement.prototype, 'focus')
    element.setAttribute('lang', 'ko')
    await tick()
    expect(focused(element)).toBe('remove 3')
    expect(focus).not.toHaveBeenCalled()
  })

  it('is about the method that was pressed, also where another stands in its place meanwhile', async () => {
    const { endpoint } = methodsPage('1', '2', '3')
    const element = await ready()
    const pressed = part(element, 'remove', '2')
    pressed.focus()
    endpoint.methods = endpoint.methods.filter(({ id }) => id !== '2')
    await element.reload()
    await tick()
    expect(ids(element)).toEqual(['1', '3'])
    expect(pressed.isConnected).toBe(false)
    expect(focused(element)).toBe('remove 1')
    const kept = part(element, 'remove', '3')
    await element.reload()
    await tick()
    expect(kept.isConnected).toBe(true)
  })

  it('goes on asking when a list comes that nobody has asked for', async () => {
    const { endpoint } = methodsPage('1', '2')
    const element = await ready()
    let answer = (): void => {}
    endpoint.held = new Promise<void>((resolve) => (answer = resolve))
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
    await press(element, 'remove', '2')
    answer()
    await tick()
    expect(endpoint.calls).toHaveLength(2)
    expect(parts(element, 'question')).toHaveLength(1)
    expect(focused(element)).toBe('no 2')
  })

  it('is told as it ends although the list is asked for meanwhile', async () => {
    const { endpoint, told } = methodsPage('1', '2')
    const element = await ready()
    let answer = (): void => {}
    endpoint.held = new Promise<void>((resolve) => (answer = resolve))
    await press(element, 'remove', '2')
    part(element, 'yes', '2').click()
    const reloaded = element.reload()
    await tick()
    expect(endpoint.calls).toEqual(['GET /payment-methods', 'DELETE /payment-methods/2'])
    answer()
    await reloaded
    expect(endpoint.calls.slice(1)).toEqual(['DELETE /payment-methods/2', 'GET /payment-methods'])
    expect(told).toEqual(['remove 2', 'method-removed 2'])
  })

  it('may be refused by the page', async () => {
    methodsPage('1')
    const element = await ready()
    element.addEventListener('billing-remove', (event) => event.preventDefault())
    await press(element, 'remove', '1')
    expect(parts(element, 'question')).toHaveLength(0)
  })

  it('is never shown as done while nobody knows: it looks until the list tells', async () => {
    const { endpoint, told } = methodsPage('1', '2')
    endpoint.slow = true
    const element = await ready()
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    part(element, 'remove', '2').click()
    await vi.advanceTimersByTimeAsync(20)
    part(element, 'yes', '2').click()
    await vi.advanceTimersByTimeAsync(20)
    expect(part(element, 'checking', '2').textContent).toBe('삭제됐는지 확인하고 있어요.')
    expect(message(element)).toBe('')
    await vi.advanceTimersByTimeAsync(7_000)
    expect(parts(element, 'checking')).toHaveLength(1)
    endpoint.methods = endpoint.methods.filter(({ id }) => id !== '2')
    await eventually(() => message(element) === '삭제했어요.')
    expect(told).toEqual(['remove 2', 'method-removed 2'])
  })

  it('without an answer is uncertain, then done or not as the list says', async () => {
    const { endpoint } = methodsPage('1', '2')
    const element = await ready()
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const remove = async (id: string): Promise<void> => {
      part(element, 'remove', id).click()
      await vi.advanceTimersByTimeAsync(20)
      part(element, 'yes', id).click()
      await vi.advanceTimersByTimeAsync(20)
      expect(parts(element, 'checking')).toHaveLength(1)
    }
    endpoint.faults.set('DELETE', 'network')
    await remove('2')
    await eventually(() => message(element).includes('처리하지 못했어요.'))
    endpoint.faults.clear()
    endpoint.lost.add('DELETE')
    await remove('2')
    await eventually(() => message(element) === '삭제했어요.')
  })

  it('gives up looking after two minutes, and looks again when asked', async () => {
    const { endpoint } = methodsPage('1')
    endpoint.methods = [method('1', { state: 'removing' })]
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const element = addList()
    await vi.waitUntil(() => parts(element, 'checking').length > 0)
    expect(parts(element, 'retry')).toHaveLength(0)
    await eventually(() => parts(element, 'retry').length > 0)
    await vi.advanceTimersByTimeAsync(300_000)
    expect(endpoint.calls).toHaveLength(7)
    part(element, 'retry').click()
    endpoint.methods = []
    await eventually(() => message(element) === '삭제했어요.')
  }, 60_000)

  it('knows of a method that another tab has deleted', async () => {
    const { endpoint } = methodsPage('1', '2')
    const element = await ready()
    endpoint.methods = [method('1', { default: true })]
    endpoint.faults.set('DELETE', { status: 404, code: 'not_found' })
    await press(element, 'remove', '2')
    await press(element, 'yes', '2')
    expect(ids(element)).toEqual(['1'])
    expect(message(element)).toBe('삭제했어요.')
  })
})

describe('its life', () => {
  it('loads once when React mounts it twice, and again when it comes back', async () => {
    const { endpoint } = methodsPage('1')
    const element = addList()
    element.remove()
    document.body.append(element)
    await vi.waitUntil(() => parts(element, 'remove').length === 1)
    expect(endpoint.calls).toHaveLength(1)
    element.remove()
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
    await tick()
    expect(endpoint.calls).toHaveLength(1)
    document.body.append(element)
    await tick()
    expect(endpoint.calls).toHaveLength(2)
  })

  it('goes on quietly when it is removed at any moment', async () => {
    const { endpoint } = methodsPage('1', '2')
    endpoint.slow = true
    const element = await ready()
    await press(element, 'remove', '2')
    part(element, 'yes', '2').click()
    element.remove()
    await tick()
    expect(element.state.methods[1]?.state).toBe('removing')
  })

  it('is a region that assistive technology reads without complaint', async () => {
    methodsPage('1', '2')
    const element = await ready()
    await press(element, 'remove', '2')
    const { violations } = await axe.run(element, { rules: { region: { enabled: false } } })
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
  })

  it('names the method in each of its buttons', async () => {
    methodsPage('1', '2')
    const element = await ready()
    expect(part(element, 'remove', '2').ariaLabel).toBe('삭제, KB국민카드 1234-****-****-0002')
  })
})
