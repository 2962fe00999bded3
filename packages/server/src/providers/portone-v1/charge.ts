// Charges a key at PortOne V1, once: there is no Idempotency-Key, so what came of it is only looked up, by our own order id.
// Source: PortOne V1 REST specification (POST /subscribe/payments/again, GET /payments/find/{merchant_uid}).
import type { Exchange } from '../../http/exchange.ts'
import type { ChargeAsked, ChargeOutcome, PgOperation } from '../../payments/operations.ts'
import { field, textOf, type Fields } from '../answer.ts'
import { mustLook, NO_ANSWER, refusedOutcome } from '../refusal.ts'
import { statusOf } from './answers.ts'
import { segment, startCalls, type V1Calls } from './calls.ts'
import { buyerFields } from './launch.ts'
import type { PortoneV1Config } from './options.ts'
import {
  isAbsent,
  lastPayment,
  leftOf,
  mismatchesOf,
  PAYMENT_CALLS,
  refusalIn,
  refusedCode,
  withoutToken,
} from './payment-answers.ts'
import type { TokenSource } from './token.ts'

const { charge: CHARGE, find: FIND, key: KEY } = PAYMENT_CALLS

/** The charge of a key. */
export const charge = (
  config: PortoneV1Config,
  tokens: TokenSource,
): PgOperation<ChargeAsked, ChargeOutcome> => ({
  judge: (asked, exchanges) => judge(config, asked, exchanges),
  async call(asked, context) {
    const calls = startCalls(config, tokens, context, withoutToken)
    if (context.earlier.length === 0) {
      const body = chargeBody(config, asked)
      await calls.make({ operation: CHARGE, method: 'POST', path: '/subscribe/payments/again', body })
    }
    const known = [...context.earlier.flatMap(({ exchanges }) => exchanges), ...calls.exchanges]
    if (mustLook(judge(config, asked, known).kind, context)) await find(asked, calls)
    return calls.exchanges
  },
})

/** What PortOne knows of a charge now. */
export const look = (
  config: PortoneV1Config,
  tokens: TokenSource,
): PgOperation<ChargeAsked, ChargeOutcome> => ({
  judge: (asked, exchanges) => judge(config, asked, exchanges),
  async call(asked, context) {
    const calls = startCalls(config, tokens, context, withoutToken)
    await calls.make(findCall(asked))
    return calls.exchanges
  },
})

/** Asks for a payment by our own order id. */
export const findCall = ({ pgOrderId }: Pick<ChargeAsked, 'pgOrderId'>): Parameters<V1Calls['make']>[0] => ({
  operation: FIND,
  method: 'GET',
  path: `/payments/find/${segment(pgOrderId)}`,
})

/** A refusal tells no cause: whether the key is still there is looked up first, because the payment's absence is the last word. */
async function find(asked: ChargeAsked, calls: V1Calls): Promise<void> {
  const last = calls.exchanges.at(-1)
  if (last?.operation === CHARGE && refusedCode(last) !== undefined) {
    const path = `/subscribe/customers/${segment(asked.key.reveal())}`
    await calls.make({ operation: KEY, method: 'GET', path })
  }
  await calls.make(findCall(asked))
}

/** What is charged, now or later. */
export const chargeBody = (config: PortoneV1Config, asked: ChargeAsked): Fields => ({
  customer_uid: asked.key.reveal(),
  merchant_uid: asked.pgOrderId,
  amount: asked.amount,
  name: asked.orderName,
  currency: 'KRW',
  ...buyerFields(config, asked.customer),
  ...(config.window.notice_url !== undefined && { notice_url: config.window.notice_url }),
})

function judge(config: PortoneV1Config, asked: ChargeAsked, exchanges: readonly Exchange[]): ChargeOutcome {
  const payment = lastPayment(exchanges, [CHARGE, FIND])
  if (payment !== undefined) return judgePayment(config, asked, payment)
  const sent = exchanges.filter(({ operation }) => operation === CHARGE || operation === withoutToken(CHARGE))
  const last = sent.at(-1)
  const keyGone = exchanges.some((one) => isAbsent([one], KEY))
  return refusedOutcome(
    last === undefined ? NO_ANSWER : refusalIn(last, keyGone ? 'method_gone' : 'provider_refused'),
    // It is sent once only; before a look, nothing else has been.
    { first: true, untouched: isAbsent(exchanges, FIND) },
  )
}

function judgePayment(config: PortoneV1Config, asked: ChargeAsked, payment: Fields): ChargeOutcome {
  const { pgOrderId, amount: total, memo, key } = asked
  const mismatches = mismatchesOf(payment, { pgOrderId, total, memo, key: key.reveal() }, config.sandbox)
  const impUid = textOf(field(payment, 'imp_uid'))
  const id = impUid === undefined ? {} : { transactionId: impUid.slice(0, 64) }
  const left = leftOf(payment)
  const cancelled = left === undefined ? {} : { cancelled: total - left }
  const paid = { kind: 'paid', mismatches, ...id, ...cancelled } as const
  if (mismatches.length > 0) return paid
  switch (statusOf(payment)) {
    case 'paid':
      return left === 0 ? { kind: 'cancelled', ...id } : paid
    case 'cancelled':
      return { kind: 'cancelled', ...id }
    case 'ready':
      return { kind: 'pending' }
    case 'failed':
      return { kind: 'declined', code: 'card_declined' }
    default:
      return { kind: 'uncertain', code: 'outcome_unknown' }
  }
}
