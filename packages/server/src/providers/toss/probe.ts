// Whether Toss can be reached and takes our secret key: it is asked for an order that nobody has made.
// Source: Toss Payments docs, Core API reference, GET /v1/payments/orders/{orderId}; error codes.
import { callPg } from '../../http/pg-client.ts'
import { basicAuthorization } from '../basic-authorization.ts'
import type { Connection, ProbeResult } from '../provider.ts'
import type { TossConfig } from './options.ts'

/** 404 says that the key was taken; Toss refuses a wrong one with 400 `INVALID_API_KEY`, 401 or 403. */
export async function probe(config: TossConfig, context: Connection): Promise<ProbeResult> {
  const [credential] = config.credentials
  const { status } = await callPg(
    {
      operation: 'probe',
      method: 'GET',
      url: config.issueUrl.replace(/billing\/.*$/, 'payments/orders/billing-register-check'),
      headers: credential ? { authorization: basicAuthorization(credential.secretKey) } : {},
      timeoutMs: config.timeoutMs,
    },
    { fetch: config.fetch ?? context.fetch },
  )
  if (status === undefined) return 'unreachable'
  if (status === 404 || status === 200) return 'accepted'
  return [400, 401, 403].includes(status) ? 'refused' : 'reached'
}
