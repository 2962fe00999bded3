// What the registration needs of the element that shows it.
import type { Endpoint } from './endpoint-client.ts'
import type { ElementState } from './state.ts'

/** What the element's attributes say about where and for what to ask. */
export interface Inquiry extends Endpoint {
  readonly plan: string | undefined
  readonly provider: string | undefined
  /** How the card is asked for; in the PG's window when absent. */
  readonly mode: string | undefined
  /** Page to come back to; this page when absent. */
  readonly returnTo: string | undefined
}

/** The element, as its controller sees it. */
export interface RegistrationHost extends HTMLElement {
  readonly inquiry: Inquiry
  /** There is something new to draw. */
  redraw(): void
  /** Another state than before. */
  stateChanged(before: ElementState): void
  /** Asks the page whether the window may open. */
  mayOpen(): boolean
}
