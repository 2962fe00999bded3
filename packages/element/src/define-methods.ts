// Registers <billing-methods>: a side effect, like `define.ts`.
import { BillingMethodsElement } from './billing-methods-element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'billing-methods': BillingMethodsElement
  }
}

// A second copy of the script must not break the page that already has the first, nor a server that renders the page.
if (typeof customElements !== 'undefined' && !customElements.get('billing-methods'))
  customElements.define('billing-methods', BillingMethodsElement)
