// How fast the merchants' clock runs: what the product measures in minutes is over in seconds, by the same rules.

/** How many times faster than the wall clock. */
export const SPEED = 20

// A span of the merchants' time in wall clock milliseconds.
const wallMs = (worldMs: number): number => worldMs / SPEED

/** The merchants' clock, ms since the epoch: the wall clock since `base`, sped up. `ahead`: how far a server's is off. */
export function worldClock(base: number, ahead: number): () => number {
  return () => Math.round(base + (Date.now() - base) * SPEED + ahead)
}

/** How long a server waits for a PG's answer: a minute of its own clock. */
export const CALL_TIMEOUT_MS: number = wallMs(60_000)

/** How long a server's attempt is left alone: call timeout and 15 seconds. */
export const LEASE_MS: number = wallMs(75_000)
