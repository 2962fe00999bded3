// How long a call to a PG belongs to whoever makes it.
import type { ServerProvider } from '../providers/provider.ts'

/** Added to a provider's own timeout, so that a lease outlives the call it guards, ms. */
const MARGIN_MS = 15_000
/** Shortest lease, ms. */
const MIN_MS = 75_000

/** Until when a call that is sent at `sentAt` belongs to whoever sent it, ms since the epoch. */
export const leaseFrom = ({ timeoutMs }: ServerProvider, sentAt: number): number =>
  sentAt + Math.max(MIN_MS, timeoutMs + MARGIN_MS)
