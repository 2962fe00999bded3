// What the list needs of the element that shows it.
import type { Endpoint } from '../registration/endpoint-client.ts'

/** A `<billing-register>` in the element's slot, as far as the list uses it: nothing of it is there before its script is. */
export interface Registering extends HTMLElement {
  /** Id of the payment method that it has registered. */
  readonly value?: string | null
  readonly state?: { readonly id?: string | undefined; readonly phase?: string }
  reset?(): void
}

/** The element, as its controller sees it. */
export interface MethodsHost extends HTMLElement {
  readonly inquiry: Endpoint
  /** There is something new to draw. */
  redraw(): void
}
