// The customer's list: asks for it, keeps its state, and fetches what is needed to change it once there is something.
import {
  PAYMENT_METHODS_PATH,
  paymentMethodPath,
  type PaymentMethodsResponse,
  type Problem,
  type SavedPaymentMethod,
} from '@billing-register/contract'
import { BillingErrorEvent } from '../events.ts'
import { ask, localProblem, type Answer } from '../registration/endpoint-client.ts'
import type { Actions } from './actions.ts'
import { BillingMethodEvent } from './events.ts'
import type { MethodsHost } from './host.ts'
import type { Messages } from './i18n/messages.ts'
import type { MethodsState } from './state.ts'

const EVENTS = ['pageshow', 'online', 'visibilitychange', 'billing-issued']

/** Follows one customer's list. */
export class MethodsController {
  state: MethodsState = { phase: 'loading', methods: [] }
  readonly host: MethodsHost
  /** What the customer may do, once it is loaded. */
  extra: Actions | undefined
  /** Texts in the customer's language, once they are loaded. */
  messages: Messages | undefined
  /** The newest request: only its answer counts. */
  #newest: unknown

  constructor(host: MethodsHost) {
    this.host = host
  }

  /** The element came into the page, or left it. */
  connect(on: boolean): void {
    for (const type of EVENTS) (on ? addEventListener : removeEventListener)(type, this)
  }

  /** Looks again when the page comes back, and when any tag of the page has registered something. */
  handleEvent(): void {
    if (!document.hidden && !this.state.task) void this.load(false)
  }

  /** Asks for the list. `aloud`: a failure is told although there is a list. */
  async load(aloud = true): Promise<void> {
    const { phase } = this.state
    if (phase === 'failed') this.to({ phase: 'loading', methods: [] })
    const { value, problem } = await this.request()
    if (value) this.list(value.methods)
    else if (problem && (aloud || problem.status === 401 || phase !== 'listed')) this.refuse(problem)
  }

  /** Something is to be done: the part of the button that was pressed, and the method's id. */
  async act(part: string, id: string): Promise<void> {
    if (part === 'retry' && this.state.phase === 'failed') await this.load()
    else (await this.actions())?.act(part, id)
  }

  /** What the customer may do; undefined while it cannot be loaded. */
  async actions(): Promise<Actions | undefined> {
    const loaded = await import('./actions.ts').catch(() => undefined)
    if (loaded) this.extra ??= new loaded.Actions(this)
    else this.refuse(localProblem('network'))
    return this.extra
  }

  /** Takes a new list. */
  list(methods: readonly SavedPaymentMethod[]): void {
    const before = this.state
    this.to(this.extra?.listed(methods) ?? { phase: 'listed', methods })
    const { state } = this
    if (methods.length > 0) void this.actions().then((actions) => actions?.followUp(before, state))
  }

  /** Tells that the list, or what the customer wanted, was refused. */
  refuse(problem: Problem): void {
    const { phase, methods, looking } = this.state
    const stays = phase === 'listed' && problem.status !== 401
    this.to({ phase: stays ? phase : 'failed', methods, problem, looking })
    this.host.dispatchEvent(new BillingErrorEvent('billing-error', problem))
  }

  /** @returns whether it is another state */
  to(next: MethodsState): boolean {
    const changes = next !== this.state
    this.state = next
    this.host.changed()
    return changes
  }

  /** Tells the page of a method. @returns whether the page lets it go on */
  tell(name: string, paymentMethod: SavedPaymentMethod, cancelable = false): boolean {
    return this.host.dispatchEvent(new BillingMethodEvent(`billing-${name}`, { paymentMethod }, cancelable))
  }

  /**
   * Asks the endpoint: for the list, or to make a method the default, or to delete it. Neither a value nor a problem:
   * something newer was asked meanwhile.
   */
  async request(kind?: 'default' | 'remove', id = ''): Promise<Partial<Answer<PaymentMethodsResponse>>> {
    const asking = (this.#newest = {})
    const path = kind ? paymentMethodPath(id, kind === 'default' ? kind : undefined) : PAYMENT_METHODS_PATH
    const method = kind && (kind === 'default' ? 'PUT' : 'DELETE')
    const answer = await ask<PaymentMethodsResponse>(this.host.source, path, 'methods', undefined, method)
    return this.#newest === asking ? answer : {}
  }
}
