import axe from 'axe-core'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { CARD, CONSENT_OFFER, problem, view } from '../test/fake-endpoint.ts'
import {
  action,
  add,
  APPROVED,
  cleanPage,
  drawn,
  fakeImp,
  has,
  part,
  phase,
  ready,
  settled,
  type FakeImp,
  type TestPage,
} from '../test/page.ts'

const COMPLETE = 'POST /registrations/:id/complete'
const PREPARE = 'POST /registrations'
let page: TestPage
let imp: FakeImp

beforeEach(() => {
  page = cleanPage()
  imp = fakeImp()
})

describe('an element that is moved, removed or mounted twice', () => {
  it('asks once when it is connected, disconnected and connected again', async () => {
    const element = document.createElement('billing-register')
    element.setAttribute('endpoint', '/billing')
    document.body.append(element)
    element.remove()
    document.body.append(element)
    await vi.waitUntil(() => element.matches(':state(ready)'))
    await settled()
    expect(page.endpoint.routes()).toEqual(['GET /offer'])
  })

  it('opens no window when it was removed while preparing', async () => {
    let answer = (_reply: object): void => {}
    page.endpoint.replies[PREPARE] = () => new Promise((resolve) => (answer = resolve))
    const element = await ready()
    action(element).click()
    await vi.waitUntil(() => page.endpoint.of(PREPARE).length === 1)
    element.remove()
    answer(page.endpoint.launch())
    await settled()
    expect(imp.windows).toBe(0)
    document.body.append(element)
    expect(element.state.phase).toBe('idle')
  })

  it('goes on when it is moved while the window is open', async () => {
    const place = document.createElement('div')
    document.body.append(place)
    const element = await ready()
    action(element).click()
    await phase(element, 'open')
    place.append(element)
    imp.answer(APPROVED)
    await phase(element, 'issued')
    expect([imp.windows, page.endpoint.of(PREPARE).length, page.endpoint.of(COMPLETE).length]).toEqual([
      1, 1, 1,
    ])
  })

  it('still brings the result to the server when it was removed while the window was open', async () => {
    const element = await ready()
    action(element).click()
    await phase(element, 'open')
    element.remove()
    imp.answer(APPROVED)
    await vi.waitUntil(() => page.endpoint.of(COMPLETE).length === 1)
  })

  it('is followed by the element that takes its place: one window, one completion', async () => {
    const first = await ready()
    action(first).click()
    await phase(first, 'open')
    first.remove()
    const second = add()
    await phase(second, 'open')
    action(second).click()
    await settled()
    imp.answer(APPROVED)
    await phase(second, 'issued')
    await settled()
    expect([imp.windows, page.endpoint.of(PREPARE).length, page.endpoint.of(COMPLETE).length]).toEqual([
      1, 1, 1,
    ])
  })

  it('shows the card again when it is mounted anew in the same page view', async () => {
    const first = await ready()
    action(first).click()
    await phase(first, 'open')
    imp.answer(APPROVED)
    await phase(first, 'issued')
    page.endpoint.replies['GET /registrations/:id'] = view('issued', { paymentMethod: CARD })
    first.remove()
    await phase(add(), 'issued')
  })

  it('goes on looking when it is put back', async () => {
    page.endpoint.replies[COMPLETE] = { status: 202, json: view('issuing') }
    const element = await ready()
    action(element).click()
    await phase(element, 'open')
    imp.answer(APPROVED)
    await phase(element, 'finishing')
    element.remove()
    await new Promise((resolve) => setTimeout(resolve, 1_200))
    const before = page.endpoint.of(COMPLETE).length
    page.endpoint.replies[COMPLETE] = view('issued', { paymentMethod: CARD })
    document.body.append(element)
    await phase(element, 'issued')
    expect(page.endpoint.of(COMPLETE)).toHaveLength(before + 1)
  })

  it('starts over with reset(), and keeps nothing of the last registration', async () => {
    const element = await ready()
    action(element).click()
    await phase(element, 'open')
    imp.answer(APPROVED)
    await phase(element, 'issued')
    expect(element.value).toBe('pm_1')
    element.reset()
    await drawn()
    expect(element.state).toEqual({ phase: 'idle' })
    expect(element.value).toBeNull()
    expect(sessionStorage.getItem('billing-register')).not.toContain('reg_0001')
    expect(element.matches(':state(idle)')).toBe(true)
  })
})

describe('in a form', () => {
  async function inForm(
    attributes: Record<string, string>,
  ): Promise<[HTMLFormElement, HTMLElement & { value: string | null; state: { phase: string } }]> {
    const form = document.createElement('form')
    document.body.append(form)
    const element = await ready({ name: 'card', ...attributes })
    form.append(element)
    return [form, element]
  }

  it('its value is the payment method, once there is one', async () => {
    const [form, element] = await inForm({})
    expect([...new FormData(form)]).toEqual([])
    action(element).click()
    await vi.waitUntil(() => imp.windows === 1)
    imp.answer(APPROVED)
    await vi.waitUntil(() => element.state.phase === 'issued')
    expect([...new FormData(form)]).toEqual([['card', 'pm_1']])
    form.reset()
    expect(element.state.phase).toBe('idle')
    expect([...new FormData(form)]).toEqual([])
  })

  it('required: the form is not valid without it', async () => {
    const [form, element] = await inForm({ required: '' })
    await drawn()
    expect(form.checkValidity()).toBe(false)
    expect(element.matches(':invalid')).toBe(true)
    action(element).click()
    await vi.waitUntil(() => imp.windows === 1)
    imp.answer(APPROVED)
    await vi.waitUntil(() => element.state.phase === 'issued')
    await drawn()
    expect(form.checkValidity()).toBe(true)
  })

  it('its buttons submit nothing', async () => {
    const [form, element] = await inForm({})
    const submit = vi.fn((event: Event) => event.preventDefault())
    form.addEventListener('submit', submit)
    action(element).click()
    await settled()
    expect(submit).not.toHaveBeenCalled()
  })
})

describe('for everyone', () => {
  async function violations(element: Element): Promise<string[]> {
    const { violations: found } = await axe.run(element, { resultTypes: ['violations'] })
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`)
  }

  it('has no accessibility violation from the offer to the card', async () => {
    page.endpoint.replies['GET /offer'] = CONSENT_OFFER
    const element = await ready()
    expect(await violations(element)).toEqual([])
    action(element).click()
    await drawn()
    expect(await violations(element)).toEqual([])
    element.shadowRoot?.querySelector('input')?.click()
    action(element).click()
    await phase(element, 'open')
    expect(await violations(element)).toEqual([])
    imp.answer(APPROVED)
    await phase(element, 'issued')
    await Promise.all(element.getAnimations({ subtree: true }).map(({ finished }) => finished))
    expect(await violations(element)).toEqual([])
  })

  it('has none when it failed', async () => {
    page.endpoint.replies[PREPARE] = problem(429, 'too_many_attempts', { requestId: 'req_1' })
    const element = await ready()
    action(element).click()
    await phase(element, 'failed')
    expect(await violations(element)).toEqual([])
  })

  it('speaks through one live region that is always there', async () => {
    const element = await ready()
    const region = part(element, 'message')
    expect(region.role).toBe('status')
    action(element).click()
    await phase(element, 'open')
    expect(part(element, 'message')).toBe(region)
    imp.answer(APPROVED)
    await phase(element, 'issued')
    expect(part(element, 'message')).toBe(region)
    expect(has(element, '[role=alert]')).toBe(false)
  })

  it('has an action of at least 44 pixels', async () => {
    const element = await ready()
    expect(action(element).getBoundingClientRect().height).toBeGreaterThanOrEqual(44)
  })
})
