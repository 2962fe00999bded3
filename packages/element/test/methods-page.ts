// A page with one list on it, and an endpoint that keeps payment methods as a server would.
import type { Problem, SavedPaymentMethod } from '@billing-register/contract'
import { vi } from 'vitest'
import type { BillingMethodsElement } from '../src/billing-methods-element.ts'
import '../src/define-methods.ts'

export const method = (id: string, more: Partial<SavedPaymentMethod> = {}): SavedPaymentMethod => ({
  id,
  kind: 'card',
  issuer: 'KB국민카드',
  maskedNumber: `1234-****-****-000${id}`,
  state: 'active',
  default: false,
  createdAt: Date.UTC(2026, 10, 1),
  provider: 'danal',
  providerLabel: '다날',
  ...more,
})

type Fault = 'network' | { status: number; code: Problem['code']; detail?: string }

/** The server's side: what it keeps, what it was asked, and what goes wrong next. */
export class MethodsEndpoint {
  methods: SavedPaymentMethod[] = []
  readonly calls: string[] = []
  readonly headers: Headers[] = []
  /** By the beginning of `METHOD /path`; each goes wrong until it is taken out. */
  readonly faults = new Map<string, Fault>()
  /** The work is done, but its answer is lost. */
  readonly lost = new Set<string>()
  /** Deletions are under way and do not end by themselves. */
  slow = false
  /** Nothing is answered before this. */
  held: Promise<unknown> = Promise.resolve()

  readonly fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    const path = new URL(String(input), location.href).pathname.replace('/billing', '')
    const call = `${init.method ?? 'GET'} ${path}`
    this.calls.push(call)
    this.headers.push(new Headers(init.headers))
    await this.held
    const fault = [...this.faults].find(([begin]) => call.startsWith(begin))?.[1]
    if (fault === 'network') throw new TypeError('offline')
    if (fault)
      return Response.json(
        { detail: '', requestId: 'req_7', retry: 'later', ...fault },
        { status: fault.status },
      )
    this.#work(call)
    if ([...this.lost].some((begin) => call.startsWith(begin))) throw new TypeError('lost')
    return Response.json({ methods: this.methods })
  }

  #work(call: string): void {
    const id = call.split('/')[2] ?? ''
    if (call.startsWith('PUT'))
      this.methods = this.methods
        .map((one) => ({ ...one, default: one.id === id }))
        .toSorted((one, other) => Number(other.default) - Number(one.default))
    if (!call.startsWith('DELETE')) return
    this.methods = this.slow
      ? this.methods.map((one) => (one.id === id ? { ...one, state: 'removing', default: false } : one))
      : this.methods.filter((one) => one.id !== id)
    const first = this.methods.find(({ state }) => state === 'active')
    if (first && !this.methods.some((one) => one.default))
      this.methods = this.methods.map((one) => ({ ...one, default: one.id === first.id }))
  }
}

export interface MethodsPage {
  readonly endpoint: MethodsEndpoint
  /** Names of events and the ids of their methods, oldest first. */
  readonly told: string[]
}

/** A clean page whose customer has these methods, the first of which is the default. */
export function methodsPage(...ids: string[]): MethodsPage {
  vi.useRealTimers()
  document.body.replaceChildren()
  sessionStorage.clear()
  const endpoint = new MethodsEndpoint()
  endpoint.methods = ids.map((id, at) => method(id, { default: at === 0 }))
  window.fetch = endpoint.fetch
  const told: string[] = []
  for (const type of ['remove', 'replace', 'method-removed', 'default-changed', 'error'])
    document.body.addEventListener(`billing-${type}`, (event) => {
      const { detail } = Object(event)
      told.push(`${type} ${detail.paymentMethod?.id ?? detail.code}`)
    })
  return { endpoint, told }
}

/** Puts a list into the page. */
export function addList(attributes: Record<string, string> = {}, inside = ''): BillingMethodsElement {
  const element = document.createElement('billing-methods')
  for (const [name, value] of Object.entries({ endpoint: '/billing', ...attributes }))
    element.setAttribute(name, value)
  element.innerHTML = inside
  document.body.append(element)
  return element
}

/** Puts a list into the page and waits until what can be done in it is there. */
export async function ready(
  attributes: Record<string, string> = {},
  inside = '',
): Promise<BillingMethodsElement> {
  const element = addList(attributes, inside)
  await vi.waitUntil(() => element.state.phase !== 'loading' && parts(element, 'skeleton').length === 0)
  await tick()
  return element
}

/** Lets everything happen that happens at once, however long a busy machine takes to load what is needed for it. */
export const tick = async (): Promise<void> => {
  await vi.dynamicImportSettled()
  await new Promise((resolve) => void setTimeout(resolve, 20))
  await vi.dynamicImportSettled()
}

/** Makes time pass, in small steps, until something is so. Timers must be fake. */
export const eventually = (isSo: () => boolean): Promise<unknown> =>
  vi.waitUntil(
    async () => {
      await vi.advanceTimersByTimeAsync(500)
      return isSo()
    },
    { interval: 1, timeout: 30_000 },
  )

export const parts = (element: Element, name: string): HTMLElement[] => [
  ...(element.shadowRoot?.querySelectorAll<HTMLElement>(`[part=${name}]`) ?? []),
]

/** A part, of one method or of the whole. */
export function part(element: Element, name: string, id?: string): HTMLElement {
  const root = id === undefined ? element.shadowRoot : element.shadowRoot?.querySelector(`[id="${id}"]`)
  const found = root?.querySelector(`[part=${name}]`)
  if (!(found instanceof HTMLElement)) throw new Error(`no part ${name} ${id ?? ''}`)
  return found
}

export async function press(element: Element, name: string, id?: string): Promise<void> {
  const button = part(element, name, id)
  button.focus()
  button.click()
  await tick()
}

/** What is said; nothing before anything is drawn. */
export const message = (element: Element): string => parts(element, 'message')[0]?.textContent.trim() ?? ''

export const focused = (element: Element): string => {
  const active = element.shadowRoot?.activeElement
  const id = active?.closest('li')?.id
  return [active?.part.value, id].filter((one) => one !== undefined).join(' ')
}
