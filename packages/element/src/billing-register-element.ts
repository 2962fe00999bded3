// The custom element: attributes, form value, events and drawing around one RegistrationController.
import { render } from 'lit/html.js'
import { BillingElement } from './base-element.ts'
import { STYLES } from './billing-register.styles.ts'
import {
  BillingCancelEvent,
  BillingErrorEvent,
  BillingIssuedEvent,
  BillingPhaseEvent,
  BillingStartEvent,
} from './events.ts'
import { MESSAGES } from './i18n/index.ts'
import type { Messages } from './i18n/messages.ts'
import { RegistrationController } from './registration/controller.ts'
import type { Inquiry, RegistrationHost } from './registration/host.ts'
import { takeReturn } from './registration/resume.ts'
import type { ElementState } from './registration/state.ts'
import { secretAttribute } from './secret-attribute.ts'
import { view } from './view.ts'
import { merge, problemText } from './wording.ts'

/** Milliseconds that a pointer rests on the action before it counts as intent. */
const DWELL = 80

/**
 * Registers a customer's card for a billing key: shows the offer, opens the PG's window, shows the card.
 *
 * @tagname billing-register
 *
 * @attr {string} endpoint - Where the merchant's handler is mounted, for example `/billing`. Required.
 * @attr {string} plan - The merchant's name for what is registered.
 * @attr {string} provider - Name of a provider instance; the server's first one when absent.
 * @attr {"window" | "card-form"} mode - How the card is asked for: `window` (default), the PG's own register window;
 *   `card-form`, a form on this page, for merchants whose contract and server allow it.
 * @attr {"ko" | "en" | "ja" | "zh"} lang - Language of the texts; Korean when absent or unknown.
 * @attr {string} return-to - Page to come back to after a redirect; this page when absent.
 * @attr {string} name - Name of the form field whose value is the payment method's id.
 * @attr {boolean} required - The enclosing form is invalid until a payment method is registered.
 * @attr {boolean} disabled - Nothing can be started.
 * @attr {"quiet" | "outlined" | "dense"} preset - How it looks: `quiet` when absent.
 * @attr {string} nonce - CSP nonce for the PG's script.
 *
 * @fires {BillingStartEvent} billing-start - The customer wants to register; `preventDefault()` keeps the window closed.
 * @fires {BillingPhaseEvent} billing-phase - The phase changed.
 * @fires {BillingIssuedEvent} billing-issued - A payment method is registered.
 * @fires {BillingCancelEvent} billing-cancel - The customer stopped; not an error.
 * @fires {BillingErrorEvent} billing-error - Declined or failed.
 *
 * @slot heading - In place of the order's name.
 * @slot summary - In place of the price and what is charged now and next.
 * @slot badge - In place of the mark of test mode.
 * @slot login - The way to log in; shown when the server does not know the customer.
 * @slot issued - What comes next, once the card is registered.
 *
 * @csspart base - The whole.
 * @csspart badge - The mark of test mode.
 * @csspart name - The order's name.
 * @csspart price - The price.
 * @csspart now - What is charged now.
 * @csspart next - What is charged next.
 * @csspart account - Whose account the card goes to.
 * @csspart consent - Checkbox, facts and full text of the consent.
 * @csspart message - What is going on, in one sentence; a live region.
 * @csspart support - The support code.
 * @csspart action - The one button that goes on.
 * @csspart stop - The button that gives up an open window.
 * @csspart provider - The PG's name.
 * @csspart card - The registered card.
 * @csspart skeleton - The shape shown while the offer is loading.
 *
 * @cssstate ready - The offer is drawn.
 * @cssstate idle - Waits for the customer.
 * @cssstate preparing - Clicked; the window is not ready yet.
 * @cssstate open - The window is open.
 * @cssstate finishing - The window is over; the server is finishing.
 * @cssstate issued - A payment method is registered.
 * @cssstate declined - The card was refused.
 * @cssstate uncertain - The outcome is not known yet.
 * @cssstate cancelled - The customer stopped.
 * @cssstate failed - Something went wrong.
 *
 * @cssprop [--billing-accent=light-dark(#1d4ed8, #8fb4ff)] - Colour of the action, the card and the focus ring.
 * @cssprop [--billing-on-accent] - Text on the accent; white or black by its lightness when absent.
 * @cssprop [--billing-danger=#c0271b] - The mark before a failure.
 * @cssprop [--billing-radius=12px] - Corners.
 * @cssprop [--billing-font] - Font family; the page's own when absent.
 */
export class BillingRegisterElement
  extends BillingElement<Messages, ElementState>
  implements RegistrationHost
{
  static readonly formAssociated = true
  static readonly observedAttributes: readonly string[] = [
    'endpoint',
    'plan',
    'provider',
    'mode',
    'lang',
    'required',
  ]

  protected override readonly followed: RegistrationController = new RegistrationController(this)
  #dwelling: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super(STYLES, MESSAGES)
  }

  /** What the element is doing; `phase` tells the kinds apart. */
  get state(): ElementState {
    return this.followed.state
  }

  /** Id of the registered payment method, which is also the form value. */
  get value(): string | null {
    const { phase, registration } = this.state
    return (phase === 'issued' && registration.paymentMethod?.id) || null
  }

  /** Opens the window, as a click on the action does. */
  start(): void {
    if (!this.matches(':disabled')) this.followed.start()
  }

  /** Back to the start. What was registered stays registered. */
  reset(): void {
    this.followed.reset()
  }

  /** @internal */
  override get inquiry(): Inquiry {
    const text = (name: string): string | undefined => this.getAttribute(name) ?? undefined
    return {
      ...super.inquiry,
      plan: text('plan'),
      provider: text('provider'),
      mode: text('mode'),
      returnTo: text('return-to'),
    }
  }

  /** @internal */
  mayOpen(): boolean {
    return this.dispatchEvent(new BillingStartEvent('billing-start', { plan: this.inquiry.plan }, true))
  }

  /** @internal */
  stateChanged(before: ElementState): void {
    this.redraw()
    const { phase, problem, registration, id } = this.state
    this.internals.setFormValue(this.value)
    if (problem?.code === 'consent_required') this.#focus('input')
    if (phase === before.phase) return
    if (before.phase === 'open') this.#focus('[part=action]')
    this.dispatchEvent(new BillingPhaseEvent('billing-phase', { phase, previous: before.phase }))
    if (phase === 'issued')
      this.dispatchEvent(
        new BillingIssuedEvent('billing-issued', { registration, paymentMethod: registration.paymentMethod }),
      )
    if (phase === 'cancelled') this.dispatchEvent(new BillingCancelEvent('billing-cancel', { id }))
    if (problem && (phase === 'failed' || phase === 'declined')) {
      const detail = this.#words ? problemText(problem, this.#words) : ''
      this.dispatchEvent(new BillingErrorEvent('billing-error', { ...problem, detail }))
    }
  }

  /** @internal */
  override connectedCallback(): void {
    takeReturn()
    super.connectedCallback()
  }

  /** @internal */
  formResetCallback(): void {
    this.reset()
  }

  /** @internal */
  formDisabledCallback(): void {
    this.redraw()
  }

  get #words(): Messages | undefined {
    return this.messages && merge(this.messages, this.followed.offer)
  }

  protected override paint(): void {
    const registration = this.followed
    const messages = this.#words
    const { locale } = this.inquiry
    const { phase } = this.state
    const disabled = this.matches(':disabled')
    render(view(registration, messages, locale, disabled, this.#intent), this.shadow)
    this.showStates(phase, messages && registration.offer ? 'ready' : phase)
    const valueMissing = this.hasAttribute('required') && !this.value
    const action = this.shadow.querySelector('button') ?? undefined
    this.internals.setValidity({ valueMissing }, messages?.action.idle ?? ' ', action)
  }

  protected override begin(url: string): void {
    const secret = secretAttribute(this.attributes)
    if (secret) console.error(`${secret} looks like a secret key`)
    if (secret || !url) return this.followed.refuse()
    void this.followed.loadOffer()
    void this.followed.goOn()
  }

  readonly #intent = ({ type }: Event): void => {
    clearTimeout(this.#dwelling)
    if (type === 'pointerleave' || this.matches(':disabled')) return
    this.#dwelling = setTimeout(() => this.followed.intend(), type === 'pointerenter' ? DWELL : 0)
  }

  /** Moves the focus after the next drawing, unless the customer has gone elsewhere with it. */
  #focus(selector: string): void {
    const nowhere: readonly (Element | null)[] = [null, document.body, this]
    if (nowhere.includes(document.activeElement))
      queueMicrotask(() => this.shadow.querySelector<HTMLElement>(selector)?.focus())
  }
}
