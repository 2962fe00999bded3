// The customer's list: asks for it, changes it as they want, and looks what became of it. Every request may be repeated.
import {
  PAYMENT_METHODS_PATH,
  paymentMethodPath,
  type PaymentMethodsResponse,
  type Problem,
  type SavedPaymentMethod,
} from '@billing-register/contract'
import { BillingErrorEvent } from '../events.ts'
import { ask, type Answer } from '../registration/endpoint-client.ts'
import { rest } from '../registration/rest.ts'
import { BillingMethodEvent } from './events.ts'
import type { MethodsHost, Registering } from './host.ts'
import { keepNote, readNote, type Note } from './note.ts'
import { begun, departed, doubted, isUnsettled, kept, listed, type MethodsState } from './state.ts'

/** Milliseconds before the last look; every pause is doubled: 2 + 4 + … + 64 s are two minutes. */
const LAST_PAUSE = 64_000

/** The phases in which the tag has nothing more to do: `issued`, `cancelled`, `declined`, `failed`. */
const ENDED = /ed$/

/** The tag that registers, where the page has put one into the slot. */
const TAG = ':scope > billing-register[slot=register]'

/** Follows one customer's list. */
export class MethodsController {
  state: MethodsState = { phase: 'loading', methods: [] }
  /** What the tag in the slot is to register: a method in place of another one, or one more. */
  noted: Note | undefined
  /** Where each method is drawn, by its id: never in the place of another one. */
  readonly rowOf: Record<string, HTMLElement> = {}
  readonly #host: MethodsHost
  /** The newest request: only its answer counts. */
  #newest: unknown
  /** The newest request that changes something. */
  #change: unknown
  #replacing = false

  constructor(host: MethodsHost) {
    this.#host = host
  }

  /** That tag. */
  get tag(): Registering | null {
    return this.#host.querySelector<Registering>(TAG)
  }

  /** Whether that tag is to be asked for by a button. A return that waits for one click must be seen. */
  get isPutAway(): boolean {
    const { tag } = this
    const { id, phase = '' } = tag?.state ?? {}
    return !!tag && !this.noted && this.state.methods.length > 0 && !(id && !ENDED.test(phase))
  }

  /** The element came into the page, or left it. */
  follow(on: boolean): void {
    const switched = on ? addEventListener : removeEventListener
    // Captured: what the page keeps from going further has happened all the same.
    for (const type of ['online', 'visibilitychange', 'billing-issued']) switched(type, this, true)
    // It was somewhere else meanwhile, and so was the customer.
    if (on && this.#newest) this.handleEvent()
  }

  /**
   * Looks again when the page comes back, and when any tag of the page has registered something. A page that is thawed
   * becomes visible too; `pageshow` would ask twice for it, and for every page that is opened.
   */
  handleEvent(event?: Event): void {
    const awaited = event?.type === 'billing-issued' && !!this.noted
    if (awaited || (!document.hidden && !this.state.task)) void this.load(awaited)
  }

  /** Begins with an endpoint, and goes on with what the tab remembers. */
  begin(url: string): void {
    this.noted ??= readNote(url)
    void this.load()
  }

  /**
   * Asks for the list. `aloud`: a failure is told although there is a list. Else nobody has asked for it: what the customer
   * has begun meanwhile comes first.
   */
  async load(aloud = true): Promise<void> {
    const { phase, looking } = this.state
    if (phase === 'failed') this.#to({ phase: 'loading', methods: [], looking })
    const { value, problem } = await this.#request()
    if (!aloud && this.state.task) return
    if (value) this.#list(value.methods)
    else if (problem && (aloud || problem.status === 401 || phase !== 'listed')) this.#refuse(problem)
  }

  /** Asks the customer whether a method is to be deleted, if the page lets them. */
  ask(method: SavedPaymentMethod): void {
    const asked = begun(this.state, 'confirm', method.id)
    if (asked !== this.state && this.#tell('remove', method, true)) this.#to(asked)
  }

  /** The customer does not want to delete it. */
  keep(): void {
    this.#to(kept(this.state))
  }

  /** Has another method registered in place of this one, if the page lets it. */
  replace(method: SavedPaymentMethod): void {
    if (this.#tell('replace', method, true)) this.expect({ replacing: method.id })
  }

  /** Shows the tag that registers, for what is noted; without a note it is put away. */
  expect(note?: Note): void {
    const { tag } = this
    // What the tag registered before is not what comes now.
    if (note && tag?.value) tag.reset?.()
    this.noted = note
    keepNote(this.#host.inquiry.url, note)
    this.#host.redraw()
  }

  /** Makes a method the default, or deletes it. */
  async send(kind: 'default' | 'remove', id: string): Promise<void> {
    if (!this.#to(begun(this.state, kind, id))) return
    const { value, problem } = await this.#request(kind === 'default' ? 'PUT' : 'DELETE', id)
    if (value) this.#list(value.methods)
    else if (problem) {
      const { status } = problem
      // It may have been done all the same: the list tells, of a deletion in its own time.
      if (status === 404 || (kind === 'default' && !isRefusal(status))) await this.load()
      else if (isRefusal(status)) this.#refuse(problem)
      else {
        this.#to(doubted(this.state))
        void this.#look()
      }
    }
  }

  /** @returns whether it is another state */
  #to(next: MethodsState): boolean {
    const changes = next !== this.state
    this.state = next
    this.#host.redraw()
    return changes
  }

  /** Takes a new list, tells the page what it means, and looks after what is not settled. */
  #list(methods: readonly SavedPaymentMethod[]): void {
    const before = this.state
    const state = listed(before, methods)
    this.#to(state)
    for (const method of departed(before, methods)) this.#tell('method-removed', method)
    const standard = methods.find((method) => method.default)
    if (state.done === 'changed' && standard) this.#tell('default-changed', standard)
    // A list that came while looking is the look's own: its last one must not begin another two minutes.
    if (isUnsettled(state) && !state.looking) void this.#look()
    void this.#goOn()
  }

  /** Tells that the list, or what the customer wanted, was refused. */
  #refuse(problem: Problem): void {
    const { phase, methods, looking } = this.state
    this.#to({
      phase: phase === 'listed' && problem.status !== 401 ? phase : 'failed',
      methods,
      problem,
      looking,
    })
    this.#host.dispatchEvent(new BillingErrorEvent('billing-error', problem))
  }

  /** Tells the page of a method. @returns whether the page lets it go on */
  #tell(name: string, paymentMethod: SavedPaymentMethod, cancelable = false): boolean {
    return this.#host.dispatchEvent(new BillingMethodEvent(`billing-${name}`, { paymentMethod }, cancelable))
  }

  /**
   * Asks the endpoint: for the list, or to make a method the default, or to delete it. Neither a value nor a problem:
   * something newer was asked meanwhile.
   */
  async #request(method?: 'PUT' | 'DELETE', id = ''): Promise<Partial<Answer<PaymentMethodsResponse>>> {
    // A list that is asked for before a change is done knows nothing of it.
    if (!method) await this.#change
    const asking = (this.#newest = {})
    const path = method
      ? paymentMethodPath(id, method === 'PUT' ? 'default' : undefined)
      : PAYMENT_METHODS_PATH
    const asked = ask<PaymentMethodsResponse>(this.#host.inquiry, path, 'methods', undefined, method)
    if (method) this.#change = asked
    const answer = await asked
    return this.#newest === asking ? answer : {}
  }

  /** Looks until it is known what became of every deletion, for two minutes. */
  async #look(): Promise<void> {
    if (this.state.looking) return
    this.#to({ ...this.state, looking: true })
    for (let pause = 2_000; pause <= LAST_PAUSE && this.#host.isConnected; pause *= 2) {
      await rest(pause)
      if (!this.state.task) await this.load(false)
      if (!isUnsettled(this.state)) break
    }
    this.#to({ ...this.state, looking: isUnsettled(this.state) ? false : undefined })
  }

  /**
   * Where the tag has registered what it was asked for: the new method takes the place of the old one first, and only
   * then the old one is deleted.
   */
  async #goOn(): Promise<void> {
    const { tag, noted: note } = this
    const id = tag?.value
    if (!id || !note || this.#replacing) return
    this.#replacing = true
    const there = (): SavedPaymentMethod | undefined =>
      this.state.methods.find((one) => one.id === note.replacing && one.id !== id)
    const old = there()
    if (old?.default) await this.send('default', id)
    if (old && !there()?.default) {
      this.#to(begun(this.state, 'confirm', old.id))
      await this.send('remove', old.id)
    }
    const left = there()
    const done = !old || left?.state === 'removing' ? 'added' : left ? 'half' : 'replaced'
    this.#replacing = false
    tag.reset?.()
    this.expect()
    this.#to({ ...this.state, done })
  }
}

/** The server does not want it; nothing is done. */
const isRefusal = (status: number): boolean => status > 399 && status < 500
