// Calls to a PG that share one time: none is made after one that got no answer, because the PG is not reachable now.
import type { Exchange, PgRequest } from '../http/exchange.ts'
import { callPg } from '../http/pg-client.ts'
import type { Connection } from './provider.ts'

/** What a provider's options say of reaching its PG. */
export interface Reach {
  /** Replaces the fetch of createBilling(). */
  readonly fetch: typeof fetch | undefined
  /** Longest time of all calls together, ms. */
  readonly timeoutMs: number
}

/** One try's calls. */
export interface CallSeries {
  readonly exchanges: readonly Exchange[]
  /** Makes a call, unless the time is over or the call before it got no answer; then undefined. */
  make(request: Omit<PgRequest, 'timeoutMs'>): Promise<Exchange | undefined>
  /** Waits, as long as there is time for one more call afterwards. */
  wait(ms: number): Promise<void>
}

const timer = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Begins a series of calls. */
export function callSeries(reach: Reach, { fetch: outer, now, sleep = timer }: Connection): CallSeries {
  const deadline = now() + reach.timeoutMs
  const exchanges: Exchange[] = []
  return {
    exchanges,
    async make(request) {
      const timeoutMs = deadline - now()
      if (exchanges.at(-1)?.failure !== undefined || timeoutMs <= 0) return undefined
      const exchange = await callPg({ ...request, timeoutMs }, { fetch: reach.fetch ?? outer })
      exchanges.push(exchange)
      return exchange
    },
    wait: (ms) => (now() + ms < deadline ? sleep(ms) : Promise.resolve()),
  }
}
