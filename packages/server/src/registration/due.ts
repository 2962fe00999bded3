// When a registration has to be looked at although nobody asks. Pure.
import type { Registration } from './record.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** How long after the last activity the PG is looked at, ms. Only after the last of them is absent final. */
const LOOKS_MS: readonly number[] = [MINUTE_MS, 30 * MINUTE_MS, DAY_MS]
// A window whose opening was never told has most likely never been opened.
const UNOPENED_LOOKS_MS: readonly number[] = [DAY_MS]
/** How many days after that an unknown outcome is looked at once a day. */
const DAILY_LOOKS = 30
/** Shortest time between two looks that count, ms. */
const APART_MS = MINUTE_MS

/** After how long, since the last activity, each look is made. */
export const looksOf = ({ openedAt, authorizedAt }: Registration): readonly number[] =>
  openedAt === undefined && authorizedAt === undefined ? UNOPENED_LOOKS_MS : LOOKS_MS

// An issued one is looked at again only for its first payment.
const isUnsettled = ({ state }: Registration): boolean =>
  state === 'issuing' || state === 'uncertain' || state === 'issued'

/** When the next look counts, ms since the epoch; undefined when enough have been made. */
export function nextLook(registration: Registration): number | undefined {
  const made = registration.looks ?? 0
  const looks = looksOf(registration)
  const daily = made - looks.length + 2
  const after = looks[made] ?? (isUnsettled(registration) && daily < DAILY_LOOKS ? daily * DAY_MS : undefined)
  if (after === undefined) return undefined
  const active = registration.activeAt ?? registration.createdAt
  return Math.max(active + after, (registration.lookedAt ?? 0) + APART_MS)
}

const earlier = (a = Infinity, b = Infinity): number | undefined =>
  Math.min(a, b) === Infinity ? undefined : Math.min(a, b)

function dueOf(registration: Registration): number | undefined {
  const { state, madeInWindow, opensUntil, returnsUntil, heldUntil, leaseUntil } = registration
  switch (state) {
    case 'issued':
      return earlier(
        registration.seekSurplusAt,
        registration.chargesAfterIssue && registration.payment?.state === 'uncertain'
          ? nextLook(registration)
          : undefined,
      )
    case 'suspended':
      return registration.seekSurplusAt
    case 'held':
      return heldUntil
    case 'issuing':
    case 'uncertain':
      return leaseUntil ?? nextLook(registration)
    case 'open':
      return madeInWindow ? nextLook(registration) : opensUntil
    case 'returned':
      return madeInWindow ? nextLook(registration) : returnsUntil
    case 'declined':
    case 'cancelled':
    case 'expired':
      // A key that was held long enough need not be found again.
      return madeInWindow && heldUntil === undefined ? nextLook(registration) : undefined
  }
}

/** The registration with the time at which it is to be looked at next. Written into `next`: it must be the caller's own copy. */
export const scheduled = (next: Registration): Registration => Object.assign(next, { lookAt: dueOf(next) })
