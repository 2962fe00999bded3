// The custom element: attributes, form value, events and drawing around one RegistrationController.
import { localeOf, type Locale } from '@billing-register/contract'
import { LitElement, type CSSResultGroup, type PropertyValues, type TemplateResult } from 'lit'
import { property } from 'lit/decorators.js'
import { styles } from './billing-register.styles.ts'
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
import type { Endpoint } from './registration/endpoint-client.ts'
import type { RegistrationHost } from './registration/host.ts'
import { takeReturn } from './registration/resume.ts'
import type { ElementState } from './registration/state.ts'
import { secretAttribute } from './secret-attribute.ts'
import { view } from './view.ts'
import { problemText } from './wording.ts'

/** Milliseconds that a pointer rests on the action before it counts as intent. */
const DWELL = 80

/**
 * Registers a customer's card for a billing key: shows the offer, opens the PG's window, shows the card.
 *
 * @tagname billing-register
 */
export class BillingRegisterElement extends LitElement implements RegistrationHost {
  static readonly formAssociated = true
  static override styles: CSSResultGroup = styles
  static override shadowRootOptions: ShadowRootInit = { mode: 'open', delegatesFocus: true }

  /** Where the merchant's handler is mounted, for example `/billing`. Required. */
  @property() endpoint = ''
  /** The merchant's name for what is registered. */
  @property() plan: string | null = null
  /** Name of a provider instance; the server's first one when absent. */
  @property() provider: string | null = null
  /** `window`: the PG's own register window. */
  @property() mode: 'window' | null = null
  /** Language of the texts: `ko` (default) or `en`. */
  @property() override lang = ''
  /** Page to come back to after a redirect; this page when absent. */
  @property({ attribute: 'return-to' }) returnTo: string | null = null
  /** Name of the form field whose value is the payment method's id. */
  @property({ reflect: true }) name = ''
  /** The enclosing form needs a registered payment method. */
  @property({ type: Boolean, reflect: true }) required = false
  @property({ type: Boolean, reflect: true }) disabled = false
  /** Headers for every request to the endpoint, such as a bearer token. */
  @property({ attribute: false }) headers: (() => HeadersInit | Promise<HeadersInit>) | undefined

  readonly #internals: ElementInternals = this.attachInternals()
  readonly #registration = new RegistrationController(this)
  #messages: Messages | undefined
  #fieldsetDisabled = false
  #dwelling: ReturnType<typeof setTimeout> | undefined

  /** What the element is doing; `phase` tells the kinds apart. */
  get state(): ElementState {
    return this.#registration.state
  }

  /** Id of the registered payment method, which is also the form value. */
  get value(): string | null {
    const { state } = this
    return state.phase === 'issued' ? (state.registration.paymentMethod?.id ?? null) : null
  }

  get form(): HTMLFormElement | null {
    return this.#internals.form
  }

  get validity(): ValidityState {
    return this.#internals.validity
  }

  /** Opens the window, as a click on the action does. */
  start(): void {
    if (!this.#off) this.#registration.start()
  }

  /** Back to the start. What was registered stays registered. */
  reset(): void {
    this.#registration.reset()
  }

  checkValidity(): boolean {
    return this.#internals.checkValidity()
  }

  reportValidity(): boolean {
    return this.#internals.reportValidity()
  }

  /** @internal */
  get source(): Endpoint {
    return { url: this.endpoint.replace(/\/+$/, ''), locale: this.#locale, headers: this.headers }
  }

  /** @internal */
  mayStart(): boolean {
    return this.dispatchEvent(new BillingStartEvent(this.plan))
  }

  /** @internal */
  changed(before?: ElementState): void {
    this.requestUpdate()
    if (!before) return
    const { state } = this
    this.#internals.setFormValue(this.value)
    this.#mark(before.phase, false)
    this.#mark(state.phase, true)
    if (state.phase === 'idle' && state.problem?.code === 'consent_required') this.#focus('input')
    if (before.phase === state.phase) return
    if (before.phase === 'open') this.#focus('[part=action]')
    this.dispatchEvent(new BillingPhaseEvent(state.phase, before.phase))
    if (state.phase === 'issued') this.dispatchEvent(new BillingIssuedEvent(state.registration))
    if (state.phase === 'cancelled') this.dispatchEvent(new BillingCancelEvent(state.id))
    const problem =
      state.phase === 'failed'
        ? state.problem
        : state.phase === 'declined'
          ? state.registration.error
          : undefined
    if (problem && this.#messages)
      this.dispatchEvent(new BillingErrorEvent({ ...problem, detail: problemText(problem, this.#messages) }))
  }

  override connectedCallback(): void {
    takeReturn()
    super.connectedCallback()
    this.#registration.connect()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#registration.disconnect()
  }

  /** @internal */
  formResetCallback(): void {
    this.reset()
  }

  /** @internal */
  formDisabledCallback(disabled: boolean): void {
    this.#fieldsetDisabled = disabled
    this.requestUpdate()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('lang') && this.#messages) return
    const texts = MESSAGES[this.#locale]()
    if (!(texts instanceof Promise)) this.#messages = texts
    else {
      this.#messages = undefined
      void texts.catch(MESSAGES.ko).then((messages) => {
        this.#messages = messages
        this.requestUpdate()
      })
    }
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('endpoint') || changed.has('plan') || changed.has('provider') || changed.has('lang'))
      this.#begin()
    this.#mark('ready', !!this.#messages && !!this.#registration.offer)
    const missing = this.required && !this.value
    this.#internals.setValidity({ valueMissing: missing }, missing ? this.#messages?.required : '')
  }

  protected override render(): TemplateResult {
    return view({
      registration: this.#registration,
      messages: this.#messages,
      locale: this.#locale,
      disabled: this.#off,
      intent: this.#intent,
    })
  }

  get #locale(): Locale {
    return localeOf(this.lang)
  }

  get #off(): boolean {
    return this.disabled || this.#fieldsetDisabled
  }

  #begin(): void {
    const secret = secretAttribute(this.attributes)
    if (!secret && this.endpoint) {
      void this.#registration.load()
      return void this.#registration.resume()
    }
    console.error(
      secret
        ? `<billing-register> the attribute "${secret}" looks like a secret key: remove it from the page and replace that key`
        : '<billing-register> the attribute "endpoint" is missing',
    )
    this.#registration.refuse()
  }

  readonly #intent = ({ type }: Event): void => {
    clearTimeout(this.#dwelling)
    if (type === 'pointerleave' || this.#off) return
    this.#dwelling = setTimeout(() => this.#registration.intend(), type === 'pointerenter' ? DWELL : 0)
  }

  #mark(name: string, on: boolean): void {
    try {
      this.#internals.states[on ? 'add' : 'delete'](name)
    } catch {
      // Browsers of before 2024 want another spelling; they go without states.
    }
  }

  #focus(selector: string): void {
    const { activeElement } = document
    if (activeElement && activeElement !== document.body && activeElement !== this) return
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(selector)?.focus())
  }
}
