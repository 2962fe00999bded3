// What every part of one simulator shares: time, chance, accounts, the truth and the faults on order.
import { mergeCredentials, type CredentialOverrides, type SimulatorCredentials } from './credentials.ts'
import { createFaultBook, type Fault, type FaultBook } from './faults.ts'
import { applyQuirks, drawQuirks, type Quirks } from './quirks.ts'
import { createRandom, freshSeed, type Random } from './random.ts'
import type { SimulatedProvider } from './provider-id.ts'
import { createTruth, type Truth } from './truth.ts'

export type WebhookUrls = Partial<Record<SimulatedProvider, string>>

export interface WorldOptions {
  /** Fixes whatever would be drawn at random. Default: a fresh one, readable as `simulator.seed`. */
  readonly seed?: number
  /** Epoch milliseconds. Default `Date.now`. */
  readonly clock?: () => number
  /** Waits for `ms`; rejects when the signal aborts. Default: timers. */
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>
  /** Sends the webhooks. Default: the global fetch, and then to loopback addresses only. */
  readonly fetch?: typeof fetch
  readonly faults?: readonly Fault[]
  readonly quirks?: Partial<Quirks>
  readonly credentials?: CredentialOverrides
  /** Up to 12 letters or digits that every billing key and access token then contains. */
  readonly keyMarker?: string
  /** The shop's name in the windows. */
  readonly shopName?: string
  /** Where webhooks go that are set up in the PG's console: Toss Payments, PortOne V1 and V2 without an address of the call's own. */
  readonly webhookUrls?: WebhookUrls
}

export interface World {
  readonly seed: number
  readonly now: () => number
  readonly random: Random
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>
  readonly sendWebhook: ((url: string, init: RequestInit) => Promise<Response>) | undefined
  readonly credentials: SimulatorCredentials
  readonly truth: Truth
  readonly faults: FaultBook
  readonly quirks: Quirks
  readonly keyMarker: string
  readonly shopName: string
  /** May be filled in later: a shop knows its own address only when it listens. */
  readonly webhookUrls: WebhookUrls
  /** Work that goes on after an answer left, such as webhooks. */
  readonly background: Set<Promise<unknown>>
}

function sleepByTimer(ms: number, signal?: AbortSignal): Promise<void> {
  if (ms <= 0 && !signal?.aborted) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }, ms)
    if (signal?.aborted) abort()
    else signal?.addEventListener('abort', abort, { once: true })
  })
}

/** @throws Error when a quirk or the key marker is not valid. */
export function createWorld(options: WorldOptions = {}): World {
  const seed = options.seed ?? freshSeed()
  const random = createRandom(seed)
  const quirks = drawQuirks(random)
  const problem = applyQuirks(quirks, options.quirks ?? {})
  if (problem) throw new Error(`simulator: ${problem}`)
  const keyMarker = options.keyMarker ?? ''
  if (!/^[A-Za-z0-9]{0,12}$/.test(keyMarker))
    throw new Error('simulator: keyMarker takes up to 12 letters or digits')
  return {
    seed,
    random,
    quirks,
    keyMarker,
    now: options.clock ?? Date.now,
    sleep: options.sleep ?? sleepByTimer,
    sendWebhook: options.fetch,
    credentials: mergeCredentials(options.credentials),
    truth: createTruth(),
    faults: createFaultBook(random, options.faults),
    shopName: options.shopName ?? '시뮬레이터 상점',
    webhookUrls: { ...options.webhookUrls },
    background: new Set(),
  }
}

/** A key or token of exactly `length` characters that carries the run's marker. Never the same twice. */
export function mintSecret(world: World, length: number): string {
  return world.keyMarker + world.random.text(length - world.keyMarker.length)
}
