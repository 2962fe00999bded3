// Whether Toss can be reached and takes our secret key: it is asked for an order that nobody has made.
// Source: Toss Payments docs, Core API reference, GET /v1/payments/orders/{orderId}; error codes.
import { callSeries } from '../call-series.ts'
import type { Connection, ProbeResult } from '../provider.ts'
import type { TossConfig } from './options.ts'
import { request } from './request.ts'

/** 404 says that the key was taken; Toss refuses a wrong one with 400 `INVALID_API_KEY`, 401 or 403. */
export async function probe(config: TossConfig, context: Connection): Promise<ProbeResult> {
  const series = callSeries(config, context)
  await series.make(
    request(config, config.credentials[0], {
      operation: 'probe',
      method: 'GET',
      path: '/v1/payments/orders/billing-register-check',
    }),
  )
  const status = series.exchanges[0]?.status
  if (status === undefined) return 'unreachable'
  if (status === 404 || status === 200) return 'accepted'
  return [400, 401, 403].includes(status) ? 'refused' : 'reached'
}
