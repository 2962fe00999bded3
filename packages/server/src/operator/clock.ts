// How far our clock is from the PGs': a `fetch` that reads the date of each answer. What depends on it: the signatures of
// webhooks, which hold for five minutes, the PGs' tokens, and every time that is told.

/** A date leaves out less than a second. */
const SECOND_MS = 1000

/** A `fetch` that listens. */
export interface ClockWatch {
  readonly fetch: typeof fetch
  /** How far we are ahead of the PG that agrees with us most, ms; 0 within what can be measured, undefined when none told. */
  readonly aheadMs: () => number | undefined
}

/** Watches the answers to `outer`. `now`: our clock, ms since the epoch. */
export function watchClock(outer: typeof fetch, now: () => number): ClockWatch {
  let least: number | undefined
  return {
    fetch: async (input, init) => {
      const sent = now()
      const response = await outer(input, init)
      const told = Date.parse(response.headers.get('date') ?? '')
      if (!Number.isNaN(told)) {
        const ahead = aheadOf(told, sent, now())
        if (least === undefined || Math.abs(ahead) < Math.abs(least)) least = ahead
      }
      return response
    },
    aheadMs: () => least,
  }
}

// The PG said `told` at some time between `sent` and `received`: any of them may have been right.
function aheadOf(told: number, sent: number, received: number): number {
  if (sent > told + SECOND_MS) return sent - told
  return received < told - SECOND_MS ? received - told : 0
}
