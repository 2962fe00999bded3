// Adds and replaces methods with a tag that registers, in the element's slot. Loaded where the page has put one there.
import type { SavedPaymentMethod } from '@billing-register/contract'
import type { Actions } from './actions.ts'
import type { MethodsController } from './controller.ts'
import type { Registering } from './host.ts'
import type { Content, More } from './view.ts'

/** Remembered in this tab: the window may replace the page meanwhile. `replacing`: the id of the method to be deleted. */
interface Note {
  readonly replacing?: string | undefined
}

/** The new method takes the place of the old one first, and only then the old one is deleted. */
export class Replacement implements More {
  readonly #list: MethodsController
  readonly #actions: Actions
  readonly #tag: Registering
  #note: Note | undefined

  constructor(list: MethodsController, actions: Actions, tag: Registering) {
    this.#list = list
    this.#actions = actions
    this.#tag = tag
    this.#note = readNote(this.#key)
    tag.addEventListener('billing-issued', () => setTimeout(() => this.#registered()))
    if (this.#note && tag.value) void this.#registered()
  }

  get label(): string {
    return this.#actions.texts.replace
  }

  get hidden(): boolean {
    const { id } = this.#tag.state ?? {}
    // A return that waits for one click must be seen.
    return !this.#note && this.#list.state.methods.length > 0 && !(id && !this.#tag.value)
  }

  readonly content = (h: Parameters<More['content']>[0]): Content => {
    const { add, close, instead } = this.#actions.texts
    if (!this.#note) return this.hidden && h('button', { part: 'add', type: 'button' }, add)
    const old = this.#list.state.methods.find(({ id }) => id === this.#note?.replacing)
    return h(
      'div',
      { part: 'registering', tabindex: '-1' },
      old && h('p', {}, instead, h('b', {}, ` ${old.issuer ?? ''} ${old.maskedNumber ?? ''}`)),
      h('button', { part: 'close', type: 'button' }, close),
    )
  }

  /** The part of the button that was pressed, and the method. */
  act(part: string, method?: SavedPaymentMethod): void {
    if (part === 'close') this.#keep()
    const wanted = part === 'replace' && method && this.#list.tell('replace', method, true)
    if (part !== 'add' && !wanted) return
    // What the tag registered before is not what comes now.
    if (this.#tag.value) this.#tag.reset?.()
    this.#keep({ replacing: method?.id })
  }

  async #registered(): Promise<void> {
    const id = this.#tag.value
    const replacing = this.#note?.replacing
    await this.#list.load(false)
    if (!id || !this.#note) return
    const { methods } = this.#list.state
    const old = methods.find((one) => one.id === replacing && one.id !== id)
    const done = old ? await this.#actions.swap(old, id) : 'added'
    this.#tag.reset?.()
    this.#keep()
    this.#list.to({ ...this.#list.state, done })
  }

  /** Remembers, or forgets without a note. Where a browser keeps nothing, a replacement ends with both methods there. */
  #keep(note?: Note): void {
    this.#note = note
    try {
      if (note) sessionStorage.setItem(this.#key, JSON.stringify(note))
      else sessionStorage.removeItem(this.#key)
    } catch {
      // Storage is switched off.
    }
    this.#list.host.changed()
  }

  get #key(): string {
    return `billing-methods:${this.#list.host.source.url}`
  }
}

function readNote(key: string): Note | undefined {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? '') || undefined
  } catch {
    return undefined
  }
}
