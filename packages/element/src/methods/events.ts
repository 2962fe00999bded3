// What the list tells the page: it bubbles, crosses shadow roots, and holds nothing secret.
import type { SavedPaymentMethod } from '@billing-register/contract'
import { BillingEvent } from '../events.ts'

/**
 * Something about one payment method. `billing-remove`: the customer wants to delete it; `billing-replace`: they want
 * another one in its place; `preventDefault()` keeps either from going on. `billing-method-removed`: it is gone;
 * `billing-default-changed`: it is the default now.
 */
export class BillingMethodEvent extends BillingEvent<{ readonly paymentMethod: SavedPaymentMethod }> {}

declare global {
  interface HTMLElementEventMap {
    'billing-remove': BillingMethodEvent
    'billing-replace': BillingMethodEvent
    'billing-method-removed': BillingMethodEvent
    'billing-default-changed': BillingMethodEvent
  }
}
