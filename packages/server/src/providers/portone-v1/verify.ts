// Looks a registration up at PortOne: the payment by the return's imp_uid or by our own order id, then the key.
// Source: PortOne V1 REST specification. Nothing here issues or charges, so all of it may be repeated.
import type { Exchange } from '../../http/exchange.ts'
import { callPg } from '../../http/pg-client.ts'
import type { CallContext, Connection, ParsedReturn, ReturnedRegistration } from '../provider.ts'
import { isOf, lastSeen, LOOKUPS, statusOf } from './answers.ts'
import type { PortoneV1Config } from './options.ts'
import type { TokenSource } from './token.ts'

/** Longest wait for one call, ms. */
const CALL_TIMEOUT_MS = 10_000

/** The lookups of one look, within its time. */
export async function verify(
  config: PortoneV1Config,
  tokens: TokenSource,
  registration: ReturnedRegistration,
  claim: ParsedReturn<'portone-v1'>,
  context: CallContext,
): Promise<readonly Exchange[]> {
  const look = startLook(config, tokens, context)
  const { merchantUid, customerUid } = registration.memo
  const impUid = claim.value.imp_uid
  if (impUid !== undefined) {
    // Test payments stay invisible in live mode: that is PortOne's guard against forged ones.
    const query = registration.memo['sandbox'] === true ? '?include_sandbox=true' : ''
    await look.get(LOOKUPS.byImpUid, `/payments/${segment(impUid)}${query}`)
  }
  // An imp_uid of another order, an unknown one, or one of an earlier try says nothing of this registration.
  const seen = lastSeen(look.exchanges, LOOKUPS.byImpUid)
  const settled = seen.is === 'found' && isOf(seen, merchantUid) && statusOf(seen.record) === 'paid'
  if (!settled) await look.get(LOOKUPS.byMerchantUid, `/payments/find/${segment(merchantUid)}`)
  await look.get(LOOKUPS.key, `/subscribe/customers/${segment(customerUid)}`)
  return look.exchanges
}

const segment = (value: unknown): string => encodeURIComponent(String(value))

interface Look {
  readonly exchanges: readonly Exchange[]
  /** Asks, unless an earlier call of this look got no answer: then the PG is not reachable now. */
  get(operation: string, path: string): Promise<void>
}

function startLook(config: PortoneV1Config, tokens: TokenSource, outer: Connection): Look {
  const context: Connection = { fetch: config.fetch ?? outer.fetch, now: outer.now }
  const deadline = context.now() + config.timeoutMs
  const exchanges: Exchange[] = []
  const timeLeft = (): number => Math.max(1, Math.min(CALL_TIMEOUT_MS, deadline - context.now()))

  /** One call with a token; false when the token was not taken. */
  const once = async (operation: string, path: string): Promise<boolean> => {
    const result = await tokens.get(context, timeLeft())
    if ('failed' in result) {
      exchanges.push(result.failed)
      return true
    }
    const headers = {
      authorization: `Bearer ${result.token.reveal()}`,
      ...(config.tierCode !== undefined && { tier: config.tierCode }),
    }
    const url = `${config.apiBase}${path}`
    const exchange = await callPg({ operation, method: 'GET', url, headers, timeoutMs: timeLeft() }, context)
    exchanges.push(exchange)
    if (exchange.status !== 401) return true
    tokens.drop(result.token)
    return false
  }

  return {
    exchanges,
    async get(operation, path) {
      const last = exchanges.at(-1)
      const stuck = last !== undefined && (last.failure !== undefined || last.operation === LOOKUPS.token)
      if (stuck || context.now() >= deadline) return
      // 401 means that nothing was done: a fresh token is tried once.
      if (!(await once(operation, path))) await once(operation, path)
    },
  }
}
