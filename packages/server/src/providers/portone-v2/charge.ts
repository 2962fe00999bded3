// Charges a key at PortOne V2, once, and finds out what came of it: by our own payment id, which is looked up, and charged
// again only under the same Idempotency-Key. Source: PortOne REST V2 specification (POST /payments/{paymentId}/billing-key,
// GET /payments/{paymentId}) and the overview page for idempotency.
import type { Exchange } from '../../http/exchange.ts'
import type { ChargeAsked, ChargeOutcome, PgOperation } from '../../payments/operations.ts'
import { field, fieldsOf, isOk, loggableCode, textOf, type Fields } from '../answer.ts'
import { callSeries } from '../call-series.ts'
import { NO_ANSWER, refusedOutcome } from '../refusal.ts'
import { declineCode } from './codes.ts'
import { replayCredential } from './issue.ts'
import { knownOf } from './launch.ts'
import type { PortoneV2Config } from './options.ts'
import { amountOf, isAbsent, mismatchesOf, paymentSeen, PAYMENT_CALLS, refusalIn } from './payment-answers.ts'
import { request } from './request.ts'

const { charge: FIRST, chargeAgain: AGAIN } = PAYMENT_CALLS

/** The charge of a key. */
export const charge = (config: PortoneV2Config): PgOperation<ChargeAsked, ChargeOutcome> => ({
  judge: (asked, exchanges) => judge(config, asked, exchanges),
  async call(asked, context) {
    const series = callSeries(config, context)
    const { earlier, idempotencyKey } = context
    const first = earlier.length === 0
    if (!first) {
      await series.make(paymentRequest(config, asked))
      if (!isAbsent(series.exchanges)) return series.exchanges
    }
    const credential = first ? config.credentials[0] : replayCredential(config, context)
    if (credential === undefined) return series.exchanges
    await series.make(
      request(config, credential, {
        operation: first ? FIRST : AGAIN,
        method: 'POST',
        path: `/payments/${encodeURIComponent(asked.pgOrderId)}/billing-key`,
        idempotencyKey,
        body: paymentBody(config, asked),
      }),
    )
    // The answer tells no amount, and a refusal is believed only with a look.
    await series.make(paymentRequest(config, asked))
    return series.exchanges
  },
})

/** What PortOne knows of a charge now. */
export const look = (config: PortoneV2Config): PgOperation<ChargeAsked, ChargeOutcome> => ({
  judge: (asked, exchanges) => judge(config, asked, exchanges),
  async call(asked, context) {
    const series = callSeries(config, context)
    await series.make(paymentRequest(config, asked))
    return series.exchanges
  },
})

/** Asks for a payment by our own id. */
export const paymentRequest = (
  config: PortoneV2Config,
  { pgOrderId }: Pick<ChargeAsked, 'pgOrderId'>,
): ReturnType<typeof request> =>
  request(config, config.credentials[0], {
    operation: PAYMENT_CALLS.payment,
    method: 'GET',
    path: `/payments/${encodeURIComponent(pgOrderId)}?storeId=${encodeURIComponent(config.storeId)}`,
  })

/** What is charged, now or later. */
export function paymentBody({ storeId }: PortoneV2Config, asked: ChargeAsked): Fields {
  const { key, orderName, amount, memo, customerRef, customer } = asked
  const { name, phone, email } = knownOf(customer)
  const id = textOf(memo['customerId']) ?? customerRef
  return {
    storeId,
    billingKey: key.reveal(),
    ...(typeof memo['channelKey'] === 'string' && { channelKey: memo['channelKey'] }),
    orderName,
    amount: { total: amount },
    currency: 'KRW',
    customer: {
      ...(id !== undefined && { id }),
      ...(name !== undefined && { name: { full: name } }),
      ...(phone !== undefined && { phoneNumber: phone }),
      ...(email !== undefined && { email }),
    },
  }
}

function judge(config: PortoneV2Config, asked: ChargeAsked, exchanges: readonly Exchange[]): ChargeOutcome {
  const payment = paymentSeen(exchanges)
  if (payment !== undefined) return judgePayment(config, asked, payment)
  const sent = exchanges.filter(({ operation }) => operation === FIRST || operation === AGAIN)
  const last = sent.at(-1)
  // It was paid, and is not to be seen yet.
  if (last?.failure === undefined && isOk(last?.status)) return { kind: 'pending' }
  return refusedOutcome(last === undefined ? NO_ANSWER : refusalIn(last, config.pgProvider), {
    first: sent.length === 1 && last?.operation === FIRST,
    untouched: isAbsent(exchanges),
  })
}

function judgePayment(config: PortoneV2Config, asked: ChargeAsked, payment: Fields): ChargeOutcome {
  const { pgOrderId, amount: total, key } = asked
  const mismatches = mismatchesOf(payment, { pgOrderId, total, key: key.reveal() }, config)
  const id = textOf(field(payment, 'transactionId'))
  const known = id === undefined ? {} : { transactionId: id.slice(0, 200) }
  const cancelled = amountOf(payment, 'cancelled')
  const paid = { kind: 'paid', mismatches, ...known, ...(cancelled !== undefined && { cancelled }) } as const
  if (mismatches.length > 0) return paid
  switch (field(payment, 'status')) {
    case 'PAID':
      return paid
    case 'PARTIAL_CANCELLED':
      return cancelled === total ? { kind: 'cancelled', ...known } : paid
    case 'CANCELLED':
      return { kind: 'cancelled', ...known }
    case 'READY':
    case 'PENDING':
    case 'PAY_PENDING':
      return { kind: 'pending' }
    case 'FAILED':
      return failed(config, payment)
    default:
      return { kind: 'uncertain', code: 'outcome_unknown' }
  }
}

function failed({ pgProvider }: PortoneV2Config, payment: Fields): ChargeOutcome {
  const pgCode = loggableCode(textOf(field(fieldsOf(field(payment, 'failure')), 'pgCode')))
  return {
    kind: 'declined',
    code: pgCode === undefined ? 'card_declined' : declineCode(pgProvider, pgCode),
    ...(pgCode !== undefined && { providerCode: pgCode }),
  }
}
