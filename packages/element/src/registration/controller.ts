// One registration from the offer to the card: runs the effect of every step and keeps the state.
import {
  offerPath,
  registrationPath,
  RETURN_CHANNEL,
  type CompleteRequest,
  type OfferResponse,
  type Problem,
  type RawReturn,
  type RegistrationView,
} from '@billing-register/contract'
import type { WindowResult } from '../providers/provider.ts'
import { ask, localProblem, PATIENCE, type Answer } from './endpoint-client.ts'
import type { RegistrationHost } from './host.ts'
import { openWatched, POPUP_BLOCKED, type Opened } from './popup.ts'
import { Preparation, type Ready } from './preparation.ts'
import { registry, type TakenReturn } from './registry.ts'
import { remember, tabRecords, type TabRecord } from './resume.ts'
import { transition, type ElementState, type Input } from './state.ts'

/** Milliseconds before the last look; in doubt each pause is doubled: 2 + 4 + … + 64 s are about two minutes. */
const LAST_PAUSE = 32_000
const DAY = 86_400_000
const EVENTS = ['pageshow', 'pagehide', 'online', 'visibilitychange']

/** Follows one registration at a time. */
export class RegistrationController {
  state: ElementState = { phase: 'idle' }
  offer: OfferResponse | undefined
  consented = false
  readonly #host: RegistrationHost
  readonly #preparation: Preparation
  #attempt = new AbortController()
  #opened: Opened | undefined
  #channel: BroadcastChannel | undefined
  /** A return that came to the page itself. In memory only. */
  #taken: TakenReturn | undefined
  #following: string | undefined
  #loading: Promise<unknown> | undefined

  constructor(host: RegistrationHost) {
    this.#host = host
    this.#preparation = new Preparation(host)
  }

  /** Whether a new registration may be started now. */
  get startable(): boolean {
    return transition(this.state, { type: 'prepare' }) !== this.state
  }

  connect(): void {
    for (const type of EVENTS) addEventListener(type, this, true)
    const { state } = this
    if (state.phase === 'finishing' || (state.phase === 'uncertain' && state.looking))
      void this.#finish(state.id)
  }

  disconnect(): void {
    for (const type of EVENTS) removeEventListener(type, this, true)
  }

  /** Looks again when the page comes back: thawed, visible, online. */
  handleEvent(event: Event): void {
    const { state } = this
    const thawed = event instanceof PageTransitionEvent && event.persisted
    const loggedOut = state.phase === 'idle' && state.problem?.status === 401
    if (event.type === 'pagehide') this.#deafen()
    else if (thawed) this.#thaw()
    else if (!document.hidden) {
      if (state.phase === 'open') void this.#look(state.id)
      if (!('id' in state) && !this.#loading && (!this.offer || loggedOut)) void this.load()
    }
  }

  /** Asks what is offered. Only the newest answer counts. */
  async load(): Promise<void> {
    const { source, plan, provider } = this.#host
    const path = offerPath({ locale: source.locale, ...(plan && { plan }), ...(provider && { provider }) })
    const loading = ask<OfferResponse>(source, path, 'offer')
    this.#loading = loading
    const { value, problem } = await loading
    if (this.#loading !== loading) return
    this.#loading = undefined
    const first = !this.offer
    if (value?.offer !== this.offer?.offer) this.consent(false)
    this.offer = value
    this.#host.changed()
    const { state } = this
    const pending = state.phase === 'idle' ? state.pending : undefined
    if (problem) {
      if (!('id' in state)) this.#refuse(problem, pending)
    } else if (state.phase === 'idle' ? state.problem?.status === 401 : state.phase === 'failed' && first) {
      this.#rest(undefined, pending)
      if (pending && this.#record(pending)?.startedAt) void this.#finish(pending)
    }
  }

  /** Goes on with what the URL or this tab remembers. `force`: also a return that looks like another element's. */
  async resume(force = false): Promise<void> {
    const shared = registry()
    const { taken, owners } = shared
    const host = this.#host
    const mine = (record: TabRecord): boolean =>
      record.endpoint === host.source.url && record.plan === host.plan
    if (taken) {
      const record = this.#record(taken.id)
      if (record && !mine(record) && !force) return void setTimeout(() => this.resume(true))
      shared.taken = undefined
      if (window.opener || parent !== window) {
        const { relay } = await import('./relay.ts')
        if (await relay(new BroadcastChannel(RETURN_CHANNEL), taken)) return
      }
      owners.set(taken.id, host)
      this.#taken = taken
      if (record?.startedAt) return this.#finish(taken.id)
      remember(taken.id, { id: taken.id, endpoint: host.source.url, plan: host.plan })
      return this.#rest(undefined, taken.id)
    }
    const record = tabRecords().find(mine)
    const owner = record && owners.get(record.id)
    if (!record || (owner && owner !== host && owner.isConnected)) return
    owners.set(record.id, host)
    const opened = registry().windows.get(record.id)
    if (opened && this.#to({ type: 'open', id: record.id })) return this.#watch(record.id, opened)
    if (record.startedAt) return this.#look(record.id, !!owner)
    this.#rest(undefined, record.id)
  }

  /** The customer ticked or unticked the consent. */
  consent(ticked: boolean): void {
    this.consented = ticked
    this.#preparation.discard()
    this.#host.changed()
    if (!ticked) return
    if (this.state.phase === 'idle' && this.state.problem?.code === 'consent_required') this.#rest()
    this.#prepare()
  }

  /** A sign that the customer is about to click. Where consent is needed only the tick is one. */
  intend(): void {
    if (!this.offer?.consent) this.#prepare()
  }

  /** What the action does in each phase. Opens the window in this very task where it is ready. */
  start(): void {
    const { state, offer } = this
    if (state.phase === 'preparing' || state.phase === 'finishing') return
    if (state.phase === 'issued') return this.reset()
    if (state.phase === 'open') {
      this.#opened?.focus()
      return void this.#look(state.id)
    }
    if (state.phase === 'uncertain' && !state.canRetry) {
      if (!state.looking) void this.#finish(state.id)
      return
    }
    if (state.phase === 'idle' && state.pending) return void this.#finish(state.pending)
    if (!offer || (state.phase === 'idle' && state.problem?.status === 401)) {
      if (state.phase === 'failed') this.#rest()
      return void this.load()
    }
    if (offer.consent && !this.consented) return this.#rest(localProblem('consent_required', 'same', 400))
    if (this.#host.mayStart()) void this.#begin(offer, Date.now())
  }

  /** Looks at an uncertain registration once more. */
  check(): void {
    if (this.state.phase === 'uncertain') void this.#finish(this.state.id)
  }

  /** The customer gives up the open window. */
  stop(): void {
    if (this.state.phase === 'open') void this.#close(this.state.id)
  }

  /** Back to the start; what was registered stays registered. */
  reset(): void {
    if ('id' in this.state) remember(this.state.id)
    this.#attempt.abort()
    this.consent(false)
    this.#rest()
  }

  /** Says that this element will not work, and does nothing any more. */
  refuse(): void {
    this.#loading = Promise.resolve()
    this.#to({ type: 'fail', problem: localProblem('misconfigured', 'none') })
  }

  #to(input: Input): boolean {
    const before = this.state
    this.state = transition(before, input)
    if (this.state === before) return false
    this.#listen()
    this.#host.changed(before)
    return true
  }

  #rest(problem?: Problem, pending?: string): void {
    this.#to({ type: 'rest', ...(problem && { problem }), ...(pending && { pending }) })
  }

  #refuse(problem: Problem, pending?: string): void {
    const { code, status } = problem
    if (status === 401) this.#rest(problem, pending)
    else if (code === 'offer_changed' || code === 'consent_required') {
      this.#rest(problem)
      void this.load()
    } else this.#to({ type: 'fail', problem })
  }

  #prepare(): void {
    if (!this.offer || !this.startable) return
    void this.#preparation.intend(this.offer)?.then(({ problem }) => {
      // Other failures wait for the click: nobody has asked for anything yet.
      if (problem && (problem.status === 401 || problem.code === 'offer_changed')) this.#refuse(problem)
    })
  }

  async #begin(offer: OfferResponse, clickedAt: number): Promise<void> {
    let { ready } = this.#preparation
    if (!ready) {
      this.#to({ type: 'prepare' })
      const { value, problem } = await this.#preparation.run(offer)
      if (this.state.phase !== 'preparing') return
      if (problem) return this.#refuse(problem)
      if (!this.#host.isConnected) return this.#rest()
      ready = value
    }
    this.#open(ready, clickedAt)
  }

  #open(ready: Ready, startedAt: number): void {
    const { id } = ready
    const { source, plan } = this.#host
    if (!this.#to({ type: 'open', id })) return
    this.#preparation.discard()
    remember(id, { id, endpoint: source.url, plan, startedAt })
    registry().owners.set(id, this.#host)
    void this.#ask(id, 'opened', { clickedMsAgo: Date.now() - startedAt })
    this.#attempt = new AbortController()
    const { signal } = this.#attempt
    this.#opened = openWatched(() => ready.open(signal), signal)
    registry().windows.set(id, this.#opened.result)
    void this.#watch(id, this.#opened.result, ready)
  }

  async #watch(id: string, result: Promise<WindowResult>, ready?: Ready): Promise<void> {
    const end = await result.catch((error: unknown) => ({ kind: 'failed', error }) as const)
    registry().windows.delete(id)
    if (end.kind === 'returned') return this.#finish(id, { ...end.value })
    if (end.kind === 'leaving' || !this.#host.isConnected) return
    if (end.kind === 'cancelled') return this.#close(id)
    if (end.error !== POPUP_BLOCKED) return this.#close(id, localProblem('window_failed', 'new'))
    if (ready) this.#preparation.ready = ready
    this.#to({ type: 'fail', problem: { ...localProblem('window_failed', 'same'), title: POPUP_BLOCKED } })
  }

  /** The window is gone without a word: maybe the return came through another door, else it is a calm end. */
  async #close(id: string, problem?: Problem): Promise<void> {
    this.#attempt.abort()
    let answer = await this.#ask(id)
    const silent = answer.value?.state === 'open'
    if (silent && !problem) answer = await this.#ask(id, 'cancel', {})
    if (!this.#holds(id)) return
    if (silent && problem) return void this.#to({ type: 'fail', problem })
    // 409: the registration has gone further than the window let us know.
    if (answer.problem?.status !== 409 && this.#take(id, answer)) return
    this.#to({ type: 'doubt', id, looking: true })
    return this.#finish(id)
  }

  /** Reads a registration without finishing it. `seen`: it was followed in this page view before. */
  async #look(id: string, seen = false): Promise<void> {
    const answer = await this.#ask(id)
    const { phase } = this.state
    const held = this.#holds(id)
    if (phase !== (held ? 'open' : 'idle')) return
    const known = answer.value?.state
    if (!known || known === 'open') {
      if (answer.problem?.status === 404) remember(id)
      if (held && !registry().windows.has(id)) this.#rest()
    } else if (
      held ||
      /returned|issuing|uncertain/.test(known) ||
      (known === 'issued' && (seen || isReload()))
    ) {
      this.#to({ type: 'finish', id })
      if (!this.#take(id, answer)) return this.#finish(id)
    } else remember(id)
  }

  /** Brings the return to the server and looks until the outcome is known. */
  async #finish(id: string, fields?: RawReturn): Promise<void> {
    if (fields) this.#taken = { id, fields }
    this.#to({ type: 'finish', id })
    if (this.#following === id) return
    this.#following = id
    for (let pause = 1_000; pause <= LAST_PAUSE; pause *= 2) {
      if (this.#take(id, await this.#complete(id))) break
      await rest(this.state.phase === 'uncertain' ? pause * 2 : pause)
      if (!this.#holds(id) || !this.#host.isConnected) break
    }
    this.#following = undefined
    if (this.#host.isConnected) this.#to({ type: 'doubt', id, looking: false })
  }

  /** Takes an answer about a registration. @returns whether there is nothing left to look for */
  #take(id: string, { value, problem }: Answer<RegistrationView>): boolean {
    if (value) {
      this.#to({ type: 'answer', id, view: value })
      return !/returned|issuing|uncertain/.test(value.state) || value.canRetry === true
    }
    if (!this.#holds(id)) return true
    // Nothing answered, or the server is in trouble: the outcome is unknown, not bad.
    if (!problem.status || problem.status >= 500 || problem.code === 'bad_response') return false
    if (problem.status === 401) this.#rest(problem, id)
    else this.#to({ type: 'fail', problem })
    return true
  }

  #thaw(): void {
    const { state } = this
    this.#preparation.discard()
    this.#attempt.abort()
    void this.load()
    if (state.phase === 'preparing') this.#rest()
    if (state.phase !== 'open') return
    registry().windows.delete(state.id)
    void this.#look(state.id)
  }

  /** While a window is open, hears a popup or frame that the return arrived in. */
  #listen(): void {
    const { state } = this
    if (state.phase !== 'open') return this.#deafen()
    const channel = (this.#channel ??= new BroadcastChannel(RETURN_CHANNEL))
    channel.onmessage = ({ data: { id, ...fields } }) => {
      if (id !== state.id) return
      channel.postMessage({ ack: id })
      this.#attempt.abort()
      registry().windows.delete(id)
      void this.#finish(id, fields)
    }
  }

  /** An open channel would keep the page out of the back/forward cache. */
  #deafen(): void {
    this.#channel?.close()
    this.#channel = undefined
  }

  #complete(id: string): Promise<Answer<RegistrationView>> {
    const { flights } = registry()
    const startedAt = this.#record(id)?.startedAt
    const taken = this.#taken
    const body: CompleteRequest = {
      ...(startedAt && { clickedMsAgo: Math.min(Math.max(Date.now() - startedAt, 0), DAY) }),
      ...(taken?.id === id && { return: taken.fields }),
    }
    const flight = flights.get(id) ?? this.#ask(id, 'complete', body).finally(() => flights.delete(id))
    flights.set(id, flight)
    return flight
  }

  #ask(
    id: string,
    action?: 'complete' | 'cancel' | 'opened',
    body?: object,
  ): Promise<Answer<RegistrationView>> {
    const patience = action === 'complete' ? PATIENCE * 2 : PATIENCE
    return ask(this.#host.source, registrationPath(id, action), 'state', body, patience)
  }

  #record(id: string): TabRecord | undefined {
    return tabRecords().find((record) => record.id === id)
  }

  #holds(id: string): boolean {
    return 'id' in this.state && this.state.id === id
  }
}

const isReload = (): boolean => performance.getEntriesByType('navigation')[0]?.toJSON().type !== 'navigate'

/** Waits, and longer while the page is hidden. */
const rest = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(() => {
      if (document.hidden)
        addEventListener('visibilitychange', () => resolve(), { once: true, capture: true })
      else resolve()
    }, ms)
  })
