// The custom element: attributes, form value, events and drawing around one RegistrationController.
//
// It draws with Lit's templates on a plain HTMLElement: LitElement would make the script that every visitor downloads
// a quarter larger, and all that is needed of it here are reflected attributes and one redraw per task.
import { localeOf } from '@billing-register/contract'
import { render } from 'lit/html.js'
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
import type { RegistrationHost, Source } from './registration/host.ts'
import { takeReturn } from './registration/resume.ts'
import type { ElementState } from './registration/state.ts'
import { secretAttribute } from './secret-attribute.ts'
import { view } from './view.ts'
import { merge, problemText } from './wording.ts'

/** On a server there is no HTMLElement, and importing this must be harmless. */
const Base: typeof HTMLElement = globalThis.HTMLElement ?? class {}

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
export class BillingRegisterElement extends Base implements RegistrationHost {
  static readonly formAssociated = true
  static readonly observedAttributes: readonly string[] = [
    'endpoint',
    'plan',
    'provider',
    'mode',
    'lang',
    'required',
  ]

  /** Headers for every request to the endpoint, such as a bearer token. */
  headers: (() => HeadersInit | Promise<HeadersInit>) | undefined = undefined

  readonly #internals = this.attachInternals()
  readonly #root = this.attachShadow({ mode: 'open' })
  readonly #registration = new RegistrationController(this)
  #messages: Messages | undefined
  #asked = ''
  #due = false
  #dwelling: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(STYLES)
    this.#root.adoptedStyleSheets = [sheet]
  }

  /** What the element is doing; `phase` tells the kinds apart. */
  get state(): ElementState {
    return this.#registration.state
  }

  /** Id of the registered payment method, which is also the form value. */
  get value(): string | null {
    const { phase, registration } = this.state
    return (phase === 'issued' && registration.paymentMethod?.id) || null
  }

  /** Opens the window, as a click on the action does. */
  start(): void {
    if (!this.matches(':disabled')) this.#registration.start()
  }

  /** Back to the start. What was registered stays registered. */
  reset(): void {
    this.#registration.reset()
  }

  /** @internal */
  get source(): Source {
    const text = (name: string): string | undefined => this.getAttribute(name) ?? undefined
    return {
      url: text('endpoint')?.replace(/\/$/, '') ?? '',
      locale: localeOf(this.lang),
      headers: this.headers,
      plan: text('plan'),
      provider: text('provider'),
      mode: text('mode'),
      returnTo: text('return-to'),
    }
  }

  /** @internal */
  mayOpen(): boolean {
    return this.dispatchEvent(new BillingStartEvent('billing-start', { plan: this.source.plan }, true))
  }

  /** @internal */
  changed(before?: ElementState): void {
    this.#update()
    const { state } = this
    const { phase, problem } = state
    if (!before) return
    this.#internals.setFormValue(this.value)
    if (problem?.code === 'consent_required') this.#focus('input')
    if (phase === before.phase) return
    if (before.phase === 'open') this.#focus('[part=action]')
    this.dispatchEvent(new BillingPhaseEvent('billing-phase', { phase, previous: before.phase }))
    if (phase === 'issued') {
      const { registration } = state
      const { paymentMethod } = registration
      this.dispatchEvent(new BillingIssuedEvent('billing-issued', { registration, paymentMethod }))
    }
    if (phase === 'cancelled') this.dispatchEvent(new BillingCancelEvent('billing-cancel', { id: state.id }))
    if (problem && (phase === 'failed' || phase === 'declined')) {
      const detail = this.#words ? problemText(problem, this.#words) : ''
      this.dispatchEvent(new BillingErrorEvent('billing-error', { ...problem, detail }))
    }
  }

  /** @internal */
  connectedCallback(): void {
    takeReturn()
    this.#registration.connect(true)
    this.#update()
  }

  /** @internal */
  disconnectedCallback(): void {
    this.#registration.connect(false)
  }

  /** @internal */
  attributeChangedCallback(): void {
    this.#update()
  }

  /** @internal */
  formResetCallback(): void {
    this.reset()
  }

  /** @internal */
  formDisabledCallback(): void {
    this.#update()
  }

  get #words(): Messages | undefined {
    return this.#messages && merge(this.#messages, this.#registration.offer)
  }

  /** Draws once for all changes of this task. */
  #update(): void {
    if (this.#due) return
    this.#due = true
    queueMicrotask(() => this.#draw())
  }

  #draw(): void {
    this.#due = false
    const asked = JSON.stringify(this.source)
    if (this.isConnected && asked !== this.#asked) {
      this.#asked = asked
      void this.#begin()
    }
    const registration = this.#registration
    const messages = this.#words
    const { locale } = this.source
    const disabled = this.matches(':disabled')
    render(view({ registration, messages, locale, disabled, intent: this.#intent }), this.#root)
    this.#mark(this.state.phase, messages && registration.offer ? 'ready' : this.state.phase)
    const valueMissing = this.hasAttribute('required') && !this.value
    const action = this.#root.querySelector('button') ?? undefined
    this.#internals.setValidity({ valueMissing }, messages?.action.idle ?? ' ', action)
  }

  async #begin(): Promise<void> {
    const { url, locale } = this.source
    const secret = secretAttribute(this.attributes)
    if (url && !secret) {
      void this.#registration.load()
      void this.#registration.resume()
    } else {
      console.error(
        '<billing-register>',
        secret ? `${secret} looks like a secret key` : 'endpoint is missing',
      )
      this.#registration.refuse()
    }
    this.#messages = (await MESSAGES[locale]().catch(MESSAGES.ko)).messages
    this.#update()
  }

  readonly #intent = ({ type }: Event): void => {
    clearTimeout(this.#dwelling)
    if (type === 'pointerleave' || this.matches(':disabled')) return
    this.#dwelling = setTimeout(() => this.#registration.intend(), type === 'pointerenter' ? DWELL : 0)
  }

  /** Mirrors the phase, and whether the offer is drawn, as `:state()`. */
  #mark(...names: string[]): void {
    const { states } = this.#internals
    try {
      states.clear()
      for (const name of names) states.add(name)
    } catch {
      // Browsers of before 2024 want another spelling; they go without states.
    }
  }

  /** Moves the focus after the next drawing, unless the customer has gone elsewhere with it. */
  #focus(selector: string): void {
    const { activeElement } = document
    if (activeElement && activeElement !== document.body && activeElement !== this) return
    queueMicrotask(() => this.#root.querySelector<HTMLElement>(selector)?.focus())
  }
}
