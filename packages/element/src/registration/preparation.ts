// Makes the window ready before the click: registration, PG chunk and SDK, so that opening waits for nothing.
import {
  REGISTRATIONS_PATH,
  type CreateRegistrationRequest,
  type CreateRegistrationResponse,
  type OfferResponse,
  type ProviderId,
} from '@billing-register/contract'
import { BROWSER_PROVIDERS } from '../providers/index.ts'
import type { BrowserProvider, WindowResult } from '../providers/provider.ts'
import { loadScript } from '../providers/script-loader.ts'
import { ask, localProblem, type Answer } from './endpoint-client.ts'
import type { RegistrationHost } from './host.ts'

/** A window that opens at once. */
export interface Ready {
  readonly id: string
  /** Unix ms after which it is never opened. */
  readonly until: number
  open(signal: AbortSignal): Promise<WindowResult>
}

/** Milliseconds between two preparations that nobody clicked for. */
const INTENT_PAUSE = 60_000
/** Milliseconds that a prepared launch may wait for its click. */
const LAUNCH_LIFE = 300_000

/** The one preparation of an element. */
export class Preparation {
  readonly #host: RegistrationHost
  #ready: Ready | undefined
  #flight: Promise<Answer<Ready>> | undefined
  #intendedAt = 0
  /** Kept while the answer is unknown, so that asking again gives the same registration. */
  #clientRef: string | undefined

  constructor(host: RegistrationHost) {
    this.#host = host
  }

  /** What may be opened in this very task. */
  get ready(): Ready | undefined {
    if (this.#ready && Date.now() > this.#ready.until) this.discard()
    return this.#ready
  }

  /** Keeps a launch whose window never appeared. */
  set ready(ready: Ready) {
    this.#ready = ready
  }

  /** Forgets what was prepared: it was used, is too old, or its consent was withdrawn. */
  discard(): void {
    this.#ready = this.#flight = this.#clientRef = undefined
  }

  /** Prepares at a sign of intent: once per minute at most, and not again what is ready. */
  intend(offer: OfferResponse): Promise<Answer<Ready>> | undefined {
    if (this.ready || Date.now() - this.#intendedAt < INTENT_PAUSE) return undefined
    return this.run(offer)
  }

  /** Prepares for a click, or joins the preparation that is under way. */
  run(offer: OfferResponse): Promise<Answer<Ready>> {
    if (this.#flight) return this.#flight
    this.#intendedAt = Date.now()
    const flight = this.#prepare(offer, (this.#clientRef ??= crypto.randomUUID()))
    this.#flight = flight
    void flight.then(({ value }) => {
      if (this.#flight !== flight) return
      this.#flight = undefined
      this.#ready = value
    })
    return flight
  }

  async #prepare({ offer, consent }: OfferResponse, clientRef: string): Promise<Answer<Ready>> {
    const host = this.#host
    const { plan, provider, mode, source } = host
    const request: CreateRegistrationRequest = {
      offer,
      clientRef,
      locale: source.locale,
      returnTo: new URL(host.returnTo ?? location.href, document.baseURI).href,
      ...(plan && { plan }),
      ...(provider && { provider }),
      ...(mode && { mode }),
      ...(consent && { consent: { version: consent.version } }),
    }
    const answer = await ask<CreateRegistrationResponse>(source, REGISTRATIONS_PATH, 'launch', request)
    if (answer.problem) {
      if (answer.problem.status) this.#clientRef = undefined
      return answer
    }
    const { id, launch, expiresInMs } = answer.value
    try {
      const half: BrowserProvider<ProviderId> = await BROWSER_PROVIDERS[launch.provider]()
      await half.load(launch, (src, global) => loadScript(src, global, host.nonce))
      return {
        value: {
          id,
          until: Date.now() + Math.min(expiresInMs, LAUNCH_LIFE),
          open: (signal) => half.open(launch, { signal, host }),
        },
      }
    } catch {
      return { problem: localProblem('sdk_blocked', 'new') }
    }
  }
}
