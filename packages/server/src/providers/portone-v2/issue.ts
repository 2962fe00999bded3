// The calls to PortOne V2: confirm once, look a key up, find keys of a customer id.
// Source: PortOne REST V2 specification (billing-keys), and the overview page for credentials and idempotency.
import type { Exchange, PgRequest } from '../../http/exchange.ts'
import { callPg } from '../../http/pg-client.ts'
import type { CallContext, ParsedReturn, ReturnedRegistration } from '../provider.ts'
import { CALLS, confirmedKey, isOwn, keySeen, lastConfirm } from './answers.ts'
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
  if (claim.kind !== 'token') return []
  const { billingIssueToken } = claim.value
  // A finished key from a channel that should not give one: it is looked at, and held.
  if (billingIssueToken === undefined) return lookUp(calls, registration, claim)
  if (context.earlier.length === 0) {
    // Nothing else in this try: what comes back is written down before it is looked at.
    await calls.confirm(CALLS.confirm, billingIssueToken, config.credentials[0])
    return calls.exchanges
  }
  return findOut(config, calls, billingIssueToken, context)
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

/** After a confirm: look at the key, or confirm again under the same Idempotency-Key, or find what there is. */
async function findOut(
  config: PortoneV2Config,
  calls: Calls,
  token: string,
  context: CallContext,
): Promise<readonly Exchange[]> {
  const before = context.earlier.flatMap(({ exchanges }) => exchanges)
  const key = confirmedKey(before)
  if (key !== undefined) {
    await calls.key(key)
    return calls.exchanges
  }
  const credential = replayCredential(config, context)
  const open = ['nothing', 'running'].includes(lastConfirm(before).said)
  if (credential !== undefined && open) {
    await calls.confirm(CALLS.replay, token, credential)
    if (confirmedKey(calls.exchanges) !== undefined) return calls.exchanges
  }
  await calls.find()
  return calls.exchanges
}

/** The credential of the first call, while PortOne still knows its Idempotency-Key. */
function replayCredential(config: PortoneV2Config, { earlier, now }: CallContext): Credential | undefined {
  const [first] = earlier
  if (first === undefined || now() - first.sentAt > REPLAY_MS) return undefined
  return config.credentials.find(({ fingerprint }) => fingerprint === first.credentialFingerprint)
}

interface Calls {
  readonly exchanges: Exchange[]
  confirm(operation: string, billingIssueToken: string, credential: Credential): Promise<void>
  key(billingKey: string): Promise<void>
  /** Keys of our customer id, which is this registration's alone. */
  find(): Promise<void>
}

/** The calls of one try, within its time. None is made after one that got no answer: PortOne is not reachable now. */
function startCalls(config: PortoneV2Config, { memo }: ReturnedRegistration, context: CallContext): Calls {
  const { storeId, sandbox: isTest } = memo
  const deadline = context.now() + config.timeoutMs
  const exchanges: Exchange[] = []
  const make = async (
    request: Pick<PgRequest, 'operation' | 'method' | 'body'> & {
      path: string
      headers?: PgRequest['headers']
    },
    { apiSecret }: Credential = config.credentials[0],
  ): Promise<void> => {
    const timeoutMs = deadline - context.now()
    if (exchanges.at(-1)?.failure !== undefined || timeoutMs <= 0) return
    const { path, headers, ...rest } = request
    const authorization = `PortOne ${apiSecret.reveal()}`
    const call = { ...rest, url: config.apiBase + path, headers: { authorization, ...headers }, timeoutMs }
    exchanges.push(await callPg(call, { fetch: config.fetch ?? context.fetch }))
  }
  return {
    exchanges,
    confirm: (operation, billingIssueToken, credential) =>
      make(
        {
          operation,
          method: 'POST',
          path: '/billing-keys/confirm',
          // The quotation marks belong to the value.
          headers: { 'idempotency-key': `"${context.idempotencyKey}"` },
          body: { billingIssueToken, storeId, isTest },
        },
        credential,
      ),
    key: (billingKey) => {
      const path = `/billing-keys/${encodeURIComponent(billingKey)}?storeId=${encodeURIComponent(String(storeId))}`
      return make({ operation: CALLS.key, method: 'GET', path })
    },
    find: () => {
      const query = JSON.stringify({
        page: { number: 0, size: 10 },
        filter: { storeId, customerId: memo['customerId'] },
      })
      return make({
        operation: CALLS.find,
        method: 'GET',
        path: `/billing-keys?requestBody=${encodeURIComponent(query)}`,
      })
    },
  }
}
