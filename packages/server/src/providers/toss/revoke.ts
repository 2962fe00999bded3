// Deletes a key at Toss. A second DELETE can do no harm, so an unknown outcome is answered by one.
// Source: Toss Payments docs, Core API reference (DELETE /v1/billing/{billingKey}) and error codes.
import type { Exchange } from '../../http/exchange.ts'
import type { KeyAsked, PgOperation, RevokeOutcome } from '../../payments/operations.ts'
import { isOk } from '../answer.ts'
import { callSeries } from '../call-series.ts'
import type { TossConfig } from './options.ts'
import { codeOf, PAYMENT_CALLS, refusalIn } from './payment-answers.ts'
import { request } from './request.ts'

/** The deletion of a key. */
export function revoke(config: TossConfig): PgOperation<KeyAsked, RevokeOutcome> {
  return {
    judge: (_asked, exchanges) => judge(exchanges),
    async call({ key }, context) {
      const series = callSeries(config, context)
      await series.make(
        request(config, config.credentials[0], {
          operation: PAYMENT_CALLS.revoke,
          method: 'DELETE',
          path: `/v1/billing/${encodeURIComponent(key.reveal())}`,
        }),
      )
      return series.exchanges
    },
  }
}

function judge(exchanges: readonly Exchange[]): RevokeOutcome {
  const last = exchanges.at(-1)
  if (last === undefined) return { kind: 'uncertain', code: 'outcome_unknown' }
  // A success has no body. One with a page in it may come from a proxy on the way.
  if (isOk(last.status) && last.body?.reveal().trim() === '') return { kind: 'revoked' }
  if (codeOf(last) === 'ALREADY_REMOVED_BILLING_KEY') return { kind: 'revoked' }
  const { proof, code, providerCode } = refusalIn(last)
  const told = providerCode === undefined ? {} : { providerCode }
  // Another DELETE can do no harm.
  if (proof === 'running' || proof === 'not-sent') return { kind: 'pending' }
  // "No such key" may be said of one that was deleted, and of one that belongs to another merchant id.
  return proof === 'first' && code === 'provider_refused'
    ? { kind: 'refused', code, ...told }
    : { kind: 'uncertain', code: 'outcome_unknown', ...told }
}
