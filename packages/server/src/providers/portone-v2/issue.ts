// Which calls are made to PortOne V2, and in which order: confirm once, and afterwards only find out.
// Source: PortOne REST V2 specification (billing-keys), and the overview page for idempotency.
import type { Exchange } from '../../http/exchange.ts'
import type { CallContext, ParsedReturn, ReturnedRegistration } from '../provider.ts'
import { CALLS, isOwn, keySeen, lastMaking, madeKey } from './answers.ts'
import { startCalls, type Calls } from './calls.ts'
import type { Credential, PortoneV2Config } from './options.ts'

/** PortOne keeps an Idempotency-Key for 3 hours; what is older than this is never sent again, ms. */
const REPLAY_MS = 170 * 60_000

/** Issues, or finds out what came of issuing. */
export async function issue(
  config: PortoneV2Config,
  registration: ReturnedRegistration,
  claim: ParsedReturn<'portone-v2'>,
  context: CallContext,
): Promise<readonly Exchange[]> {
  const calls = startCalls(config, registration, context)
  if (config.keyInBrowser) return lookUp(calls, registration, claim)
  // Somebody else may have confirmed what this window was opened for.
  if (claim.kind === 'empty') return lookUp(calls, registration, claim)
  if (claim.kind !== 'token') return []
  const { billingIssueToken } = claim.value
  // A finished key from a channel that should not give one: it is looked at, and held.
  if (billingIssueToken === undefined) return lookUp(calls, registration, claim)
  if (context.earlier.length === 0) {
    // Nothing else in this try: what comes back is written down before it is looked at.
    await calls.confirm(CALLS.confirm, billingIssueToken, config.credentials[0])
    return calls.exchanges
  }
  return findOut(config, calls, context, (credential) =>
    calls.confirm(CALLS.replay, billingIssueToken, credential),
  )
}

/** The window may have made the key: by its name, where the return told it, else by our customer id. */
async function lookUp(
  calls: Calls,
  { memo }: ReturnedRegistration,
  { kind, value }: ParsedReturn<'portone-v2'>,
): Promise<readonly Exchange[]> {
  if (kind === 'token' && value.billingKey !== undefined) await calls.key(value.billingKey)
  const seen = keySeen(calls.exchanges)
  if (seen.is !== 'found' || !isOwn(seen.record, memo)) await calls.find()
  return calls.exchanges
}

/**
 * After the call that makes the key: look at it, or `repeat` that call under the same Idempotency-Key, or find what there
 * is. `repeat` is left out where the bytes are no longer known.
 */
export async function findOut(
  config: PortoneV2Config,
  calls: Calls,
  context: CallContext,
  repeat: ((credential: Credential) => Promise<void>) | undefined,
): Promise<readonly Exchange[]> {
  const before = context.earlier.flatMap(({ exchanges }) => exchanges)
  const key = madeKey(before)
  if (key !== undefined) {
    await calls.key(key)
    return calls.exchanges
  }
  const credential = replayCredential(config, context)
  const open = ['nothing', 'running'].includes(lastMaking(before).said)
  if (credential !== undefined && open && repeat !== undefined) {
    await repeat(credential)
    if (madeKey(calls.exchanges) !== undefined) return calls.exchanges
  }
  await calls.find()
  return calls.exchanges
}

/** The credential of the first call, while PortOne still knows its Idempotency-Key. */
export function replayCredential(
  config: PortoneV2Config,
  { earlier, now }: CallContext,
): Credential | undefined {
  const [first] = earlier
  if (first === undefined || now() - first.sentAt > REPLAY_MS) return undefined
  return config.credentials.find(({ fingerprint }) => fingerprint === first.credentialFingerprint)
}
