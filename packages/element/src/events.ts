// The element's events: they bubble, cross shadow roots, and hold nothing secret.
import type { PaymentMethodView, Problem, RegistrationView } from '@billing-register/contract'
import type { Phase } from './registration/state.ts'

/** What they have in common. */
export class BillingEvent<Detail> extends Event {
  declare readonly detail: Detail

  constructor(type: string, detail: Detail, cancelable = false) {
    super(type, { bubbles: true, composed: true, cancelable })
    this.detail = detail
  }
}

/** `billing-start`: the customer wants to register. `preventDefault()` keeps the window closed. */
export class BillingStartEvent extends BillingEvent<{ readonly plan: string | undefined }> {}

/** `billing-phase`: the phase changed. */
export class BillingPhaseEvent extends BillingEvent<{ readonly phase: Phase; readonly previous: Phase }> {}

/** `billing-issued`: a payment method is registered; also after a reload of the page that registered it. */
export class BillingIssuedEvent extends BillingEvent<{
  readonly registration: RegistrationView
  readonly paymentMethod: PaymentMethodView | undefined
}> {}

/** `billing-cancel`: the customer stopped. Not an error. */
export class BillingCancelEvent extends BillingEvent<{ readonly id: string }> {}

/** `billing-error`: declined or failed. `detail.detail` is the customer's text, `detail.requestId` the support code. */
export class BillingErrorEvent extends BillingEvent<Problem> {}

declare global {
  interface HTMLElementEventMap {
    'billing-start': BillingStartEvent
    'billing-phase': BillingPhaseEvent
    'billing-issued': BillingIssuedEvent
    'billing-cancel': BillingCancelEvent
    'billing-error': BillingErrorEvent
  }
}
