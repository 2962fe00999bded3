import { RETURN_CHANNEL } from '@billing-register/contract'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { CARD, OFFER, problem, view } from '../test/fake-endpoint.ts'
import {
  action,
  add,
  APPROVED,
  cleanPage,
  fakeDanal,
  fakeImp,
  has,
  label,
  phase,
  ready,
  ROOT,
  settled,
  type FakeImp,
  type TestPage,
} from '../test/page.ts'

const COMPLETE = 'POST /registrations/:id/complete'
const READ = 'GET /registrations/:id'
let page: TestPage
let imp: FakeImp

beforeEach(() => {
  page = cleanPage()
  imp = fakeImp()
})

const remember = (record: object = {}): void =>
  sessionStorage.setItem(
    'billing-register',
    JSON.stringify([
      { id: 'reg_0001', endpoint: '/billing', plan: 'pro', startedAt: Date.now() - 5000, ...record },
    ]),
  )
const comeBack = (query: string): void => history.replaceState({ router: 1 }, '', `${ROOT}?a=1&${query}#top`)

describe('a return to the page', () => {
  it('leaves the URL at once, and keeps the rest of it and the router’s state', async () => {
    remember()
    comeBack('billing_registration=reg_0001&transactionId=t_secret&code=SUCCESS&message=ok')
    const element = add()
    expect(location.search).toBe('?a=1')
    expect(location.hash).toBe('#top')
    expect(history.state).toEqual({ router: 1 })
    await phase(element, 'issued')
  })

  it.each([
    ['whose base is another site', ROOT, 'https://elsewhere.example/'],
    ['at a path that begins with two slashes', '//subscribe', undefined],
  ])('leaves the URL of a page %s', async (_, path, href) => {
    const base = document.createElement('base')
    if (href !== undefined) base.href = href
    history.replaceState(
      null,
      '',
      `${location.origin}${path}?a=$$&billing_registration=reg_0001&transactionId=t_1#top`,
    )
    document.head.append(base)
    remember()
    add()
    base.remove()
    expect(location.href).toBe(`${location.origin}${path}?a=$$#top`)
    history.replaceState(null, '', location.origin + ROOT)
  })

  it('is completed by itself when this tab started it, with what the URL brought', async () => {
    remember()
    comeBack('billing_registration=reg_0001&transactionId=t_1')
    const element = add()
    await phase(element, 'issued')
    const [call] = page.endpoint.of(COMPLETE)
    expect(call?.body).toMatchObject({ return: { transactionId: 't_1' } })
    expect(Number(call?.body?.['clickedMsAgo'])).toBeGreaterThanOrEqual(5000)
    expect(JSON.stringify(sessionStorage)).not.toContain('t_1')
  })

  it('is found by this tab’s memory when the PG dropped our parameter', async () => {
    remember()
    comeBack('merchant_uid=m_1&error_code=')
    const element = add()
    await phase(element, 'issued')
    expect(page.endpoint.of(COMPLETE)[0]?.body).toMatchObject({ return: { merchant_uid: 'm_1' } })
  })

  it('asks for one click when this tab did not start it, and shows whose account it is', async () => {
    comeBack('billing_registration=reg_0001')
    const element = await ready()
    await vi.waitUntil(() => label(element) === '등록 마치기')
    await settled()
    expect(page.endpoint.of(COMPLETE)).toHaveLength(0)
    expect(element.shadowRoot?.textContent).toContain(OFFER.text.account)
    action(element).click()
    await phase(element, 'issued')
    expect(page.endpoint.of(COMPLETE)[0]?.body).toEqual({ return: {} })
  })

  it('still asks for that click after a login in this tab', async () => {
    comeBack('billing_registration=reg_0001')
    page.endpoint.replies['GET /offer'] = problem(401, 'unauthenticated')
    const first = add()
    await vi.waitUntil(() => first.state.id === 'reg_0001' && first.state.problem?.status === 401)
    first.remove()
    page.endpoint.replies['GET /offer'] = OFFER
    const element = await ready()
    await vi.waitUntil(() => label(element) === '등록 마치기')
  })

  it('of another login says so, with the login slot', async () => {
    remember()
    page.endpoint.replies[COMPLETE] = problem(404, 'not_found')
    comeBack('billing_registration=reg_0001')
    const element = add()
    await phase(element, 'failed')
    expect(has(element, 'slot[name=login]')).toBe(true)
  })

  it('is claimed by exactly one of several elements: the one that started it', async () => {
    remember({ plan: 'team' })
    comeBack('billing_registration=reg_0001')
    const other = add()
    const element = add({ plan: 'team' })
    await phase(element, 'issued')
    await settled()
    expect(other.state.phase).toBe('idle')
    expect(page.endpoint.of(COMPLETE)).toHaveLength(1)
  })

  it('that no element seems to have started is claimed by the first', async () => {
    remember({ plan: 'gone' })
    comeBack('billing_registration=reg_0001')
    const element = add()
    await phase(element, 'issued')
  })
})

describe('a reload', () => {
  const reloaded = (): unknown =>
    Object.defineProperty(performance, 'navigation', { value: { type: 1 }, configurable: true })
  beforeEach(() => {
    Reflect.deleteProperty(performance, 'navigation')
    remember()
  })

  it('with the window still open goes back to ready', async () => {
    const element = await ready()
    await vi.waitUntil(() => page.endpoint.of(READ).length === 1)
    await settled()
    expect(element.state.phase).toBe('idle')
    expect(page.endpoint.of(COMPLETE)).toHaveLength(0)
  })

  it.each(['returned', 'issuing', 'uncertain'] as const)(
    'of a registration that is %s goes on finishing',
    async (state) => {
      page.endpoint.replies[READ] = view(state)
      const element = add()
      await phase(element, 'issued')
      expect(page.endpoint.of(COMPLETE)).toHaveLength(1)
    },
  )

  it('after the card was registered still shows it', async () => {
    reloaded()
    page.endpoint.replies[READ] = view('issued', { paymentMethod: CARD })
    const element = add()
    await phase(element, 'issued')
  })

  it('is not a new visit: that one starts from the beginning', async () => {
    page.endpoint.replies[READ] = view('issued', { paymentMethod: CARD })
    const element = await ready()
    await vi.waitUntil(() => page.endpoint.of(READ).length === 1)
    await settled()
    expect(element.state.phase).toBe('idle')
  })

  it('forgets a registration that this login does not own', async () => {
    page.endpoint.replies[READ] = problem(404, 'not_found')
    await ready()
    await vi.waitUntil(() => !sessionStorage.getItem('billing-register')?.includes('reg_0001'))
  })

  it('survives a storage that holds something else', async () => {
    sessionStorage.setItem('billing-register', '{')
    await ready()
  })
})

describe('a return whose customer has to log in by leaving the page', () => {
  const kept = (): string => JSON.stringify(sessionStorage)
  const comeBackLoggedOut = async (record: object = {}): Promise<void> => {
    remember(record)
    comeBack('billing_registration=reg_0001&transactionId=t_1')
    for (const route of ['GET /offer', COMPLETE])
      page.endpoint.replies[route] = problem(401, 'unauthenticated')
    const element = add()
    await vi.waitUntil(() => has(element, 'slot[name=login]') && kept().includes('t_1'))
    // Another document, after the login.
    element.remove()
    Reflect.deleteProperty(window, Symbol.for('billing-register'))
    page.endpoint.replies['GET /offer'] = OFFER
    page.endpoint.replies[COMPLETE] = view('issued', { paymentMethod: CARD })
  }

  it('is kept for this tab, out of the URL, and finished by itself; then it is forgotten', async () => {
    await comeBackLoggedOut()
    expect(location.search).toBe('?a=1')
    expect(kept()).toContain('t_1')
    await phase(add(), 'issued')
    expect(page.endpoint.of(COMPLETE).at(-1)?.body).toMatchObject({ return: { transactionId: 't_1' } })
    expect(kept()).not.toContain('t_1')
  })

  it('waits for a click where this tab did not start it', async () => {
    await comeBackLoggedOut({ startedAt: undefined })
    const before = page.endpoint.of(COMPLETE).length
    const element = await ready()
    expect(label(element)).toBe('등록 마치기')
    expect(page.endpoint.of(COMPLETE)).toHaveLength(before)
    action(element).click()
    await phase(element, 'issued')
    expect(page.endpoint.of(COMPLETE).at(-1)?.body).toMatchObject({ return: { transactionId: 't_1' } })
  })

  it('is forgotten when somebody else has logged in, and when the customer starts over', async () => {
    await comeBackLoggedOut()
    page.endpoint.replies[COMPLETE] = problem(404, 'not_found')
    const element = add()
    await phase(element, 'failed')
    expect(kept()).not.toContain('t_1')
    element.remove()
    await comeBackLoggedOut()
    page.endpoint.replies[COMPLETE] = problem(401, 'unauthenticated')
    const again = add()
    await vi.waitUntil(() => has(again, 'slot[name=login]'))
    again.reset()
    expect(kept()).not.toContain('t_1')
  })
})

describe('the memory of the tab', () => {
  it('holds the id, the place and the time, and nothing of the launch or the return', async () => {
    const element = await ready()
    action(element).click()
    await phase(element, 'open')
    imp.answer(APPROVED)
    await phase(element, 'issued')
    const records: Record<string, unknown>[] = JSON.parse(sessionStorage.getItem('billing-register') ?? '')
    expect(Object.keys(records[0] ?? {}).toSorted()).toEqual(['endpoint', 'id', 'plan', 'startedAt'])
  })
})

describe('the back/forward cache', () => {
  const thaw = (): boolean => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))

  it('gives back a page that is ready when nothing has come of the window', async () => {
    fakeDanal()
    page.endpoint.provider = 'danal'
    const element = await ready()
    action(element).click()
    await phase(element, 'open')
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
    thaw()
    await phase(element, 'idle')
    expect(page.endpoint.of('GET /offer')).toHaveLength(2)
    expect(page.endpoint.of('POST /registrations/:id/cancel')).toHaveLength(0)
  })

  it('gives back the result when there is one', async () => {
    fakeDanal()
    page.endpoint.provider = 'danal'
    const element = await ready()
    action(element).click()
    await phase(element, 'open')
    page.endpoint.replies[READ] = view('returned')
    thaw()
    await phase(element, 'issued')
  })

  it('never spins when the server cannot be asked', async () => {
    fakeDanal()
    page.endpoint.provider = 'danal'
    const element = await ready()
    action(element).click()
    await phase(element, 'open')
    page.endpoint.replies[READ] = new TypeError('offline')
    thaw()
    await phase(element, 'idle')
  })

  it('gives back no launch: the next click prepares anew', async () => {
    const element = await ready()
    action(element).focus()
    await vi.waitUntil(() => page.endpoint.of('POST /registrations').length === 1)
    await settled()
    thaw()
    await settled()
    action(element).click()
    expect(imp.windows).toBe(0)
    await phase(element, 'open')
    expect(element.state.id).toBe('reg_0002')
  })

  it('is not kept away by an open channel', async () => {
    const close = vi.spyOn(BroadcastChannel.prototype, 'close')
    await ready()
    window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))
    expect(close).toHaveBeenCalled()
  })
})

describe('a return in a popup or frame', () => {
  it('is heard by the page that opened it, which answers and finishes', async () => {
    const element = await ready()
    action(element).click()
    await phase(element, 'open')
    const popup = new BroadcastChannel(RETURN_CHANNEL)
    const answer = new Promise((resolve) => {
      popup.onmessage = ({ data }) => resolve(data)
    })
    popup.postMessage({ id: 'reg_9999' })
    popup.postMessage({ id: 'reg_0001', transactionId: 't_7' })
    expect(await answer).toEqual({ ack: 'reg_0001' })
    await phase(element, 'issued')
    expect(page.endpoint.of(COMPLETE)[0]?.body).toMatchObject({ return: { transactionId: 't_7' } })
    popup.close()
  })

  it('acts as the page when nobody answers, and leaves when somebody does', async () => {
    remember()
    comeBack('billing_registration=reg_0001&transactionId=t_8')
    const opener = new BroadcastChannel(RETURN_CHANNEL)
    const heard = new Promise((resolve) => {
      opener.onmessage = ({ data }) => resolve(data)
    })
    // This test page stands in a frame: it tells first, and waits for an answer.
    const element = add()
    expect(await heard).toEqual({ id: 'reg_0001', transactionId: 't_8' })
    expect(page.endpoint.of(COMPLETE)).toHaveLength(0)
    await phase(element, 'issued')
    opener.close()
  })
})
