// A customer without a browser at Toss Payments' window.
import { locationOf, messageIn, postForm, type CustomerChoice } from './customer.ts'
import { text, type JsonObject } from './json.ts'
import type { SimulatorFetch } from './simulator.ts'

export interface TossVisit {
  readonly clientKey: string
  readonly customerKey: string
  /** The argument of `requestBillingAuth`. */
  readonly request: JsonObject
  readonly choice: CustomerChoice
  /** Default `self`, as on a phone. */
  readonly target?: 'self' | 'iframe'
}

/** How the window ended: the address the page is sent to, or the code that the SDK's promise rejects with. */
export type TossVisitEnd =
  { readonly kind: 'navigate'; readonly url: URL } | { readonly kind: 'reject'; readonly code: string }

async function endIn(page: Response, at: URL): Promise<TossVisitEnd> {
  const sentTo = locationOf(page, at)
  if (sentTo) return { kind: 'navigate', url: sentTo }
  const answer = messageIn(await page.text())
  if (!answer) throw new Error(`the window did not end: ${page.status}`)
  const url = text(answer, 'url')
  return url ? { kind: 'navigate', url: new URL(url) } : { kind: 'reject', code: text(answer, 'code') }
}

/**
 * Walks through Toss Payments' window.
 * @param base the simulated Toss, for example `https://simulator.test/toss/`; the slash at the end counts
 * @throws Error when no window opened in the page itself
 */
export async function visitTossWindow(
  fetch: SimulatorFetch,
  base: string,
  visit: TossVisit,
): Promise<TossVisitEnd> {
  const door = new URL('v2/window', base)
  const opened = await postForm(fetch, door, {
    clientKey: visit.clientKey,
    customerKey: visit.customerKey,
    request: JSON.stringify(visit.request),
    target: visit.target ?? 'self',
    ticket: 'customer',
    origin: 'https://shop.example',
  })
  const at = locationOf(opened, door)
  if (!at) return endIn(opened, door)
  return endIn(await postForm(fetch, at, { do: `sim-${visit.choice}` }), at)
}
