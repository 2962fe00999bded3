// A clean page for every test: one element on it, a fake endpoint, fake SDKs.
import { vi } from 'vitest'
import type { BillingRegisterElement } from '../src/billing-register-element.ts'
import '../src/define.ts'
// The chunks of a real page come from a cache too.
import '../src/providers/danal.ts'
import '../src/providers/portone-v1.ts'
import '../src/providers/portone-v2.ts'
import '../src/providers/toss.ts'
import { FakeEndpoint } from './fake-endpoint.ts'

export const ROOT = location.pathname

/** Everything that a test needs to look at. */
export interface TestPage {
  readonly endpoint: FakeEndpoint
  /** Phases that the page was told of, oldest first. */
  readonly phases: string[]
  /** Events by name, oldest first. */
  readonly events: Event[]
}

/** Forgets the page view: storage, registry, URL, SDKs, elements. */
export function cleanPage(): TestPage {
  vi.useRealTimers()
  document.body.replaceChildren()
  sessionStorage.clear()
  Reflect.deleteProperty(window, Symbol.for('billing-register'))
  Reflect.deleteProperty(window, 'IMP')
  Reflect.deleteProperty(window, 'DanalPayments')
  history.replaceState(null, '', ROOT)
  const endpoint = new FakeEndpoint()
  window.fetch = endpoint.fetch
  const phases: string[] = []
  const events: Event[] = []
  document.body.onclick = null
  for (const type of ['billing-start', 'billing-phase', 'billing-issued', 'billing-cancel', 'billing-error'])
    document.body.addEventListener(type, (event) => {
      events.push(event)
      if ('detail' in event && type === 'billing-phase') phases.push(Object(event.detail).phase)
    })
  return { endpoint, phases, events }
}

/** Puts `<billing-register endpoint="/billing" plan="pro">` with these attributes into the page. */
export function add(
  attributes: Record<string, string> = {},
  into: Element = document.body,
): BillingRegisterElement {
  const element = document.createElement('billing-register')
  for (const [name, value] of Object.entries({ endpoint: '/billing', plan: 'pro', ...attributes }))
    element.setAttribute(name, value)
  into.append(element)
  return element
}

/** Adds an element and waits until its offer is drawn. */
export async function ready(attributes: Record<string, string> = {}): Promise<BillingRegisterElement> {
  const element = add(attributes)
  await vi.waitUntil(() => element.matches(':state(ready)'))
  return element
}

export function part(element: Element, name: string): HTMLElement {
  const found = element.shadowRoot?.querySelector(`[part=${name}]`)
  if (!(found instanceof HTMLElement)) throw new Error(`no part ${name}`)
  return found
}

export const has = (element: Element, selector: string): boolean =>
  element.shadowRoot?.querySelector(selector) !== null

export const action = (element: Element): HTMLElement => part(element, 'action')

export const label = (element: Element): string => action(element).textContent.trim()

export const message = (element: Element): string => part(element, 'message').textContent.trim()

export function checkbox(element: Element): HTMLInputElement {
  const found = element.shadowRoot?.querySelector('input')
  if (!found) throw new Error('no checkbox')
  return found
}

export async function phase(element: BillingRegisterElement, wanted: string): Promise<void> {
  await vi.waitUntil(() => element.state.phase === wanted, { timeout: 4_000 })
  await drawn()
}

/** Lets the element draw what has changed. */
export const drawn = async (): Promise<void> => {
  await Promise.resolve()
  await Promise.resolve()
}

/** Waits long enough for anything that would happen at once. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50))

export interface FakeImp {
  readonly init: ReturnType<typeof vi.fn>
  readonly opened: (() => boolean)[]
  /** Ends the newest window. */
  answer(result: object | null): void
  windows: number
}

/** PortOne's SDK. */
export function fakeImp(): FakeImp {
  const callbacks: ((result: object | null) => void)[] = []
  const imp: FakeImp & { request_pay(request: object, callback: (result: object | null) => void): void } = {
    init: vi.fn(),
    opened: [],
    windows: 0,
    answer: (result) => callbacks.at(-1)?.(result),
    request_pay(_request, callback) {
      imp.windows++
      callbacks.push(callback)
    },
  }
  Object.assign(window, { IMP: imp })
  return imp
}

/** Danal's SDK: `end` settles the promise of the newest window. */
export function fakeDanal(): { windows: number; end(error?: unknown): void } {
  const ends: ((error?: unknown) => void)[] = []
  const danal = { windows: 0, end: (error?: unknown) => ends.at(-1)?.(error) }
  const requestBilling = (): Promise<void> =>
    new Promise((resolve, reject) => {
      danal.windows++
      ends.push((error) => (error === undefined ? resolve() : reject(error)))
    })
  Object.assign(window, { DanalPayments: () => ({ requestBilling }) })
  return danal
}

/** The card was approved in PortOne's window. */
export const APPROVED = { imp_uid: 'imp_1', merchant_uid: 'm_1' }
