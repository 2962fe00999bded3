// Cancels a payment at PortOne V1, whole or in part. Each call names what is left (`checksum`): a second one is refused.
// Source: PortOne V1 REST specification (POST /payments/cancel).
import type { Exchange } from '../../http/exchange.ts'
import type { CancelAsked, CancelOutcome, PgOperation } from '../../payments/operations.ts'
import { leftAfter, mustLook, NO_ANSWER, refusedOutcome } from '../refusal.ts'
import { startCalls } from './calls.ts'
import { findCall } from './charge.ts'
import type { PortoneV1Config } from './options.ts'
import { requesterOf } from './pg-behaviour.ts'
import {
  lastPayment,
  leftOf,
  mismatchesOf,
  PAYMENT_CALLS,
  refusalIn,
  withoutToken,
} from './payment-answers.ts'
import type { TokenSource } from './token.ts'

const { cancel: FIRST, cancelAgain: AGAIN, find: FIND } = PAYMENT_CALLS
const SENT: readonly string[] = [FIRST, AGAIN, withoutToken(FIRST), withoutToken(AGAIN)]

/** The cancellation of a payment. */
export const cancel = (
  config: PortoneV1Config,
  tokens: TokenSource,
): PgOperation<CancelAsked, CancelOutcome> => ({
  judge: (asked, exchanges) => judge(config, asked, exchanges),
  async call(asked, context) {
    const calls = startCalls(config, tokens, context, withoutToken)
    const first = context.earlier.length === 0
    const judged = (): CancelOutcome => judge(config, asked, calls.exchanges)
    if (!first) await calls.make(findCall(asked))
    const outcome = judged()
    // As much is left as before: it has not arrived, or the checksum refuses it.
    if (first || (outcome.kind === 'uncertain' && outcome.absent === true)) {
      const { transactionId, pgOrderId, amount, remaining: checksum, reason } = asked
      const named = transactionId === undefined ? { merchant_uid: pgOrderId } : { imp_uid: transactionId }
      const requester = requesterOf(config.pgProvider)
      const body = { ...named, amount, checksum, reason, ...(requester && { extra: { requester } }) }
      await calls.make({ operation: first ? FIRST : AGAIN, method: 'POST', path: '/payments/cancel', body })
      if (mustLook(judged().kind, context)) await calls.make(findCall(asked))
    }
    return calls.exchanges
  },
})

function judge(config: PortoneV1Config, asked: CancelAsked, exchanges: readonly Exchange[]): CancelOutcome {
  const sent = exchanges.filter(({ operation }) => SENT.includes(operation))
  const last = sent.at(-1)
  // What was seen before the cancel was sent says nothing of it.
  const after = last === undefined ? exchanges : exchanges.slice(exchanges.indexOf(last))
  const payment = lastPayment(after, [FIRST, AGAIN, FIND])
  const { pgOrderId, total } = asked
  const mismatches = payment === undefined ? [] : mismatchesOf(payment, { pgOrderId, total }, config.sandbox)
  const left = payment === undefined ? undefined : leftAfter(asked, leftOf(payment))
  if (payment !== undefined && (left !== 'untouched' || mismatches.length > 0)) {
    return {
      kind: 'cancelled',
      mismatches: left === 'as-asked' ? mismatches : [...mismatches, 'cancel_amount'],
    }
  }
  return refusedOutcome(last === undefined ? NO_ANSWER : refusalIn(last, 'cancel_refused'), {
    first: sent.length === 1 && [FIRST, withoutToken(FIRST)].includes(last?.operation ?? ''),
    untouched: left === 'untouched',
  })
}
