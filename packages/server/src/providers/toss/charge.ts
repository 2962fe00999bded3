// Charges a key at Toss, once, and finds out what came of it: by the same Idempotency-Key, or by our order id.
// Source: Toss Payments docs, Core API reference (POST /v1/billing/{billingKey}, GET /v1/payments/orders/{orderId}) and the
// page on idempotency keys.
import type { Exchange } from '../../http/exchange.ts'
import type { ChargeAsked, ChargeOutcome, PgOperation } from '../../payments/operations.ts'
import { field, fieldsOf, loggableCode, textOf, type Fields } from '../answer.ts'
import { callSeries, type CallSeries } from '../call-series.ts'
import type { CallContext } from '../provider.ts'
import { mustLook, NO_ANSWER, refusedOutcome } from '../refusal.ts'
import { meaningAfterIssue, NOT_YET } from './charge-codes.ts'
import { credentialFor } from './issue.ts'
import { customerFields } from './launch.ts'
import type { Credential, TossConfig } from './options.ts'
import {
  balanceOf,
  codeOf,
  isAbsent,
  lastPayment,
  mismatchesOf,
  paymentKeyOf,
  PAYMENT_CALLS,
  refusalIn,
} from './payment-answers.ts'
import { request } from './request.ts'

/** A charge that may never have arrived is not sent any more when it is older than this: only looked for, ms. */
const REPEAT_MS = 12 * 60 * 60_000
/** How long a key that Toss does not take yet is given, ms. */
const NOT_YET_MS = 3000

const { charge: FIRST, chargeAgain: AGAIN, find: FIND } = PAYMENT_CALLS
const UNKNOWN: ChargeOutcome = { kind: 'uncertain', code: 'outcome_unknown' }

/** The charge of a key. */
export function charge(config: TossConfig): PgOperation<ChargeAsked, ChargeOutcome> {
  const judge = (asked: ChargeAsked, exchanges: readonly Exchange[]): ChargeOutcome =>
    judgeCharge(config, asked, exchanges)
  return {
    judge,
    async call(asked, context) {
      const series = callSeries(config, context)
      const credential = credentialFor(config, context, REPEAT_MS)
      if (credential !== undefined) await send(config, asked, context, credential, series)
      const known = [...context.earlier.flatMap(({ exchanges }) => exchanges), ...series.exchanges]
      if (mustLook(judge(asked, known).kind, context)) await series.make(findRequest(config, asked))
      return series.exchanges
    },
  }
}

/** What Toss knows of a charge now. */
export const look = (config: TossConfig): PgOperation<ChargeAsked, ChargeOutcome> => ({
  judge: (asked, exchanges) => judgeCharge(config, asked, exchanges),
  async call(asked, context) {
    const series = callSeries(config, context)
    await series.make(findRequest(config, asked))
    return series.exchanges
  },
})

/** Asks for a payment by our own order id. */
export const findRequest = (
  config: TossConfig,
  { pgOrderId }: Pick<ChargeAsked, 'pgOrderId'>,
): ReturnType<typeof request> =>
  request(config, config.credentials[0], {
    operation: FIND,
    method: 'GET',
    path: `/v1/payments/orders/${encodeURIComponent(pgOrderId)}`,
  })

const customerKeyOf = ({ customerRef, memo }: ChargeAsked): string | undefined =>
  customerRef ?? textOf(memo['customerKey'])

async function send(
  config: TossConfig,
  asked: ChargeAsked,
  { earlier, idempotencyKey }: CallContext,
  credential: Credential,
  series: CallSeries,
): Promise<void> {
  const customerKey = customerKeyOf(asked)
  if (customerKey === undefined) return
  const { amount, pgOrderId: orderId, orderName } = asked
  const body = { customerKey, amount, orderId, orderName, ...customerFields(asked.customer) }
  const post = (key: string): Promise<Exchange | undefined> =>
    series.make(
      request(config, credential, {
        operation: earlier.length === 0 ? FIRST : AGAIN,
        method: 'POST',
        path: `/v1/billing/${encodeURIComponent(asked.key.reveal())}`,
        idempotencyKey: key,
        body,
      }),
    )
  const answer = await post(idempotencyKey)
  if (answer === undefined || codeOf(answer) !== NOT_YET) return
  // Toss answers this to each repetition of a key: the second try has another one, for the same order.
  await series.wait(NOT_YET_MS)
  await post(`${idempotencyKey}_2`)
}

function judgeCharge(config: TossConfig, asked: ChargeAsked, exchanges: readonly Exchange[]): ChargeOutcome {
  // It cannot be charged without: nothing was sent.
  if (customerKeyOf(asked) === undefined) return { kind: 'declined', code: 'provider_refused' }
  const payment = lastPayment(exchanges)
  if (payment !== undefined) return judgePayment(config, asked, payment)
  const sent = exchanges.filter(({ operation }) => operation === FIRST || operation === AGAIN)
  const last = sent.at(-1)
  return refusedOutcome(last === undefined ? NO_ANSWER : refusalIn(last), {
    first: sent.every(({ operation }) => operation === FIRST),
    untouched: isAbsent(exchanges),
  })
}

function judgePayment(config: TossConfig, asked: ChargeAsked, payment: Fields): ChargeOutcome {
  const mismatches = mismatchesOf(
    payment,
    { pgOrderId: asked.pgOrderId, total: asked.amount },
    config.merchantId,
  )
  const key = paymentKeyOf(payment)
  const id = key === undefined ? {} : { transactionId: key }
  const left = balanceOf(payment)
  const cancelled = left === undefined ? {} : { cancelled: asked.amount - left }
  const paid = { kind: 'paid', mismatches, ...id, ...cancelled } as const
  if (mismatches.length > 0) return paid
  switch (field(payment, 'status')) {
    case 'DONE':
      return paid
    case 'PARTIAL_CANCELED':
      return balanceOf(payment) === 0 ? { kind: 'cancelled', ...id } : paid
    case 'CANCELED':
      return { kind: 'cancelled', ...id }
    case 'READY':
    case 'IN_PROGRESS':
      return { kind: 'pending' }
    case 'ABORTED':
    case 'EXPIRED':
      return failed(payment)
    default:
      return UNKNOWN
  }
}

function failed(payment: Fields): ChargeOutcome {
  const name = loggableCode(field(fieldsOf(field(payment, 'failure')), 'code'))
  if (name === undefined) return { kind: 'declined', code: 'card_declined' }
  const { code, proof } = meaningAfterIssue(name, 400)
  return { kind: 'declined', code: proof === 'always' ? code : 'card_declined', providerCode: name }
}
