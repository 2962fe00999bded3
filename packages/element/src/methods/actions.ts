// What a customer may do to a method, loaded when there is one: choose it, delete it, and look what became of it.
import type { SavedPaymentMethod } from '@billing-register/contract'
import { rest } from '../registration/rest.ts'
import type { MethodsController } from './controller.ts'
import { actionMessages } from './i18n/ko-actions.ts'
import type { ActionMessages } from './i18n/messages.ts'
import type { Registering } from './host.ts'
import type { Replacement } from './replace.ts'
import { begun, departed, doubted, isUnsettled, kept, listed, type MethodsState } from './state.ts'
import type { More } from './view.ts'

/** Milliseconds before the last look; every pause is doubled: 2 + 4 + … + 64 s are two minutes. */
const LAST_PAUSE = 64_000

/** A tag of the page that registers, in the slot. */
const registers = (child: Element): child is Registering =>
  child.slot === 'register' && child.localName === 'billing-register'

/** Does what the customer asks for. Every request may be repeated. */
export class Actions {
  readonly actions: ActionMessages = actionMessages
  /** Where the page has put a tag that registers into the slot; hidden until what goes with it is there. */
  more: (More & { act?: Replacement['act'] }) | undefined
  readonly #list: MethodsController
  #looking = false

  constructor(list: MethodsController) {
    this.#list = list
    list.host.shadowRoot?.addEventListener('keydown', (event) => {
      if (!(event instanceof KeyboardEvent) || event.key !== 'Escape' || !list.state.task) return
      event.stopPropagation()
      list.to(kept(list.state))
    })
    list.host.changed()
    const tag = [...list.host.children].find(registers)
    if (!tag) return
    this.more = { label: undefined, hidden: true, content: () => undefined }
    void import('./replace.ts').then(({ Replacement }) => {
      this.more = new Replacement(list, this, tag)
      list.host.changed()
    })
  }

  /** Texts in the customer's language. */
  get texts(): ActionMessages {
    return { ...this.actions, ...this.#list.messages?.actions }
  }

  /** The part of the button that was pressed, and the method's id. */
  act(part: string, id: string): void {
    const { state } = this.#list
    const method = state.methods.find((one) => one.id === id)
    this.more?.act?.(part, method)
    if (part === 'retry') void this.#look()
    if (part === 'no') this.#list.to(kept(state))
    if (part === 'default' || (part === 'yes' && method)) void this.send(part === 'yes' ? 'remove' : part, id)
    const next = begun(state, 'confirm', id)
    if (part === 'remove' && method && next !== state && this.#list.tell('remove', method, true))
      this.#list.to(next)
  }

  /** Asks the server to do it. */
  async send(kind: 'default' | 'remove', id: string): Promise<void> {
    const list = this.#list
    if (!list.to(begun(list.state, kind, id))) return
    const { value, problem } = await list.request(kind, id)
    if (value) list.list(value.methods)
    else if (problem) {
      const { status } = problem
      // It may have been done all the same: the list tells, of a deletion in its own time.
      if (status === 404) await list.load()
      else if (status > 399 && status < 500) list.refuse(problem)
      else if (kind === 'default') await list.load()
      else {
        list.to(doubted(list.state))
        void this.#look()
      }
    }
  }

  /** Puts the new method in the place of the old one, which is deleted only then. @returns what stands at the end */
  async swap(old: SavedPaymentMethod, id: string): Promise<'replaced' | 'added' | 'half'> {
    const there = (): SavedPaymentMethod | undefined =>
      this.#list.state.methods.find((one) => one.id === old.id)
    if (old.default) await this.send('default', id)
    if (there()?.default) return 'half'
    this.#list.to(begun(this.#list.state, 'confirm', old.id))
    await this.send('remove', old.id)
    const left = there()
    return left ? (left.state === 'active' ? 'half' : 'added') : 'replaced'
  }

  /** The step to a new list. */
  listed(methods: readonly SavedPaymentMethod[]): MethodsState {
    return listed(this.#list.state, methods)
  }

  /** Tells the page what a new list means, and looks after what is not settled. */
  followUp(before: MethodsState, state: MethodsState): void {
    const standard = state.methods.find((method) => method.default)
    for (const method of departed(before, state.methods)) this.#list.tell('method-removed', method)
    if (state.done === 'changed' && standard) this.#list.tell('default-changed', standard)
    // A list that came while looking is the look's own: its last one must not begin another two minutes.
    if (isUnsettled(state) && !state.looking) void this.#look()
  }

  /**
   * What gets the focus in place of what had it and is not drawn any more: the safe answer to a question, the same
   * button drawn anew, or the nearest one that is always there.
   */
  successor(gone: Element, root: Element): HTMLElement | undefined {
    const { id } = gone.closest<HTMLElement>('[data-id]')?.dataset ?? {}
    const item = id === undefined ? '' : `[data-id="${CSS.escape(id)}"] `
    const part = gone.part.value
    const asking = this.#list.state.task?.kind === 'confirm'
    const wanted = [
      asking ? '[part=no]' : /add|replace/.test(part) ? '[part=registering]' : `${item}[part="${part}"]`,
      item && `${item}[part=remove]`,
      '[part=add]',
      '[part=remove]',
    ]
    return wanted.map((one) => one && root.querySelector<HTMLElement>(one)).find((one) => one) || undefined
  }

  /** Looks until it is known what became of every deletion, for two minutes. */
  async #look(): Promise<void> {
    const list = this.#list
    if (this.#looking) return
    this.#looking = true
    list.to({ ...list.state, looking: true })
    for (let pause = 2_000; pause <= LAST_PAUSE && list.host.isConnected; pause *= 2) {
      await rest(pause)
      if (!list.state.task) await list.load(false)
      if (!isUnsettled(list.state)) break
    }
    this.#looking = false
    list.to({ ...list.state, looking: isUnsettled(list.state) ? false : undefined })
  }
}
