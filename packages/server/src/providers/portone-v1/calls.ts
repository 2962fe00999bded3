// Calls to PortOne's REST API of one try, within its time, with a token that is renewed once when it is not taken.
// Source: PortOne V1 REST specification.
import type { Exchange, PgRequest } from '../../http/exchange.ts'
import { callPg } from '../../http/pg-client.ts'
import type { Connection } from '../provider.ts'
import { LOOKUPS } from './answers.ts'
import type { PortoneV1Config } from './options.ts'
import type { TokenSource } from './token.ts'

/** Longest wait for one look, ms. What changes something may take all the time there is. */
const LOOK_TIMEOUT_MS = 10_000

/** What is asked. */
export interface V1Call extends Pick<PgRequest, 'operation' | 'method' | 'body'> {
  /** From the API's root; its values are percent-encoded. */
  readonly path: string
}

/** Calls that share one time. */
export interface V1Calls {
  readonly exchanges: readonly Exchange[]
  /** Asks, unless an earlier call got no answer: then the PG is not reachable now. */
  make(call: V1Call): Promise<void>
}

/** A value as one segment of a path. */
export const segment = (value: unknown): string => encodeURIComponent(String(value))

/**
 * Begins a try.
 * @param tokenFor what the call for a token is named where it gave none, and the operation was therefore never sent
 */
export function startCalls(
  config: PortoneV1Config,
  tokens: TokenSource,
  outer: Connection,
  tokenFor: (operation: string) => string = () => LOOKUPS.token,
): V1Calls {
  const context: Connection = { fetch: config.fetch ?? outer.fetch, now: outer.now }
  const deadline = context.now() + config.timeoutMs
  const exchanges: Exchange[] = []
  let stuck = false
  const timeLeft = (method: string): number =>
    Math.max(1, Math.min(method === 'GET' ? LOOK_TIMEOUT_MS : Infinity, deadline - context.now()))

  /** One call with a token; false when the token was not taken. */
  const once = async ({ path, ...call }: V1Call): Promise<boolean> => {
    const result = await tokens.get(context, timeLeft('GET'))
    if ('failed' in result) {
      exchanges.push({ ...result.failed, operation: tokenFor(call.operation) })
      stuck = true
      return true
    }
    const headers = {
      authorization: `Bearer ${result.token.reveal()}`,
      ...(config.tierCode !== undefined && { tier: config.tierCode }),
    }
    const url = `${config.apiBase}${path}`
    const exchange = await callPg({ ...call, url, headers, timeoutMs: timeLeft(call.method) }, context)
    exchanges.push(exchange)
    stuck = exchange.failure !== undefined
    if (exchange.status !== 401) return true
    tokens.drop(result.token)
    return false
  }

  return {
    exchanges,
    async make(call) {
      if (stuck || context.now() >= deadline) return
      // 401 means that nothing was done: a fresh token is tried once.
      if (!(await once(call))) await once(call)
    },
  }
}
