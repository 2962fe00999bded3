// Cancels a payment at Toss, whole or in part: once, however often it is asked.
// Source: Toss Payments docs, Core API reference (POST /v1/payments/{paymentKey}/cancel) and error codes.
import type { Exchange } from '../../http/exchange.ts'
import type { CancelAsked, CancelOutcome, PgOperation } from '../../payments/operations.ts'
import { callSeries, type CallSeries } from '../call-series.ts'
import type { CallContext } from '../provider.ts'
import { leftAfter, mustLook, NO_ANSWER, refusedOutcome } from '../refusal.ts'
import { findRequest } from './charge.ts'
import { credentialFor } from './issue.ts'
import type { TossConfig } from './options.ts'
import {
  balanceOf,
  lastPayment,
  mismatchesOf,
  paymentKeyOf,
  PAYMENT_CALLS,
  refusalIn,
} from './payment-answers.ts'
import { request } from './request.ts'

const { cancel: FIRST, cancelAgain: AGAIN } = PAYMENT_CALLS

/** The cancellation of a payment. Each call names what is left, so that none can cancel twice. */
export function cancel(config: TossConfig): PgOperation<CancelAsked, CancelOutcome> {
  const judge = (asked: CancelAsked, exchanges: readonly Exchange[]): CancelOutcome =>
    judgeCancel(config, asked, exchanges)
  return {
    judge,
    async call(asked, context) {
      const series = callSeries(config, context)
      await send(config, asked, context, series)
      const known = [...context.earlier.flatMap(({ exchanges }) => exchanges), ...series.exchanges]
      if (mustLook(judge(asked, known).kind, context)) await series.make(findRequest(config, asked))
      return series.exchanges
    },
  }
}

async function send(
  config: TossConfig,
  asked: CancelAsked,
  context: CallContext,
  series: CallSeries,
): Promise<void> {
  const credential = credentialFor(config, context)
  const paymentKey = asked.transactionId ?? (await foundKey(config, asked, series))
  if (credential === undefined || paymentKey === undefined) return
  const { amount, remaining } = asked
  await series.make(
    request(config, credential, {
      operation: context.earlier.length === 0 ? FIRST : AGAIN,
      method: 'POST',
      path: `/v1/payments/${encodeURIComponent(paymentKey)}/cancel`,
      idempotencyKey: context.idempotencyKey,
      body: {
        cancelReason: asked.reason,
        refundableAmount: remaining,
        ...(amount < remaining && { cancelAmount: amount }),
      },
    }),
  )
}

/** A payment that was found out about otherwise may have come without its key. */
async function foundKey(
  config: TossConfig,
  asked: CancelAsked,
  series: CallSeries,
): Promise<string | undefined> {
  await series.make(findRequest(config, asked))
  const payment = lastPayment(series.exchanges)
  return payment === undefined ? undefined : paymentKeyOf(payment)
}

function judgeCancel(config: TossConfig, asked: CancelAsked, exchanges: readonly Exchange[]): CancelOutcome {
  const sent = exchanges.filter(({ operation }) => operation === FIRST || operation === AGAIN)
  const last = sent.at(-1)
  // What was seen before the cancel was sent says nothing of it.
  const payment = lastPayment(last === undefined ? exchanges : exchanges.slice(exchanges.indexOf(last)))
  const { pgOrderId, total } = asked
  const mismatches =
    payment === undefined ? [] : mismatchesOf(payment, { pgOrderId, total }, config.merchantId)
  const left = payment === undefined ? undefined : leftAfter(asked, balanceOf(payment))
  if (payment !== undefined && (left !== 'untouched' || mismatches.length > 0)) {
    return {
      kind: 'cancelled',
      mismatches: left === 'as-asked' ? mismatches : [...mismatches, 'balanceAmount'],
    }
  }
  return refusedOutcome(last === undefined ? NO_ANSWER : refusalIn(last), {
    first: sent.length === 1 && last?.operation === FIRST,
    untouched: left === 'untouched',
  })
}
