// What the registration needs of the element that shows it.
import type { Endpoint } from './endpoint-client.ts'
import type { ElementState } from './state.ts'

/** The element, as its controller sees it. */
export interface RegistrationHost extends HTMLElement {
  readonly plan: string | null
  readonly provider: string | null
  readonly mode: 'window' | null
  readonly returnTo: string | null
  /** Where and how to ask the merchant's server. */
  readonly source: Endpoint
  /** Something to draw; `before` is given when the state changed. */
  changed(before?: ElementState): void
  /** Asks the page whether the window may open. */
  mayStart(): boolean
}
