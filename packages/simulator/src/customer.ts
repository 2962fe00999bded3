// A customer without a browser: opens a register window over HTTP, presses one of its three test buttons, and tells
// where that led. For tests and for long random runs, where a real page would be too slow.
import { isJsonObject, parseJson, type JsonObject } from './json.ts'
import type { SimulatorFetch } from './simulator.ts'

export type CustomerChoice = 'approve' | 'decline' | 'cancel'

export interface DanalVisit {
  readonly clientKey: string
  /** The argument of `requestBilling`. */
  readonly request: JsonObject
  readonly choice: CustomerChoice
}

export interface PortoneVisit {
  readonly userCode: string
  /** The parameters of `request_pay`. */
  readonly params: JsonObject
  readonly choice: CustomerChoice
  /** Default `callback`. */
  readonly path?: 'callback' | 'redirect'
}

/** How a PortOne window ended: the callback's object, or the address with its query that the page was sent to. */
export type PortoneEnd =
  | { readonly kind: 'callback'; readonly answer: JsonObject }
  | { readonly kind: 'redirect'; readonly url: URL }

/** Posts a form as a browser does, without following where it leads. */
export function postForm(
  fetch: SimulatorFetch,
  url: URL,
  fields: Readonly<Record<string, string>>,
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
  })
}

export function locationOf(response: Response, base: URL): URL | undefined {
  const location = response.headers.get('location')
  return location ? new URL(location, base) : undefined
}

/**
 * Walks through Danal's window.
 * @param base the simulated Danal, for example `https://simulator.test/danal/`; the slash at the end counts
 * @returns successUrl or failUrl with its parameters as the query
 * @throws Error with the page's text when no window opened
 */
export async function visitDanalWindow(fetch: SimulatorFetch, base: string, visit: DanalVisit): Promise<URL> {
  const door = new URL('window', base)
  const fields = { clientKey: visit.clientKey, request: JSON.stringify(visit.request) }
  const opened = await postForm(fetch, door, fields)
  const at = locationOf(opened, door)
  if (!at) throw new Error(`no window opened: ${await opened.text()}`)
  const left = await postForm(fetch, at, { do: `sim-${visit.choice}`, returnMethod: 'GET' })
  const end = locationOf(left, at)
  if (!end) throw new Error(`the window did not end: ${left.status}`)
  return end
}

/** What a window's last page tells the page around it. */
export function messageIn(page: string): JsonObject | undefined {
  const [, json = ''] = /const message = (\{.*\})/.exec(page) ?? []
  const message = parseJson(json)
  const answer = isJsonObject(message) ? message['answer'] : undefined
  return isJsonObject(answer) ? answer : undefined
}

async function answerIn(page: Response): Promise<PortoneEnd> {
  const answer = messageIn(await page.text())
  if (!answer) throw new Error(`the window did not end: ${page.status}`)
  return { kind: 'callback', answer }
}

/**
 * Walks through PortOne V1's window; a request that opens none ends like the callback or the redirect says.
 * @param base the simulated PortOne V1, for example `https://simulator.test/portone-v1/`; the slash at the end counts
 */
export async function visitPortoneWindow(
  fetch: SimulatorFetch,
  base: string,
  visit: PortoneVisit,
): Promise<PortoneEnd> {
  const door = new URL('request-pay', base)
  const path = visit.path ?? 'callback'
  const opened = await postForm(fetch, door, {
    userCode: visit.userCode,
    params: JSON.stringify(visit.params),
    path,
    device: path === 'redirect' ? 'mobile' : 'pc',
    ticket: 'customer',
    origin: 'https://shop.example',
  })
  const at = locationOf(opened, door)
  if (!at) return answerIn(opened)
  // Refused before a window opened: straight back to the shop.
  if (!at.href.startsWith(door.href)) return { kind: 'redirect', url: at }
  const left = await postForm(fetch, at, { do: `sim-${visit.choice}` })
  const end = locationOf(left, at)
  return end ? { kind: 'redirect', url: end } : answerIn(left)
}
