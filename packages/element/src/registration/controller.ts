// One registration from the offer to the card: runs the effect of every step and keeps the state.
import {
  offerPath,
  registrationPath,
  RETURN_CHANNEL,
  type OfferResponse,
  type Problem,
  type RawReturn,
  type RegistrationView,
} from '@billing-register/contract'
import type { WindowResult } from '../providers/provider.ts'
import { ask, localProblem, type Answer } from './endpoint-client.ts'
import type { RegistrationHost } from './host.ts'
import { Preparation } from './preparation.ts'
import { registry, type TakenReturn } from './registry.ts'
import { rest } from './rest.ts'
import { remember, tabRecords, type TabRecord } from './resume.ts'
import { mayStart, proposal, transition, type ElementState } from './state.ts'

/** Milliseconds before the last look; in doubt every pause is doubled: 2 + 4 + … + 64 s are two minutes. */
const LAST_PAUSE = 32_000

/** Follows one registration at a time. */
export class RegistrationController {
  state: ElementState = { phase: 'idle' }
  declare offer: OfferResponse | undefined
  consented = false
  readonly #host: RegistrationHost
  readonly #preparation: Preparation
  #attempt = new AbortController()
  #channel: BroadcastChannel | undefined
  /** A return that came to the page itself. In memory only. */
  #taken: TakenReturn | undefined
  #finishing: string | undefined
  #loading: Promise<unknown> | undefined

  constructor(host: RegistrationHost) {
    this.#host = host
    this.#preparation = new Preparation(host)
  }

  /** The element came into the page, and goes on with what it was doing; or it left. */
  follow(on: boolean): void {
    const switched = on ? addEventListener : removeEventListener
    for (const type of ['pageshow', 'pagehide', 'online', 'visibilitychange']) switched(type, this)
    this.#listen(on)
    const { phase, id, looking } = this.state
    if (on && id && (looking || phase === 'finishing')) void this.#finish(id)
  }

  /** Looks again when the page comes back: thawed (`persisted`), visible, online. */
  handleEvent({ type, persisted }: Event & { readonly persisted?: boolean }): void {
    const { phase, id, problem } = this.state
    // An open channel would keep the page out of the back/forward cache.
    if (persisted !== undefined) this.#listen(type === 'pageshow')
    if (type === 'pagehide' || document.hidden) return
    if (persisted) {
      this.#attempt.abort()
      this.#preparation.unprepare()
      registry().windows.clear()
      if (phase === 'preparing') this.#rest()
    }
    if (phase === 'open') void this.#look(id)
    if (persisted || (!this.#loading && (!this.offer || problem?.status === 401))) void this.loadOffer()
  }

  /** Asks what is offered. Only the newest answer counts. */
  async loadOffer(): Promise<void> {
    const { inquiry } = this.#host
    const loading = ask<OfferResponse>(inquiry, offerPath(inquiry), 'offer')
    this.#loading = loading
    const { value, problem } = await loading
    if (this.#loading !== loading) return
    this.#loading = undefined
    const { phase, id, problem: old } = this.state
    const waiting = !this.offer || old?.status === 401
    if (value?.offer !== this.offer?.offer) this.agree(false)
    this.offer = value
    this.#host.redraw()
    if (phase !== 'idle' && phase !== 'failed') return
    if (problem) this.#refuse(problem)
    else if (waiting && !(id && phase === 'failed')) {
      this.#rest({ id })
      if (id && this.#record(id)?.startedAt) void this.#finish(id)
    }
  }

  /** Goes on with what the URL or this tab remembers. `late`: also a return that seems to be another element's. */
  async goOn(late = false): Promise<void> {
    const shared = registry()
    const { taken, windows } = shared
    const { url: endpoint, plan } = this.#host.inquiry
    const mine = (known: TabRecord): boolean => known.endpoint === endpoint && known.plan === plan
    const record = taken ? this.#record(taken.id) : tabRecords().find(mine)
    const id = taken?.id ?? record?.id
    if (!id) return
    if (taken) {
      if (record && !late && !mine(record)) return void setTimeout(() => this.goOn(true))
      shared.taken = undefined
      if (window.opener || parent !== window) {
        const relayed = import('./relay.ts').then(({ relay }) => relay(RETURN_CHANNEL, taken))
        if (await relayed.catch(() => false)) return
      }
      this.#taken = taken
    }
    const opened = windows.get(id)
    if (!record?.startedAt) {
      // Started elsewhere: only a click may finish it.
      remember(id, { id, endpoint, plan, fields: taken?.fields ?? record?.fields })
      this.#rest({ id, problem: this.state.problem })
    } else if (taken ?? record.fields) void this.#finish(id)
    else if (!opened) void this.#restore(id, windows.has(id) || isReload())
    else if (this.#to({ phase: 'open', id })) void this.#watch(id, opened)
  }

  /** The customer ticked or unticked the consent. */
  agree(ticked: boolean): void {
    this.consented = ticked
    this.#preparation.unprepare()
    this.#host.redraw()
    if (!ticked) return
    if (this.state.phase === 'idle') this.#rest({ id: this.state.id })
    this.#prepare()
  }

  /** A sign that the customer is about to click. Where consent is needed only the tick is one. */
  intend(): void {
    if (!this.offer?.consent) this.#prepare()
  }

  /** What the action does in each phase. Opens the window in this very task where it is ready. */
  start(): void {
    const { state, offer } = this
    const { phase, id, problem, looking } = state
    if (phase === 'issued') this.reset()
    else if (phase === 'open') void this.#look(id)
    else if (id && (phase === 'idle' || (phase === 'uncertain' && !mayStart(state)))) {
      if (!looking) void this.#finish(id)
    } else if (!mayStart(state) || (!offer && this.#loading)) return
    else if (!offer || problem?.status === 401) {
      this.#rest()
      void this.loadOffer()
    } else if (offer.consent && !this.consented) this.#rest({ problem: localProblem('consent_required') })
    else if (this.#host.mayOpen()) void this.#open(offer, Date.now())
  }

  /** The customer gives up the open window. */
  giveUp(): void {
    this.#attempt.abort()
    if (this.state.id) void this.#look(this.state.id, 'asked')
  }

  /** Back to the start; what was registered stays registered. */
  reset(): void {
    if (this.state.id) remember(this.state.id)
    this.#attempt.abort()
    this.agree(false)
    this.#rest()
  }

  /** Says that this element cannot work, and does nothing any more. */
  refuse(): void {
    this.#loading = Promise.resolve()
    this.#to({ phase: 'failed', problem: localProblem('misconfigured', 'none') })
  }

  #to(next: ElementState): boolean {
    const before = this.state
    this.state = transition(before, next)
    if (this.state === before) return false
    // A window that failed to open may be opened by the next click; any other is used up.
    if (before.phase === 'open' && next.phase !== 'failed') this.#preparation.unprepare()
    this.#host.stateChanged(before)
    return true
  }

  #rest(facts: { id?: string | undefined; problem?: Problem | undefined } = {}): void {
    this.#to({ phase: 'idle', ...facts })
  }

  /** `id`: what failed is this registration, which a new offer does not undo. */
  #refuse(problem: Problem, id?: string): void {
    const changed = problem.code === 'offer_changed' || problem.code === 'consent_required'
    if (changed || problem.status === 401) this.#rest({ id: this.state.id, problem })
    else this.#to({ phase: 'failed', id, problem })
    if (changed) void this.loadOffer()
  }

  #prepare(): void {
    if (!this.offer || !mayStart(this.state)) return
    void this.#preparation.intend(this.offer)?.then(({ problem }) => {
      // Other failures wait for the click: nobody has asked for anything yet.
      if (problem && (problem.status === 401 || problem.code === 'offer_changed')) this.#refuse(problem)
    })
  }

  async #open(offer: OfferResponse, startedAt: number): Promise<void> {
    let { prepared: ready } = this.#preparation
    if (!ready) {
      this.#to({ phase: 'preparing' })
      const { value, problem } = await this.#preparation.prepare(offer)
      if (this.state.phase !== 'preparing') return
      if (problem) return this.#refuse(problem)
      if (!this.#host.isConnected) return this.#rest()
      ready = value
    }
    const { id } = ready
    const { url: endpoint, plan } = this.#host.inquiry
    if (!this.#to({ phase: 'open', id })) return
    remember(id, { id, endpoint, plan, startedAt })
    void this.#ask(id, 'opened', { clickedMsAgo: Date.now() - startedAt })
    this.#attempt.abort()
    this.#attempt = new AbortController()
    const result = ready.open(this.#attempt.signal)
    registry().windows.set(id, result)
    void this.#watch(id, result)
  }

  async #watch(id: string, result: Promise<WindowResult>): Promise<void> {
    const end = await result.catch(() => undefined)
    registry().windows.set(id, undefined)
    if (end?.kind === 'returned') void this.#finish(id, { ...end.value })
    else if (end?.kind !== 'leaving') void this.#look(id, end?.kind ?? 'failed')
  }

  /** Reads the registration of the open window: maybe the return came through another door. */
  async #look(id: string, ended?: 'asked' | 'cancelled' | 'failed'): Promise<void> {
    const { value } = await this.#ask(id)
    if (this.state.phase !== 'open' || this.state.id !== id) return
    const open = value?.state === 'open'
    if (open && ended === 'failed') this.#to({ phase: 'failed', problem: localProblem('window_failed') })
    else if (open && ended) {
      const answer = await this.#ask(id, 'cancel', { asked: ended === 'asked' })
      if (!answer.value || !this.#take(id, answer)) void this.#finish(id)
    } else if (ended || (value && !open)) void this.#finish(id)
    else if (!registry().windows.get(id)) this.#rest()
  }

  /** Goes on after a reload, where there is something to go on with. `seen`: the customer has seen it finish. */
  async #restore(id: string, seen: boolean): Promise<void> {
    const { value, problem } = await this.#ask(id)
    const state = value?.state ?? ''
    if (problem?.status === 404) remember(id)
    if (this.state.phase !== 'idle') return
    if (/returned|issuing|uncertain/.test(state) || (seen && state === 'issued')) void this.#finish(id)
  }

  /** Brings the return to the server and looks until the outcome is known. */
  async #finish(id: string, fields?: RawReturn): Promise<void> {
    if (fields) this.#taken = { id, fields }
    this.#to({ phase: 'finishing', id })
    if (this.#finishing === id) return
    this.#finishing = id
    registry().windows.set(id, undefined)
    for (let pause = 1_000; pause <= LAST_PAUSE; pause *= 2) {
      if (this.#take(id, await this.#complete(id))) break
      await rest(this.state.phase === 'uncertain' ? pause * 2 : pause)
      if (this.state.id !== id || !this.#host.isConnected) break
    }
    this.#finishing = undefined
    if (this.#host.isConnected) this.#to({ ...this.state, phase: 'uncertain', id, looking: false })
  }

  /** Takes an answer about a registration. @returns whether there is nothing left to look for */
  #take(id: string, { value, problem }: Answer<RegistrationView>): boolean {
    if (value) {
      const next = proposal(value)
      if (next) this.#to(next)
      return !!next && !next.looking
    }
    if (this.state.id !== id) return true
    if (isUnheard(problem) && problem.status !== 401) return false
    this.#refuse(problem, id)
    return true
  }

  /** Hears a popup or frame in which the return of the open window arrived. */
  #listen(on: boolean): void {
    this.#channel?.close()
    const channel = (this.#channel = on ? new BroadcastChannel(RETURN_CHANNEL) : undefined)
    if (channel)
      channel.onmessage = ({ data: { id = '', ...fields } }: MessageEvent<RawReturn>) => {
        if (this.state.phase !== 'open' || this.state.id !== id) return
        channel.postMessage({ ack: id })
        this.#attempt.abort()
        void this.#finish(id, fields)
      }
  }

  #complete(id: string): Promise<Answer<RegistrationView>> {
    const { flights } = registry()
    const record = this.#record(id)
    const fields = this.#taken?.id === id ? this.#taken.fields : record?.fields
    const startedAt = record?.startedAt
    const flight =
      flights.get(id) ??
      this.#ask(id, 'complete', {
        clickedMsAgo: startedAt && Math.abs(Date.now() - startedAt),
        return: fields,
      }).then((answer) => {
        flights.delete(id)
        // Kept while nobody has taken it: the customer may have to log in by leaving this page.
        if (record) remember(id, { ...record, fields: isUnheard(answer.problem) ? fields : undefined })
        return answer
      })
    flights.set(id, flight)
    return flight
  }

  #ask(
    id: string,
    action?: 'complete' | 'cancel' | 'opened',
    body?: object,
  ): Promise<Answer<RegistrationView>> {
    return ask(this.#host.inquiry, registrationPath(id, action), 'state', body)
  }

  #record(id: string): TabRecord | undefined {
    return tabRecords().find((record) => record.id === id)
  }
}

/** No word from the server, or it is in trouble, or it waits for a login: the outcome is unknown, not bad. */
const isUnheard = (problem?: Problem): boolean =>
  !!problem && (!problem.detail || problem.status > 499 || problem.status === 401)

const isReload = (): boolean => performance.navigation.type > 0
