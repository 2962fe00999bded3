// What every step of a registration works with: the merchant's options, made whole, and the effects passed in.
import { BillingError, type Locale } from '@billing-register/contract'
import type { Ledger } from '../ledger/ledger.ts'
import type { BillingOptions, LogEntry } from '../options.ts'
import type { ServerProvider } from '../providers/provider.ts'
import type { CardForm } from './card-form.ts'
import type { SealingKey } from '../sealing/key-ring.ts'

/** How long a window may be opened after the registration was made, ms. */
export const OPEN_MS: number = 30 * 60_000
/** How long the owner's return is accepted, ms. */
export const RETURN_MS: number = 24 * 60 * 60_000
/** How long the customer is kept waiting for an uncertain outcome before they may start again, ms. */
export const UNCERTAIN_MS: number = 2 * 60_000
/** How long a PG that has not been told yet is asked again before the outcome counts as uncertain, ms. */
export const PENDING_MS = 30_000
/** The same where the window reported that the customer stopped: long enough for a key that was made all the same, ms. */
export const STOPPED_MS = 3_000
/** How long a registration that is looked after belongs to whoever took it, ms. */
export const TAKE_MS: number = 5 * 60_000
/** How many unstarted registrations one customer may have. */
export const MAX_UNSTARTED = 5
/** How many claims of one registration may lead to an issue call. */
export const MAX_ISSUE_CALLS = 3
/** The hour of the hourly limit, ms. */
export const HOUR_MS: number = 60 * 60_000

/** Options and effects, shared by all steps. */
export interface Core {
  readonly options: BillingOptions
  readonly ledger: Ledger
  /** Newest first; none where nothing is sealed. */
  readonly sealingKeys: readonly SealingKey[]
  readonly providers: ReadonlyMap<string, ServerProvider>
  /** `publicUrl` without a trailing slash. */
  readonly publicUrl: string
  /** Origins whose pages may change state, and be returned to. */
  readonly origins: ReadonlySet<string>
  readonly attemptsPerHour: number
  /** How long a key that was found waits for its owner, ms. */
  readonly holdMs: number
  readonly now: () => number
  readonly mint: (prefix: string) => string
  /** SHA-256, base64url, of `text`, which is made from `of`: what was shown, in short. Default: of `of` itself. */
  readonly hash: (of: string, text?: () => string) => Promise<string>
  /** Keyed digest: what may be stored and compared in place of a value. */
  readonly digest: (text: string) => Promise<string>
  readonly fetch: typeof fetch
  readonly log: (entry: LogEntry) => void
  /** Attempts that are under way: what `drain()` waits for. */
  readonly underWay: Set<Promise<unknown>>
  /** When this process last looked for events and for registrations that are due, ms since the epoch. */
  readonly swept: { events: number; registrations: number }
  /** The card form's half of the server, loaded when a registration asks for it. */
  readonly cardForm: () => Promise<CardForm>
}

/** The provider instance of this name; the first one when no name is given. */
export function providerNamed(core: Core, name: string | undefined): ServerProvider {
  const provider = name === undefined ? [...core.providers.values()][0] : core.providers.get(name)
  if (!provider) throw new BillingError('unknown_provider', 'provider: no provider has this name')
  return provider
}

/** What the merchant says while this provider is paused; undefined while it is not. */
export const pausedText = (
  { options }: Core,
  { name }: ServerProvider,
  locale: Locale = 'ko',
): string | undefined => options.maintenance?.[name]?.(locale)
