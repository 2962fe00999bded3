import { beforeEach, describe, expect, it, vi } from 'vitest'
import { CARD, CONSENT_OFFER, OFFER, problem, view } from '../test/fake-endpoint.ts'
import {
  action,
  APPROVED,
  checkbox,
  cleanPage,
  drawn,
  fakeDanal,
  fakeImp,
  has,
  label,
  message,
  part,
  phase,
  ready,
  settled,
  type FakeImp,
  type TestPage,
} from '../test/page.ts'

let page: TestPage
let imp: FakeImp
const PREPARE = 'POST /registrations'
const OPENED = 'POST /registrations/:id/opened'

beforeEach(() => {
  page = cleanPage()
  imp = fakeImp()
})

const hover = (element: Element): boolean => action(element).dispatchEvent(new PointerEvent('pointerenter'))
const prepared = (): Promise<unknown> =>
  vi.waitUntil(() => page.endpoint.of(PREPARE).length > 0).then(settled)

describe('preparing before the click', () => {
  it('happens once a pointer rests on the action, so that the click opens the window in its own task', async () => {
    const element = await ready()
    hover(element)
    await prepared()
    expect(element.state.phase).toBe('idle')
    action(element).click()
    expect(imp.windows).toBe(1)
    expect(element.state).toMatchObject({ phase: 'open', id: 'reg_0001' })
    await settled()
    expect(page.endpoint.of(PREPARE)).toHaveLength(1)
    expect(page.endpoint.of(OPENED)[0]).toMatchObject({
      keepalive: true,
      body: { clickedMsAgo: expect.any(Number) },
    })
  })

  it('does not happen for a pointer that only passes', async () => {
    const element = await ready()
    hover(element)
    action(element).dispatchEvent(new PointerEvent('pointerleave'))
    await new Promise((resolve) => setTimeout(resolve, 120))
    expect(page.endpoint.of(PREPARE)).toHaveLength(0)
  })

  it('happens at the focus, and at most once a minute', async () => {
    const element = await ready()
    action(element).focus()
    await prepared()
    page.endpoint.replies[PREPARE] = problem(503, 'provider_unavailable')
    action(element).blur()
    action(element).focus()
    await settled()
    expect(page.endpoint.of(PREPARE)).toHaveLength(1)
  })

  it('sends offer, plan, locale, page and a reference, and no price or customer', async () => {
    const element = await ready({ provider: 'main', 'return-to': '/after' })
    action(element).click()
    await phase(element, 'open')
    expect(page.endpoint.of(PREPARE)[0]?.body).toEqual({
      offer: OFFER.offer,
      plan: 'pro',
      provider: 'main',
      locale: 'ko',
      returnTo: new URL('/after', location.href).href,
      clientRef: expect.stringMatching(/^[\w-]{16,64}$/),
    })
  })

  it('fails in silence while nobody has clicked', async () => {
    page.endpoint.replies[PREPARE] = problem(503, 'provider_unavailable')
    const element = await ready()
    hover(element)
    await prepared()
    expect(element.state.phase).toBe('idle')
    expect(message(element)).toBe('')
  })

  it('is done anew for a click that comes after five minutes, or after the launch’s own life', async () => {
    const element = await ready()
    hover(element)
    await prepared()
    const later = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 300_001)
    action(element).click()
    expect(imp.windows).toBe(0)
    await phase(element, 'open')
    later.mockRestore()
    expect(element.state.id).toBe('reg_0002')
    expect(page.endpoint.of(PREPARE)).toHaveLength(2)
  })

  it('asks for the same registration again when the answer was lost', async () => {
    page.endpoint.replies[PREPARE] = new TypeError('lost')
    const element = await ready()
    action(element).click()
    await phase(element, 'failed')
    page.endpoint.replies[PREPARE] = () => ({ status: 200, json: page.endpoint.launch() })
    action(element).click()
    await phase(element, 'open')
    const [first, second] = page.endpoint.of(PREPARE).map(({ body }) => body?.['clientRef'])
    expect(first).toBe(second)
  })
})

describe('the click', () => {
  it('prepares first where nothing is ready, and opens as soon as it can', async () => {
    const element = await ready()
    action(element).click()
    expect(element.state.phase).toBe('preparing')
    await phase(element, 'open')
    expect(imp.windows).toBe(1)
    expect(page.phases).toEqual(['preparing', 'open'])
  })

  it('counts once, however often it comes', async () => {
    const element = await ready()
    for (let i = 0; i < 5; i++) action(element).click()
    await phase(element, 'open')
    action(element).click()
    element.start()
    await settled()
    expect(imp.windows).toBe(1)
    expect(page.endpoint.of(PREPARE)).toHaveLength(1)
    expect(page.endpoint.of(OPENED)).toHaveLength(1)
  })

  it('can be stopped by the page', async () => {
    const element = await ready()
    element.addEventListener('billing-start', (event) => event.preventDefault(), { once: true })
    action(element).click()
    await settled()
    expect(element.state.phase).toBe('idle')
    expect(page.endpoint.of(PREPARE)).toHaveLength(0)
  })

  it('does nothing while the element or its fieldset is disabled', async () => {
    const fieldset = document.createElement('fieldset')
    document.body.append(fieldset)
    const element = await ready()
    fieldset.append(element)
    fieldset.disabled = true
    await settled()
    expect(action(element).matches(':disabled')).toBe(true)
    element.start()
    await settled()
    expect(page.endpoint.of(PREPARE)).toHaveLength(0)
  })

  it('opens no window when the SDK does not come, and says so; the next click works', async () => {
    Reflect.deleteProperty(window, 'IMP')
    page.endpoint.provider = 'portone-v1'
    const launch = page.endpoint.launch()
    page.endpoint.replies[PREPARE] = {
      ...launch,
      launch: { provider: 'portone-v1', sdkUrl: 'data:text/javascript,1', userCode: 'i', request: {} },
    }
    const element = await ready()
    action(element).click()
    await phase(element, 'failed')
    expect(message(element)).toContain('등록 창을 불러오지 못했어요')
    imp = fakeImp()
    action(element).click()
    await phase(element, 'open')
    const refs = page.endpoint.of(PREPARE).map(({ body }) => body?.['clientRef'])
    expect(refs[0]).toBe(refs[1])
  })

  it('draws the new offer and says so when the price has changed, and needs a new click', async () => {
    page.endpoint.replies[PREPARE] = problem(409, 'offer_changed', { detail: '금액이 바뀌었어요.' })
    const element = await ready()
    page.endpoint.replies['GET /offer'] = {
      ...OFFER,
      offer: 'offer-2',
      text: { ...OFFER.text, price: '12,900원 / 월' },
    }
    action(element).click()
    await vi.waitUntil(() => part(element, 'price').textContent === '12,900원 / 월')
    expect(message(element)).toBe('금액이 바뀌었어요.')
    expect(imp.windows).toBe(0)
    page.endpoint.replies[PREPARE] = () => page.endpoint.launch()
    action(element).click()
    await phase(element, 'open')
    expect(page.endpoint.of(PREPARE).at(-1)?.body).toMatchObject({ offer: 'offer-2' })
  })

  it('shows the server’s refusal', async () => {
    page.endpoint.replies[PREPARE] = problem(429, 'too_many_attempts', { detail: '잠시 멈췄어요.' })
    const element = await ready()
    action(element).click()
    await phase(element, 'failed')
    expect(message(element)).toBe('잠시 멈췄어요.')
    expect(page.events.at(-1)).toMatchObject({ type: 'billing-error', detail: { code: 'too_many_attempts' } })
  })
})

describe('consent', () => {
  beforeEach(() => {
    page.endpoint.replies['GET /offer'] = CONSENT_OFFER
  })

  it('is asked for before anything is opened, and the checkbox gets the focus', async () => {
    const element = await ready()
    action(element).click()
    await drawn()
    expect(message(element)).toBe('내용을 확인하고 동의해 주세요.')
    expect(element.shadowRoot?.activeElement).toBe(checkbox(element))
    expect(page.endpoint.of(PREPARE)).toHaveLength(0)
    checkbox(element).click()
    await drawn()
    expect(message(element)).toBe('')
  })

  it('prepares at the tick alone, and tells its version', async () => {
    const element = await ready()
    hover(element)
    action(element).focus()
    await new Promise((resolve) => setTimeout(resolve, 120))
    expect(page.endpoint.of(PREPARE)).toHaveLength(0)
    checkbox(element).click()
    await prepared()
    expect(page.endpoint.of(PREPARE)[0]?.body).toMatchObject({ consent: { version: 'v1' } })
    action(element).click()
    expect(imp.windows).toBe(1)
  })

  it('discards what was prepared when it is withdrawn', async () => {
    const element = await ready()
    checkbox(element).click()
    await prepared()
    checkbox(element).click()
    action(element).click()
    await settled()
    expect(imp.windows).toBe(0)
    checkbox(element).click()
    action(element).click()
    await phase(element, 'open')
    expect(element.state.id).toBe('reg_0002')
  })

  it('is asked for again when the terms have changed', async () => {
    const element = await ready()
    checkbox(element).click()
    await prepared()
    page.endpoint.replies['GET /offer'] = { ...CONSENT_OFFER, offer: 'offer-3' }
    element.setAttribute('plan', 'other')
    await vi.waitUntil(() => !checkbox(element).checked)
    expect(checkbox(element).checked).toBe(false)
  })
})

describe('the window', () => {
  it('gives its result to the server, whose answer is shown: the masked card', async () => {
    const element = await ready()
    action(element).click()
    await phase(element, 'open')
    expect(label(element)).toBe('등록 창에서 계속해 주세요')
    imp.answer({ ...APPROVED, success: false, error_code: null, card_number: '1234567812345678' })
    await phase(element, 'issued')
    expect(page.endpoint.of('POST /registrations/:id/complete')[0]?.body).toMatchObject({
      return: { imp_uid: 'imp_1', merchant_uid: 'm_1', success: 'false' },
      clickedMsAgo: expect.any(Number),
    })
    expect(JSON.stringify(page.endpoint.calls)).not.toContain('1234567812345678')
    expect(part(element, 'card').textContent).toContain('KB국민카드')
    expect(part(element, 'card').textContent).toContain('1234-****-****-5678')
    expect(message(element)).toBe('카드가 등록됐어요')
    expect(page.events.at(-1)).toMatchObject({ type: 'billing-issued', detail: { paymentMethod: CARD } })
    expect(page.phases).toEqual(['preparing', 'open', 'finishing', 'issued'])
  })

  it('initialises PortOne once per page', async () => {
    const element = await ready()
    for (let i = 0; i < 2; i++) {
      action(element).click()
      await phase(element, 'open')
      imp.answer(APPROVED)
      await phase(element, 'issued')
      element.reset()
      await drawn()
    }
    expect(imp.windows).toBe(2)
    expect(imp.init).toHaveBeenCalledTimes(1)
  })

  it('closed without a word is a calm end, known to the server', async () => {
    const element = await ready()
    action(element).click()
    await phase(element, 'open')
    imp.answer(null)
    await phase(element, 'cancelled')
    expect(page.endpoint.routes().slice(-2)).toEqual([
      'GET /registrations/:id',
      'POST /registrations/:id/cancel',
    ])
    expect(message(element)).toBe('등록을 멈췄어요. 결제된 금액은 없어요.')
    expect(label(element)).toBe('카드 등록하기')
    expect(page.events.at(-1)?.type).toBe('billing-cancel')
    expect(element.shadowRoot?.activeElement).toBe(action(element))
  })

  it('closed without a word is no end where the return came through another door', async () => {
    page.endpoint.replies['GET /registrations/:id'] = view('returned')
    const element = await ready()
    action(element).click()
    await phase(element, 'open')
    imp.answer(null)
    await phase(element, 'issued')
    expect(page.endpoint.of('POST /registrations/:id/cancel')).toHaveLength(0)
  })

  it('stopped too late follows what the server says', async () => {
    page.endpoint.replies['POST /registrations/:id/cancel'] = problem(409, 'registration_conflict')
    const element = await ready()
    action(element).click()
    await phase(element, 'open')
    part(element, 'stop').click()
    await phase(element, 'issued')
  })

  it('can be given up by the customer, and the late result still counts', async () => {
    const element = await ready()
    action(element).click()
    await phase(element, 'open')
    expect(part(element, 'stop').textContent).toContain('취소')
    part(element, 'stop').click()
    await phase(element, 'cancelled')
    imp.answer(APPROVED)
    await phase(element, 'issued')
  })

  it('of Danal says nothing: a settled promise alone is a calm end after a while', async () => {
    const danal = fakeDanal()
    page.endpoint.provider = 'danal'
    const element = await ready()
    action(element).click()
    await phase(element, 'open')
    danal.end()
    await phase(element, 'cancelled')
    expect(danal.windows).toBe(1)
  })

  it('of Danal that leaves later than that, where no event told of it, still finishes', async () => {
    const danal = fakeDanal()
    page.endpoint.provider = 'danal'
    const element = await ready()
    action(element).click()
    await phase(element, 'open')
    danal.end()
    await phase(element, 'cancelled')
    // Not what the customer asked for: the server still takes a return.
    expect(page.endpoint.of('POST /registrations/:id/cancel')[0]?.body).toEqual({ asked: false })
    element.remove()
    history.replaceState(null, '', '?billing_registration=reg_0001')
    const returned = await ready()
    await phase(returned, 'issued')
  })

  it('of Danal takes this page where the browser refuses it a popup, and gives window.open back', async () => {
    const danal = fakeDanal()
    page.endpoint.provider = 'danal'
    const real = window.open.bind(window)
    const refused = vi.fn<typeof window.open>(() => null)
    window.open = refused
    const element = await ready()
    action(element).click()
    await phase(element, 'open')
    const stepIn = window.open.bind(window)
    expect(stepIn('', 'danal-window')).toBe(window)
    expect(window.name).toBe('danal-window')
    stepIn('https://pg.example/window', 'danal-window')
    expect(refused).toHaveBeenLastCalledWith('https://pg.example/window', '_self')
    danal.end({ code: 'USER_CANCEL' })
    await phase(element, 'cancelled')
    window.name = ''
    expect(window.open('', 'other')).toBeNull()
    expect(window.name).toBe('')
    expect(page.endpoint.of(PREPARE)).toHaveLength(1)
    window.open = real
  })

  it('of Danal stays open while the page is leaving', async () => {
    const danal = fakeDanal()
    page.endpoint.provider = 'danal'
    const element = await ready()
    action(element).click()
    await phase(element, 'open')
    window.dispatchEvent(new Event('beforeunload'))
    danal.end()
    await settled()
    expect(page.endpoint.of('POST /registrations/:id/cancel')).toHaveLength(0)
    expect(element.state.phase).toBe('open')
  })

  it('that the SDK refuses to open is a failure, and the same launch opens in the next click', async () => {
    const danal = fakeDanal()
    page.endpoint.provider = 'danal'
    const element = await ready()
    action(element).click()
    await phase(element, 'open')
    danal.end(new Error('popup blocked'))
    await phase(element, 'failed')
    expect(message(element)).toBe('등록 창을 열지 못했어요. 팝업을 허용한 뒤 다시 시도해 주세요.')
    action(element).click()
    expect(danal.windows).toBe(2)
    expect(page.endpoint.of(PREPARE)).toHaveLength(1)
  })

  it('that the customer closed is no failure', async () => {
    const danal = fakeDanal()
    page.endpoint.provider = 'danal'
    const element = await ready()
    action(element).click()
    await phase(element, 'open')
    danal.end({ code: 'USER_CANCEL', message: '' })
    await phase(element, 'cancelled')
  })

  it('without card details shows that it is done', async () => {
    page.endpoint.replies['POST /registrations/:id/complete'] = view('issued', {
      paymentMethod: { id: 'pm', kind: 'card' },
    })
    const element = await ready()
    action(element).click()
    await phase(element, 'open')
    imp.answer(APPROVED)
    await phase(element, 'issued')
    expect(part(element, 'card').textContent).toContain('등록 완료')
    expect(has(element, '[part=stop]')).toBe(false)
  })
})
