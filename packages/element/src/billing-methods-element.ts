// The custom element of the list: attributes, focus and drawing around one MethodsController.
import { localeOf } from '@billing-register/contract'
import { STYLES } from './billing-methods.styles.ts'
import { MethodsController } from './methods/controller.ts'
import type { MethodsHost } from './methods/host.ts'
import { MESSAGES } from './methods/i18n/index.ts'
import type { MethodsState } from './methods/state.ts'
import { h, sentence, view, type Content } from './methods/view.ts'
import type { Endpoint } from './registration/endpoint-client.ts'

/** On a server there is no HTMLElement, and importing this must be harmless. */
const Base: typeof HTMLElement = globalThis.HTMLElement ?? class {}

/**
 * Shows a customer their own payment methods: which one is charged, and how to change, replace and delete them.
 *
 * @tagname billing-methods
 *
 * @attr {string} endpoint - Where the merchant's handler is mounted, for example `/billing`. Required.
 * @attr {"ko" | "en" | "ja" | "zh"} lang - Language of the texts; Korean when absent or unknown.
 * @attr {"quiet" | "outlined" | "dense"} preset - How it looks: `quiet` when absent.
 *
 * @fires {BillingMethodEvent} billing-remove - The customer wants to delete a method; `preventDefault()` keeps it.
 * @fires {BillingMethodEvent} billing-replace - The customer wants another method in place of this one;
 *   `preventDefault()` leaves it to the page.
 * @fires {BillingMethodEvent} billing-method-removed - A method is gone.
 * @fires {BillingMethodEvent} billing-default-changed - Another method is the default now.
 * @fires {BillingErrorEvent} billing-error - Something could not be done.
 *
 * @slot register - A `<billing-register>` with which methods are added and replaced; anything else is simply shown.
 * @slot login - The way to log in; shown when the server does not know the customer.
 *
 * @csspart base - The whole.
 * @csspart message - What happened, in one sentence; a live region.
 * @csspart support - The support code.
 * @csspart list - The methods.
 * @csspart method - One method.
 * @csspart card - What is known of it.
 * @csspart number - Its masked number.
 * @csspart badge - The mark of the default one.
 * @csspart detail - The PG's name, and since when.
 * @csspart checking - Nobody knows yet whether it is gone.
 * @csspart actions - The buttons of a method.
 * @csspart default - The button that makes it the default.
 * @csspart replace - The button that replaces it.
 * @csspart remove - The button that deletes it.
 * @csspart question - The question before a deletion.
 * @csspart yes - The button that confirms.
 * @csspart no - The button that does not.
 * @csspart empty - There is no method.
 * @csspart add - The button that registers another one.
 * @csspart registering - What stands above the tag that registers.
 * @csspart close - The button that puts that tag away.
 * @csspart again - The button that looks again what became of a deletion.
 * @csspart retry - The button that loads the list again.
 * @csspart skeleton - The shape shown while the list is loading.
 *
 * @cssstate loading - Nothing is known yet.
 * @cssstate listed - The list is drawn.
 * @cssstate failed - There is no list to show.
 *
 * @cssprop [--billing-accent=light-dark(#1d4ed8, #8fb4ff)] - Colour of the cards, the main buttons and the focus ring.
 * @cssprop [--billing-on-accent] - Text on the accent; white or black by its lightness when absent.
 * @cssprop [--billing-danger=#c0271b] - The button that deletes, and the mark before a failure.
 * @cssprop [--billing-radius=12px] - Corners.
 * @cssprop [--billing-font] - Font family; the page's own when absent.
 */
export class BillingMethodsElement extends Base implements MethodsHost {
  static readonly observedAttributes: readonly string[] = ['endpoint', 'lang']

  /** Headers for every request to the endpoint, such as a bearer token. */
  headers: (() => HeadersInit | Promise<HeadersInit>) | undefined = undefined

  readonly #internals = this.attachInternals()
  readonly #root = this.attachShadow({ mode: 'open' })
  readonly #list = new MethodsController(this)
  // These outlive every drawing: a live region must be there before it speaks, and a slot must not let go of its content.
  readonly #message = h('p', { part: 'message', role: 'status' })
  readonly #login = h('slot', { name: 'login' })
  readonly #content = h('div', {})
  readonly #register = h('slot', { name: 'register' })
  readonly #section = h(
    'section',
    { part: 'base', dir: 'ltr', tabindex: '-1' },
    this.#message,
    this.#login,
    this.#content,
    this.#register,
  )
  #asked = ''
  #due = false

  constructor() {
    super()
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(STYLES)
    this.#root.adoptedStyleSheets = [sheet]
    this.#root.addEventListener('click', ({ target }) => {
      const button = target instanceof Element && target.closest('button')
      const id = button && button.closest<HTMLElement>('[data-id]')?.dataset['id']
      if (button) void this.#list.act(button.part.value, id || '')
    })
    this.#root.append(this.#section)
  }

  /** What the element shows: `phase`, and the customer's `methods`. */
  get state(): MethodsState {
    return this.#list.state
  }

  /** Asks for the list again. */
  reload(): Promise<void> {
    return this.#list.load()
  }

  /** @internal */
  get source(): Endpoint {
    const url = this.getAttribute('endpoint')?.replace(/\/$/, '') ?? ''
    return { url, locale: localeOf(this.lang), headers: this.headers }
  }

  /** Draws once for all changes of this task. @internal */
  changed(): void {
    if (this.#due) return
    this.#due = true
    queueMicrotask(() => this.#draw())
  }

  /** @internal */
  connectedCallback(): void {
    this.#list.connect(true)
    // It was somewhere else meanwhile, and so was the customer.
    if (this.#asked) this.#list.handleEvent()
    this.changed()
  }

  /** @internal */
  disconnectedCallback(): void {
    this.#list.connect(false)
  }

  /** @internal */
  attributeChangedCallback(): void {
    this.changed()
  }

  #draw(): void {
    this.#due = false
    const { source, state } = this
    const { locale } = source
    const asked = JSON.stringify(source)
    if (asked !== this.#asked && this.isConnected) {
      this.#asked = asked
      void this.#begin()
    }
    const { extra, messages: words } = this.#list
    if (!words) return
    const messages = { actions: extra?.actions, ...words }
    const { phase, problem, methods } = state
    this.#section.lang = locale
    const said = sentence(state, messages)
    // What is the same would be read out again.
    if (this.#message.textContent !== said) this.#message.textContent = said
    this.#login.hidden = problem?.status !== 401
    this.#register.hidden = phase !== 'listed' || (extra ? !!extra.more?.hidden : methods.length > 0)
    this.#fill(view({ state, messages, locale, more: extra?.more }))
    try {
      this.#internals.states.clear()
      this.#internals.states.add(phase)
    } catch {
      // Browsers of before 2024 want another spelling; they go without states.
    }
  }

  async #begin(): Promise<void> {
    const { url, locale } = this.source
    if (!url) console.error('<billing-methods> needs an endpoint')
    void this.#list.load()
    this.#list.messages = (await MESSAGES[locale]().catch(MESSAGES.ko)).messages
    this.changed()
  }

  /** Draws what is new. What the customer pressed may be gone then. */
  #fill(fresh: readonly Content[]): void {
    const next = h('div', {}, ...fresh)
    if (next.innerHTML === this.#content.innerHTML) return
    const { activeElement } = this.#root
    const within = this.#content.contains(activeElement)
    this.#content.replaceChildren(...next.childNodes)
    if (within && activeElement)
      (this.#list.extra?.successor(activeElement, this.#content) ?? this.#section).focus()
  }
}
