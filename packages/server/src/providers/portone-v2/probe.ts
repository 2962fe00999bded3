// Whether PortOne V2 can be reached and takes our API secret for our store: it is asked for keys of a customer that nobody is.
// Source: PortOne REST V2 specification, GET /billing-keys.
import type { CallContext, Connection, ProbeResult, ReturnedRegistration } from '../provider.ts'
import { startCalls } from './calls.ts'
import type { PortoneV2Config } from './options.ts'

type Asked = Pick<ReturnedRegistration, 'memo'>

/** Any list says that the secret was taken, the empty one too. */
export async function probe(config: PortoneV2Config, connection: Connection): Promise<ProbeResult> {
  const nobody: Asked = { memo: { storeId: config.storeId, customerId: 'billing-register-check' } }
  const context: CallContext = { ...connection, idempotencyKey: '', earlier: [] }
  const calls = startCalls(config, nobody, context)
  await calls.find()
  const status = calls.exchanges[0]?.status
  if (status === undefined) return 'unreachable'
  if (status === 200) return 'accepted'
  return status === 401 || status === 403 ? 'refused' : 'reached'
}
