import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { BillingMethodsElement } from './billing-methods-element.ts'
import {
  addList,
  focused,
  message,
  method,
  methodsPage,
  part,
  parts,
  press,
  ready,
  tick,
  type MethodsPage,
} from '../test/methods-page.ts'

/** Stands in for the tag that registers. */
class FakeRegister extends HTMLElement {
  value: string | null = null
  state: { id?: string; phase?: string } = {}
  resets = 0

  reset(): void {
    this.resets += 1
    this.value = null
    this.state = {}
  }

  issue(id: string): void {
    this.value = id
    this.dispatchEvent(new Event('billing-issued', { bubbles: true, composed: true }))
  }
}
customElements.define('billing-register', FakeRegister)

const SLOTTED = '<billing-register slot="register"></billing-register>'
let page: MethodsPage

const tagOf = (element: Element): FakeRegister => {
  const tag = element.querySelector('billing-register')
  if (!(tag instanceof FakeRegister)) throw new Error('no tag')
  return tag
}

/** The tag has registered a new method, which the server knows at once. */
async function issue(element: Element, id = '9'): Promise<void> {
  page.endpoint.methods = [...page.endpoint.methods, method(id)]
  tagOf(element).issue(id)
  await vi.waitUntil(() => parts(element, 'registering').length === 0)
  await tick()
}

const replaceable = async (): Promise<BillingMethodsElement> => {
  const element = await ready({}, SLOTTED)
  await vi.waitUntil(() => parts(element, 'add').length + parts(element, 'registering').length > 0)
  return element
}
const changes = (): string[] => page.endpoint.calls.filter((call) => !call.startsWith('GET'))

describe('a tag that registers in the slot', () => {
  beforeEach(() => void (page = methodsPage('1', '2')))

  it('is put away until it is asked for, and stands there when there is nothing else', async () => {
    const element = await replaceable()
    expect(tagOf(element).checkVisibility()).toBe(false)
    await press(element, 'add')
    expect(tagOf(element).checkVisibility()).toBe(true)
    expect(focused(element)).toBe('registering')
    await press(element, 'close')
    expect(tagOf(element).checkVisibility()).toBe(false)
    expect(focused(element)).toBe('add')
    page = methodsPage()
    expect(tagOf(await ready({}, SLOTTED)).checkVisibility()).toBe(true)
  })

  it('is not needed: the list alone has nothing to replace with, and any other way to register is simply shown', async () => {
    expect(parts(await ready(), 'replace')).toHaveLength(0)
    const element = await ready({}, '<a slot="register" href="#">카드 등록</a>')
    expect(parts(element, 'replace')).toHaveLength(0)
    expect(element.querySelector('a')?.checkVisibility()).toBe(true)
  })

  it('adds a method, which changes no default', async () => {
    const element = await replaceable()
    await press(element, 'add')
    await issue(element)
    expect(message(element)).toBe('새 결제수단을 등록했어요.')
    expect(parts(element, 'method')).toHaveLength(3)
    expect(changes()).toEqual([])
    expect(tagOf(element).resets).toBe(1)
  })

  it('is put away when it is closed, also after a registration that came to nothing', async () => {
    const element = await replaceable()
    await press(element, 'add')
    for (const phase of ['cancelled', 'declined', 'failed']) {
      tagOf(element).state = { id: 'reg_1', phase }
      await press(element, 'close')
      expect(tagOf(element).checkVisibility()).toBe(false)
      await press(element, 'add')
      expect(tagOf(element).checkVisibility()).toBe(true)
    }
  })

  it('leaves the focus in the list when it has registered and goes away', async () => {
    const element = await replaceable()
    await press(element, 'add')
    tagOf(element).tabIndex = 0
    tagOf(element).focus()
    await issue(element)
    expect(tagOf(element).checkVisibility()).toBe(false)
    expect(focused(element)).toBe('add')
  })

  it('keeps the focus while it registers', async () => {
    const element = await replaceable()
    await press(element, 'add')
    tagOf(element).tabIndex = 0
    tagOf(element).focus()
    await element.reload()
    await tick()
    expect(document.activeElement).toBe(tagOf(element))
  })

  it('shows a return that waits for one click', async () => {
    const element = addList({}, SLOTTED)
    tagOf(element).state = { id: 'reg_1' }
    await vi.waitUntil(() => tagOf(element).checkVisibility())
    await tick()
    expect(tagOf(element).checkVisibility()).toBe(true)
  })
})

describe('replacing', () => {
  beforeEach(() => void (page = methodsPage('1', '2')))

  it('makes the new one the default before the old default is deleted, and says which one will be', async () => {
    const element = await replaceable()
    await press(element, 'replace', '1')
    expect(part(element, 'registering').textContent).toContain('삭제돼요. KB국민카드 1234-****-****-0001')
    expect(focused(element)).toBe('registering')
    await issue(element)
    expect(changes()).toEqual(['PUT /payment-methods/9/default', 'DELETE /payment-methods/1'])
    expect(message(element)).toBe('새 결제수단으로 바꿨어요.')
    expect(page.told).toEqual(['replace 1', 'default-changed 9', 'method-removed 1'])
  })

  it('of a method that is not the default leaves the default alone', async () => {
    const element = await replaceable()
    await press(element, 'replace', '2')
    await issue(element)
    expect(changes()).toEqual(['DELETE /payment-methods/2'])
  })

  it('keeps the old one, and says so, when the new one cannot take its place', async () => {
    const element = await replaceable()
    page.endpoint.faults.set('PUT', { status: 503, code: 'ledger_unavailable' })
    await press(element, 'replace', '1')
    await issue(element)
    expect(changes()).toEqual(['PUT /payment-methods/9/default'])
    expect(message(element)).toContain('이전 것을 바꾸지 못했어요')
    expect(parts(element, 'method')).toHaveLength(3)
  })

  it.each([
    ['PUT', { status: 429, code: 'too_many_attempts' }],
    ['PUT', { status: 401, code: 'unauthenticated' }],
    ['DELETE', { status: 409, code: 'registration_conflict', detail: '지금은 삭제할 수 없어요.' }],
  ] as const)(
    'says that a new one is there when the old one cannot be replaced: %s %o',
    async (call, fault) => {
      const element = await replaceable()
      page.endpoint.faults.set(call, fault)
      await press(element, 'replace', '1')
      await issue(element)
      expect(message(element)).toContain('새 결제수단은 등록했지만')
      expect(page.told).toContain(`error ${fault.code}`)
    },
  )

  it('shows the old one as being checked when nobody knows whether it is gone', async () => {
    const element = await replaceable()
    page.endpoint.slow = true
    await press(element, 'replace', '1')
    await issue(element)
    expect(parts(element, 'checking')).toHaveLength(1)
    expect(message(element)).toBe('새 결제수단을 등록했어요.')
  })

  it('goes on after the window has replaced the page', async () => {
    await press(await replaceable(), 'replace', '1')
    document.body.replaceChildren()
    const element = addList({}, SLOTTED)
    await vi.waitUntil(() => parts(element, 'registering').length > 0)
    expect(tagOf(element).checkVisibility()).toBe(true)
    await issue(element)
    expect(changes()).toEqual(['PUT /payment-methods/9/default', 'DELETE /payment-methods/1'])
  })

  it('goes on where the tag was done before the list was there, and only once', async () => {
    await press(await replaceable(), 'replace', '1')
    document.body.replaceChildren()
    page.endpoint.methods = [...page.endpoint.methods, method('9')]
    const element = addList({}, SLOTTED)
    tagOf(element).value = '9'
    await vi.waitUntil(() => message(element) === '새 결제수단으로 바꿨어요.')
    expect(changes()).toEqual(['PUT /payment-methods/9/default', 'DELETE /payment-methods/1'])
    expect(await replaceable().then((other) => parts(other, 'registering'))).toHaveLength(0)
  })

  it('waits for the list, and says so, when that cannot be asked', async () => {
    const element = await replaceable()
    await press(element, 'replace', '1')
    page.endpoint.faults.set('GET', 'network')
    page.endpoint.methods = [...page.endpoint.methods, method('9')]
    tagOf(element).issue('9')
    await vi.waitUntil(() => message(element).includes('네트워크'))
    expect(changes()).toEqual([])
    page.endpoint.faults.clear()
    dispatchEvent(new Event('online'))
    await vi.waitUntil(() => message(element) === '새 결제수단으로 바꿨어요.')
    expect(changes()).toEqual(['PUT /payment-methods/9/default', 'DELETE /payment-methods/1'])
  })

  it('goes on although the page keeps the tag’s event from going further', async () => {
    const element = await replaceable()
    element.addEventListener('billing-issued', (event) => event.stopPropagation())
    await press(element, 'replace', '2')
    await issue(element)
    expect(changes()).toEqual(['DELETE /payment-methods/2'])
  })

  it('goes on although the customer does something else meanwhile', async () => {
    const element = await replaceable()
    await press(element, 'replace', '1')
    let answer = (): void => {}
    page.endpoint.held = new Promise<void>((resolve) => (answer = resolve))
    page.endpoint.methods = [...page.endpoint.methods, method('9')]
    tagOf(element).issue('9')
    await tick()
    part(element, 'default', '2').click()
    await tick()
    answer()
    await vi.waitUntil(() => message(element) === '새 결제수단으로 바꿨어요.')
    expect(changes()).toEqual(['PUT /payment-methods/2/default', 'DELETE /payment-methods/1'])
  })

  it('never deletes for what was registered before it was asked for', async () => {
    const element = await replaceable()
    tagOf(element).value = '2'
    await press(element, 'replace', '1')
    expect(tagOf(element).value).toBeNull()
    await press(element, 'close')
    await issue(element)
    expect(changes()).toEqual([])
  })

  it('may be left to the page', async () => {
    const element = await replaceable()
    element.addEventListener('billing-replace', (event) => event.preventDefault())
    await press(element, 'replace', '1')
    expect(parts(element, 'registering')).toHaveLength(0)
  })
})
