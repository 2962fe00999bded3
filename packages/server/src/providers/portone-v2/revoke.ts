// Deletes a key at PortOne V2, after the charges that were scheduled with it. A second DELETE can do no harm.
// Source: PortOne REST V2 specification (DELETE /billing-keys/{billingKey}, DELETE /payment-schedules).
import type { Exchange } from '../../http/exchange.ts'
import type { KeyAsked, PgOperation, RevokeOutcome } from '../../payments/operations.ts'
import { field, isOk, textOf } from '../answer.ts'
import { callSeries } from '../call-series.ts'
import type { PortoneV2Config } from './options.ts'
import { answerOf, PAYMENT_CALLS, refusalIn, typeOf } from './payment-answers.ts'
import { bodyInQuery, request } from './request.ts'

const { revoke: REVOKE, unschedule: UNSCHEDULE, key: KEY } = PAYMENT_CALLS
/** Naver Pay requires both; the others take them. It is the merchant's server that asks. */
const WHY = { reason: '결제 수단 해지', requester: 'ADMIN' }

/** The deletion of a key. */
export const revoke = (config: PortoneV2Config): PgOperation<KeyAsked, RevokeOutcome> => ({
  judge: (_asked, exchanges) => judge(exchanges),
  async call({ key }, context) {
    const series = callSeries(config, context)
    const { storeId } = config
    const billingKey = key.reveal()
    const path = `/billing-keys/${encodeURIComponent(billingKey)}`
    const send = (
      operation: string,
      method: 'GET' | 'DELETE',
      where: string,
    ): Promise<Exchange | undefined> =>
      series.make(request(config, config.credentials[0], { operation, method, path: where }))
    const remove = (): Promise<Exchange | undefined> =>
      send(REVOKE, 'DELETE', `${path}?${new URLSearchParams({ storeId, ...WHY })}`)
    const answer = await remove()
    if (answer !== undefined && typeOf(answer) === 'PAYMENT_SCHEDULE_ALREADY_EXISTS') {
      await send(UNSCHEDULE, 'DELETE', `/payment-schedules${bodyInQuery({ storeId, billingKey })}`)
      await remove()
    }
    if (judge(series.exchanges).kind === 'uncertain') {
      await send(KEY, 'GET', `${path}?${new URLSearchParams({ storeId })}`)
    }
    return series.exchanges
  },
})

// BILLING_KEY_NOT_ISSUED: what was never finished charges nothing.
const GONE: readonly (string | undefined)[] = ['BILLING_KEY_ALREADY_DELETED', 'BILLING_KEY_NOT_ISSUED']

function judge(exchanges: readonly Exchange[]): RevokeOutcome {
  const last = exchanges.findLast(({ operation }) => operation === REVOKE)
  if (last === undefined) return { kind: 'uncertain', code: 'outcome_unknown' }
  const deleted = isOk(last.status) && textOf(field(answerOf(last), 'deletedAt')) !== undefined
  if (deleted || GONE.includes(typeOf(last))) return { kind: 'revoked' }
  const status = statusAfter(exchanges, last)
  if (status === 'DELETED') return { kind: 'revoked' }
  const { proof, code, providerCode } = refusalIn(last, undefined)
  const told = providerCode === undefined ? {} : { providerCode }
  if (proof === 'running' || proof === 'not-sent') return { kind: 'pending' }
  // "No such key" may be said of a key of another store.
  const refused = proof === 'first' && code === 'provider_refused'
  const kept = proof === 'looked' && status === 'ISSUED'
  return refused || kept
    ? { kind: 'refused', code, ...told }
    : { kind: 'uncertain', code: 'outcome_unknown', ...told }
}

/** The key's status, as a look after the DELETE saw it. */
function statusAfter(exchanges: readonly Exchange[], last: Exchange): unknown {
  const key = exchanges.slice(exchanges.indexOf(last)).findLast(({ operation }) => operation === KEY)
  return key !== undefined && isOk(key.status) ? field(answerOf(key), 'status') : undefined
}
