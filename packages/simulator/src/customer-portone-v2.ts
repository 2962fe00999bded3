// A customer without a browser at PortOne V2's window.
import { locationOf, messageIn, postForm, type CustomerChoice } from './customer.ts'
import { isJsonObject, text, type JsonObject } from './json.ts'
import type { SimulatorFetch } from './simulator.ts'

export interface PortoneV2Visit {
  /** The argument of `requestIssueBillingKey`. */
  readonly request: JsonObject
  readonly choice: CustomerChoice
  /** Default `pc`. */
  readonly device?: 'pc' | 'mobile'
}

/** How it ended: what the promise resolves or rejects with, or the address that the page is sent to. */
export type PortoneV2End =
  | { readonly kind: 'resolve'; readonly value: JsonObject }
  | { readonly kind: 'reject'; readonly error: JsonObject }
  | { readonly kind: 'redirect'; readonly url: URL }

async function endIn(page: Response, at: URL): Promise<PortoneV2End> {
  const sentTo = locationOf(page, at)
  if (sentTo) return { kind: 'redirect', url: sentTo }
  const answer = messageIn(await page.text())
  if (!answer) throw new Error(`the window did not end: ${page.status}`)
  const { value } = answer
  return isJsonObject(value)
    ? { kind: 'resolve', value }
    : { kind: 'redirect', url: new URL(text(answer, 'url')) }
}

/**
 * Walks through PortOne V2's window.
 * @param base the simulated PortOne V2, for example `https://simulator.test/portone-v2/`; the slash at the end counts
 */
export async function visitPortoneV2Window(
  fetch: SimulatorFetch,
  base: string,
  visit: PortoneV2Visit,
): Promise<PortoneV2End> {
  const door = new URL('checkout', base)
  const opened = await postForm(fetch, door, {
    request: JSON.stringify(visit.request),
    device: visit.device ?? 'pc',
    ticket: 'customer',
    origin: 'https://shop.example',
  })
  const prepared: unknown = await opened.json()
  if (!isJsonObject(prepared)) throw new Error('the window was not prepared')
  if (!text(prepared, 'url')) return { kind: 'reject', error: prepared }
  const at = new URL(text(prepared, 'url'), door)
  return endIn(await postForm(fetch, at, { do: `sim-${visit.choice}` }), at)
}
