// Cancels a payment at PortOne V2, whole or in part: once, however often it is asked.
// Source: PortOne REST V2 specification (POST /payments/{paymentId}/cancel) and the overview page for idempotency.
import type { Exchange } from '../../http/exchange.ts'
import type { CancelAsked, CancelOutcome, PgOperation } from '../../payments/operations.ts'
import { field, fieldsOf, isOk, type Fields } from '../answer.ts'
import { callSeries } from '../call-series.ts'
import { leftAfter, NO_ANSWER, refusedOutcome } from '../refusal.ts'
import { paymentRequest } from './charge.ts'
import { replayCredential } from './issue.ts'
import type { PortoneV2Config } from './options.ts'
import { amountOf, answerOf, mismatchesOf, paymentSeen, PAYMENT_CALLS, refusalIn } from './payment-answers.ts'
import { request } from './request.ts'

const { cancel: FIRST, cancelAgain: AGAIN } = PAYMENT_CALLS

/** The cancellation of a payment. Each call names what is left, so that none can cancel twice. */
export const cancel = (config: PortoneV2Config): PgOperation<CancelAsked, CancelOutcome> => ({
  judge: (asked, exchanges) => judge(config, asked, exchanges),
  async call(asked, context) {
    const series = callSeries(config, context)
    const first = context.earlier.length === 0
    const credential = first ? config.credentials[0] : replayCredential(config, context)
    const { pgOrderId, amount, remaining, reason } = asked
    if (credential !== undefined) {
      await series.make(
        request(config, credential, {
          operation: first ? FIRST : AGAIN,
          method: 'POST',
          path: `/payments/${encodeURIComponent(pgOrderId)}/cancel`,
          idempotencyKey: context.idempotencyKey,
          body: {
            storeId: config.storeId,
            reason,
            currentCancellableAmount: remaining,
            ...(amount < remaining && { amount }),
            // Naver Pay tells cancellations by a customer from those by the shop.
            ...(config.pgProvider === 'naverpay' && { requester: 'ADMIN' }),
          },
        }),
      )
    }
    // What was cancelled is read from the payment: a PG may answer first and cancel later.
    await series.make(paymentRequest(config, asked))
    return series.exchanges
  },
})

function judge(config: PortoneV2Config, asked: CancelAsked, exchanges: readonly Exchange[]): CancelOutcome {
  const sent = exchanges.filter(({ operation }) => operation === FIRST || operation === AGAIN)
  const last = sent.at(-1)
  // What was seen before the cancel was sent says nothing of it.
  const payment = paymentSeen(last === undefined ? exchanges : exchanges.slice(exchanges.indexOf(last)))
  const { pgOrderId, total } = asked
  const mismatches = payment === undefined ? [] : mismatchesOf(payment, { pgOrderId, total }, config)
  const left = payment === undefined ? undefined : leftAfter(asked, leftOf(payment, total))
  if (payment !== undefined && (left !== 'untouched' || mismatches.length > 0)) {
    return { kind: 'cancelled', mismatches: left === 'as-asked' ? mismatches : [...mismatches, 'cancelled'] }
  }
  const said = last === undefined ? undefined : saidOf(last)
  if (said !== undefined) return said === 'FAILED' ? FAILED : { kind: 'pending' }
  return refusedOutcome(last === undefined ? NO_ANSWER : refusalIn(last, config.pgProvider), {
    first: sent.length === 1 && last?.operation === FIRST,
    untouched: left === 'untouched',
  })
}

const FAILED: CancelOutcome = { kind: 'declined', code: 'cancel_refused' }

/** Status of the cancellation, where the call was taken. */
function saidOf(exchange: Exchange): unknown {
  if (!isOk(exchange.status)) return undefined
  return field(fieldsOf(field(answerOf(exchange), 'cancellation')), 'status')
}

function leftOf(payment: Fields, total: number): number | undefined {
  const cancelled = amountOf(payment, 'cancelled')
  return cancelled === undefined ? undefined : total - cancelled
}
