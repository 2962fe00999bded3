// Registers <billing-register>: the only side effect of this package.
import { BillingRegisterElement } from './billing-register-element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'billing-register': BillingRegisterElement
  }
}

// A second copy of the script must not break the page that already has the first, nor a server that renders the page.
if (typeof customElements !== 'undefined' && !customElements.get('billing-register'))
  customElements.define('billing-register', BillingRegisterElement)
