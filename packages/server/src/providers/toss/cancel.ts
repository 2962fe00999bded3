// Cancels a payment at Toss, whole or in part: once, however often it is asked.
// Source: Toss Payments docs, Core API reference (POST /v1/payments/{paymentKey}/cancel) and error codes.
import type { Exchange } from '../../http/exchange.ts'
import type { CancelAsked, CancelOutcome, PgOperation } from '../../payments/operations.ts'
import type { Fields } from '../answer.ts'
import { callSeries, type CallSeries } from '../call-series.ts'
import type { CallContext } from '../provider.ts'
import { chargeMeaningOf, needsLook } from './charge-codes.ts'
import { findRequest } from './charge.ts'
import { credentialFor } from './issue.ts'
import type { TossConfig } from './options.ts'
import {
  answerOf,
  balanceOf,
  lastPayment,
  mismatchesOf,
  paymentKeyOf,
  PAYMENT_CALLS,
} from './payment-answers.ts'
import { request } from './request.ts'

const { cancel: FIRST, cancelAgain: AGAIN, find: FIND } = PAYMENT_CALLS
const UNKNOWN: CancelOutcome = { kind: 'uncertain', code: 'outcome_unknown' }

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
      if (judge(asked, known).kind === 'uncertain') await series.make(findRequest(config, asked))
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
  const refusal = judgeRefusal(last, sent.length)
  if (refusal.kind !== 'uncertain') return refusal
  // What was seen before the cancel was sent says nothing of it.
  const after = last === undefined ? exchanges : exchanges.slice(exchanges.indexOf(last))
  const payment = lastPayment(after)
  return payment === undefined ? refusal : judgeBalance(config, asked, payment, refusal, last)
}

function judgeBalance(
  config: TossConfig,
  asked: CancelAsked,
  payment: Fields,
  refusal: Extract<CancelOutcome, { kind: 'uncertain' }>,
  last: Exchange | undefined,
): CancelOutcome {
  const { pgOrderId, total, amount, remaining } = asked
  const balance = balanceOf(payment)
  const mismatches = mismatchesOf(payment, { pgOrderId, total }, config.merchantId)
  if (balance === remaining && mismatches.length === 0) return notCancelled(refusal, last)
  const differs = balance === remaining - amount ? mismatches : [...mismatches, 'balanceAmount']
  return { kind: 'cancelled', mismatches: differs }
}

/** As much is left as before. Final where Toss has also said why; else it may still be on its way. */
function notCancelled(
  refusal: Extract<CancelOutcome, { kind: 'uncertain' }>,
  last: Exchange | undefined,
): CancelOutcome {
  const answer = last === undefined ? undefined : answerOf(last)
  if (answer?.is === 'refusal' && answer.status < 500) {
    const { code, proof } = chargeMeaningOf(answer.code)
    const told = answer.name === undefined ? {} : { providerCode: answer.name }
    if (proof === 'first' || proof === 'always') return { kind: 'declined', code, ...told }
  }
  return { ...refusal, absent: true }
}

/** What the last cancel's answer says by itself. A Payment is judged by what is left. */
function judgeRefusal(exchange: Exchange | undefined, sent: number): CancelOutcome {
  if (exchange === undefined) return UNKNOWN
  const answer = answerOf(exchange)
  const first = exchange.operation === FIRST && sent === 1
  switch (answer.is) {
    case 'payment':
    case 'nothing':
      return UNKNOWN
    case 'turned-away':
      return { kind: 'pending' }
    case 'not-sent':
      return first ? { kind: 'declined', code: 'provider_unavailable' } : UNKNOWN
    case 'refusal': {
      const meaning = chargeMeaningOf(answer.code)
      const told = answer.name === undefined ? {} : { providerCode: answer.name }
      if (meaning.proof === 'running') return { kind: 'pending' }
      // Somebody may have cancelled it elsewhere: what is left tells.
      const alone = first && meaning.proof === 'first' && meaning.code !== 'cancel_refused'
      return alone && !needsLook(meaning)
        ? { kind: 'declined', code: meaning.code, ...told }
        : { ...UNKNOWN, ...told }
    }
  }
}
