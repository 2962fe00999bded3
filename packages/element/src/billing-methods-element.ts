// The custom element of the list: attributes, focus and drawing around one MethodsController.
import { render } from 'lit/html.js'
import { BillingElement } from './base-element.ts'
import { STYLES } from './billing-methods.styles.ts'
import { MethodsController } from './methods/controller.ts'
import type { MethodsHost } from './methods/host.ts'
import { MESSAGES } from './methods/i18n/index.ts'
import type { Messages } from './methods/i18n/messages.ts'
import type { MethodsState } from './methods/state.ts'
import { view } from './methods/view.ts'

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
 * @csspart retry - The button that loads the list again, also to see what became of a deletion.
 * @csspart skeleton - The shape shown while the list is loading.
 *
 * @cssstate loading - Nothing is known yet.
 * @cssstate listed - The list is drawn.
 * @cssstate failed - There is no list to show.
 *
 * @cssprop [--billing-accent=light-dark(#1d4ed8, #8fb4ff)] - Colour of the focus ring and of the shape while loading.
 * @cssprop [--billing-danger=#c0271b] - The button that confirms a deletion.
 * @cssprop [--billing-radius=12px] - Corners.
 * @cssprop [--billing-font] - Font family; the page's own when absent.
 */
export class BillingMethodsElement extends BillingElement<Messages, MethodsState> implements MethodsHost {
  static readonly observedAttributes: readonly string[] = ['endpoint', 'lang']

  protected override readonly followed: MethodsController = new MethodsController(this)

  constructor() {
    super(STYLES, MESSAGES)
  }

  /** What the element shows: `phase`, and the customer's `methods`. */
  get state(): MethodsState {
    return this.followed.state
  }

  /** Asks for the list again. */
  reload(): Promise<void> {
    return this.followed.load()
  }

  protected override begin(url: string): void {
    this.followed.begin(url)
  }

  protected override paint(): void {
    const { activeElement } = this.shadow
    const part = activeElement?.part.value
    const id = activeElement?.closest('li')?.id
    const { followed, messages } = this
    render(view(followed, messages, this.inquiry.locale), this.shadow)
    this.showStates(messages ? this.state.phase : 'loading')
    if (part || (followed.isPutAway && this.matches(':focus-within'))) this.#focus(part, id)
  }

  /** What had the focus may be gone, or a tag that is put away now: the nearest thing gets it. */
  #focus(part?: string, id?: string): void {
    const item = id ? `#${CSS.escape(id)} ` : ''
    // The last button of a method does nothing to it before it has asked.
    const nearest = id && part !== 'replace' ? `${item}button:last-child` : '[part=registering]'
    for (const one of [`${item}[part=${part}]`, nearest, '[part=add]', '[part=remove]', 'section']) {
      const heir = this.shadow.querySelector<HTMLElement>(one)
      if (!heir) continue
      // What has it already might be scrolled to.
      if (heir !== this.shadow.activeElement) heir.focus()
      return
    }
  }
}
