// Makes the window ready before the click: registration, PG chunk and SDK, so that opening waits for nothing.
import {
  REGISTRATIONS_PATH,
  type CreateRegistrationRequest,
  type CreateRegistrationResponse,
  type OfferResponse,
  type WindowId,
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

type Loose<T> = { readonly [Name in keyof T]: T[Name] | undefined }

/** Milliseconds between two preparations that nobody clicked for. */
const INTENT_PAUSE = 60_000
/** Milliseconds that a prepared launch may wait for its click. */
const LAUNCH_LIFE = 300_000

/** The one preparation of an element. */
export class Preparation {
  readonly #host: RegistrationHost
  #flight: Promise<Answer<Ready>> | undefined
  #ready: Ready | undefined
  #intendedAt = 0
  /** Kept until its window opens, so that asking again gives the same registration. */
  #clientRef: string | undefined

  constructor(host: RegistrationHost) {
    this.#host = host
  }

  /** What may be opened in this very task. */
  get prepared(): Ready | undefined {
    if (this.#ready && Date.now() > this.#ready.until) this.unprepare()
    return this.#ready
  }

  /** Forgets what was prepared: it was used, is too old, or its consent was withdrawn. */
  unprepare(): void {
    this.#flight = this.#ready = this.#clientRef = undefined
  }

  /** Prepares at a sign of intent: once per minute at most, and not again what is ready. */
  intend(offer: OfferResponse): Promise<Answer<Ready>> | undefined {
    return this.prepared || Date.now() - this.#intendedAt < INTENT_PAUSE ? undefined : this.prepare(offer)
  }

  /** Prepares for a click, or joins the preparation that is under way. */
  prepare(offer: OfferResponse): Promise<Answer<Ready>> {
    this.#intendedAt = Date.now()
    const flight = (this.#flight ??= this.#prepare(offer))
    void flight.then(({ value }) => {
      if (this.#flight === flight) this.#flight = void (this.#ready = value)
    })
    return flight
  }

  async #prepare({ offer, consent }: OfferResponse): Promise<Answer<Ready>> {
    const host = this.#host
    const { inquiry } = host
    const { plan, provider, mode, locale, returnTo = location.href } = inquiry
    const { value, problem } = await ask<CreateRegistrationResponse>(inquiry, REGISTRATIONS_PATH, 'launch', {
      offer,
      plan,
      provider,
      // Any word: the server refuses one that it does not know.
      mode,
      locale,
      returnTo: new URL(returnTo, document.baseURI).href,
      clientRef: (this.#clientRef ??= crypto.randomUUID()),
      consent: consent && { version: consent.version },
    } satisfies Loose<Omit<CreateRegistrationRequest, 'mode'>> & { mode: string | undefined })
    if (problem) {
      if (problem.status) this.#clientRef = undefined
      return { problem }
    }
    const { id, launch, expiresInMs } = value
    const until = Date.now() + Math.min(expiresInMs, LAUNCH_LIFE)
    try {
      const half: BrowserProvider<WindowId> = await BROWSER_PROVIDERS[launch.provider]()
      await loadScript(launch.sdkUrl, half.global, host.nonce)
      return { value: { id, until, open: (signal) => half.open(launch, { signal, host }) } }
    } catch {
      return { problem: localProblem('sdk_blocked') }
    }
  }
}
