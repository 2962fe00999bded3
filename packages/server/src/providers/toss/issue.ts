// The one call to Toss: issue by authKey, and its repetition under the same Idempotency-Key.
// Source: Toss Payments docs, Core API reference (POST /v1/billing/authorizations/issue) and the page on idempotency keys.
import type { Exchange } from '../../http/exchange.ts'
import { callSeries } from '../call-series.ts'
import type { CallContext, Memo, ParsedReturn, ReturnedRegistration } from '../provider.ts'
import { ISSUE_PATH, type Credential, type TossConfig } from './options.ts'
import { request } from './request.ts'

/** Toss keeps an Idempotency-Key for 15 days; what is older than this is never sent again, ms. */
const REPLAY_MS = 14 * 24 * 60 * 60_000

/** Names of the two calls, as they stand in exchanges. They send the same bytes, but their answers prove different things. */
export const CALLS = { first: 'issue', again: 'replay' } as const

/** The customerKey in the return stands in an address bar: another one than ours is another registration's. */
export const isForeign = (memo: Memo, { value }: ParsedReturn<'toss'>): boolean =>
  value.customerKey !== undefined && value.customerKey !== memo['customerKey']

/** Issues, or asks again what came of issuing. A claim without an authKey of this registration sends nothing. */
export async function issue(
  config: TossConfig,
  { memo }: ReturnedRegistration,
  claim: ParsedReturn<'toss'>,
  context: CallContext,
): Promise<readonly Exchange[]> {
  const { authKey } = claim.value
  if (claim.kind !== 'token' || authKey === undefined || isForeign(memo, claim)) return []
  const credential = credentialFor(config, context)
  if (credential === undefined) return []
  const series = callSeries(config, context)
  await series.make(
    request(config, credential, {
      operation: context.earlier.length === 0 ? CALLS.first : CALLS.again,
      method: 'POST',
      path: ISSUE_PATH,
      idempotencyKey: context.idempotencyKey,
      body: { authKey, customerKey: memo['customerKey'] },
    }),
  )
  return series.exchanges
}

/** The first call takes the newest key. A repetition takes the one of the first call, at the same address, or none. */
export function credentialFor(
  config: TossConfig,
  { earlier, now }: CallContext,
  replayMs: number = REPLAY_MS,
): Credential | undefined {
  const [first] = earlier
  if (first === undefined) return config.credentials[0]
  if (now() - first.sentAt > replayMs) return undefined
  return config.credentials.find(({ fingerprint }) => fingerprint === first.credentialFingerprint)
}
