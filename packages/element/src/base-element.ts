// What both tags have in common: a shadow root with styles, texts in the customer's language, one drawing per task.
//
// They draw with Lit's templates on a plain HTMLElement: LitElement would make the script that every visitor downloads
// a quarter larger, and all that is needed of it here are reflected attributes and one redraw per task.
import { localeOf, type Locale } from '@billing-register/contract'
import { BASE_STYLES } from './base.styles.ts'
import type { Endpoint } from './registration/endpoint-client.ts'

/** On a server there is no HTMLElement, and importing this must be harmless. */
const Base: typeof HTMLElement = globalThis.HTMLElement ?? class {}

/** Loads the texts of each language. */
export type Texts<Messages> = {
  readonly [Language in Locale]: () => Promise<{ readonly messages: Messages }>
}

/** What a tag follows while it is in the page. */
export interface Followed<State> {
  readonly state: State
  follow(on: boolean): void
}

/** A tag that asks the merchant's endpoint, and draws what it knows. */
export abstract class BillingElement<Messages, State> extends Base {
  /** Headers for every request to the endpoint, such as a bearer token. */
  declare headers: (() => HeadersInit | Promise<HeadersInit>) | undefined

  protected readonly internals: ElementInternals = this.attachInternals()
  protected readonly shadow: ShadowRoot = this.attachShadow({ mode: 'open' })
  /** Absent while they are loading. */
  declare protected messages: Messages | undefined
  protected abstract readonly followed: Followed<State>
  readonly #texts: Texts<Messages>
  #asked: string | undefined
  #due: boolean | undefined

  constructor(styles: string, texts: Texts<Messages>) {
    super()
    // What the page has set before this script was there stands; and a framework looks whether there is such a property.
    this.headers ??= undefined
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(BASE_STYLES + styles)
    this.shadow.adoptedStyleSheets = [sheet]
    this.#texts = texts
  }

  /** Where and how to ask. Another one begins anew. @internal */
  get inquiry(): Endpoint {
    const url = this.getAttribute('endpoint')?.replace(/\/$/, '') ?? ''
    return { url, locale: localeOf(this.lang), headers: this.headers }
  }

  /** Draws once for all changes of this task. @internal */
  redraw(): void {
    if (this.#due) return
    this.#due = true
    queueMicrotask(() => {
      this.#due = false
      const { inquiry } = this
      const asked = JSON.stringify(inquiry)
      if (this.isConnected && asked !== this.#asked) {
        this.#asked = asked
        if (!inquiry.url) console.error(`<${this.localName}> needs an endpoint`)
        this.begin(inquiry.url)
        const texts = this.#texts[inquiry.locale]().catch(this.#texts.ko)
        void texts.then(({ messages }) => {
          // Another language may have been chosen meanwhile.
          if (asked === this.#asked) this.messages = messages
          this.redraw()
        })
      }
      this.paint()
    })
  }

  /** @internal */
  connectedCallback(): void {
    this.followed.follow(true)
    this.redraw()
  }

  /** @internal */
  disconnectedCallback(): void {
    this.followed.follow(false)
  }

  /** @internal */
  attributeChangedCallback(): void {
    this.redraw()
  }

  /** There is another endpoint to ask, or another thing to ask it. */
  protected abstract begin(url: string): void

  /** Shows what is known now. */
  protected abstract paint(): void

  /** Shows these, and no others, as `:state()`. */
  protected showStates(...names: string[]): void {
    const { states } = this.internals
    try {
      states.clear()
      for (const name of names) states.add(name)
    } catch {
      // Browsers of before 2024 want another spelling; they go without states.
    }
  }
}
