// Reads what PortOne V2 answers about payments and keys after they were issued.
// Source: PortOne REST V2 specification (Payment, errors). Fields, values and cases may be added at any time.
import type { Exchange } from '../../http/exchange.ts'
import { readJson } from '../../http/read-json.ts'
import { field, fieldsOf, integerOf, isOk, loggableCode, textOf, type Fields } from '../answer.ts'
import { NO_ANSWER, NOT_SENT, STILL_RUNNING, type Refusal } from '../refusal.ts'
import { declineCode, refusalOfType } from './codes.ts'
import type { PortoneV2Config } from './options.ts'

/** Names of the calls, as they stand in exchanges. A repetition sends the same bytes, but its answer proves other things. */
export const PAYMENT_CALLS = {
  charge: 'charge',
  chargeAgain: 'charge-again',
  cancel: 'cancel',
  cancelAgain: 'cancel-again',
  revoke: 'revoke',
  schedule: 'schedule',
  scheduleAgain: 'schedule-again',
  unschedule: 'unschedule',
  payment: 'payment',
  schedules: 'schedules',
  key: 'key',
} as const

/** The answer's fields, if it came and is an object. */
export const answerOf = ({ body, failure }: Exchange): Fields | undefined =>
  failure === undefined ? fieldsOf(readJson(body)) : undefined

/** The error's `type`; undefined for any other answer. */
export function typeOf(exchange: Exchange): string | undefined {
  return isOk(exchange.status) ? undefined : textOf(field(answerOf(exchange), 'type'))
}

/** What an error says of a call that does something. */
export function refusalIn(exchange: Exchange, pgProvider: unknown): Refusal {
  const { status = 0, failure } = exchange
  if (failure !== undefined) return failure === 'not-sent' ? NOT_SENT : NO_ANSWER
  if (status === 429) return STILL_RUNNING
  const type = typeOf(exchange)
  if (type === undefined) return NO_ANSWER
  const pgCode = loggableCode(textOf(field(answerOf(exchange), 'pgCode')))
  const providerCode = pgCode ?? loggableCode(type)
  const told = providerCode === undefined ? {} : { providerCode }
  // HTTP 502 even for an ordinary decline: the PG's own code tells.
  if (type === 'PG_PROVIDER' && pgCode !== undefined) {
    return { proof: 'looked', code: declineCode(pgProvider, pgCode), ...told }
  }
  return { ...refusalOfType(type, status), ...told }
}

/** The last payment that a look found. */
export const paymentSeen = (exchanges: readonly Exchange[]): Fields | undefined =>
  exchanges
    .filter(({ operation, status }) => operation === PAYMENT_CALLS.payment && isOk(status))
    .map(answerOf)
    .findLast((one) => typeof field(one, 'status') === 'string' && typeof field(one, 'id') === 'string')

/** Whether the last word is a look that found no such payment. A 404 without PortOne's own type may be a proxy's. */
export function isAbsent(exchanges: readonly Exchange[]): boolean {
  const last = exchanges.at(-1)
  return (
    last?.operation === PAYMENT_CALLS.payment && last.status === 404 && typeOf(last) === 'PAYMENT_NOT_FOUND'
  )
}

/** An amount of a payment, KRW: `total`, `cancelled` … */
export const amountOf = (payment: Fields, name: string): number | undefined =>
  integerOf(field(fieldsOf(field(payment, 'amount')), name))

/** Names of what in a payment differs from what was asked. */
export function mismatchesOf(
  payment: Fields,
  asked: { readonly pgOrderId: string; readonly total: number; readonly key?: string },
  { storeId, sandbox }: Pick<PortoneV2Config, 'storeId' | 'sandbox'>,
): string[] {
  const told = (value: unknown, expected: string | undefined): boolean => {
    const text = textOf(value)
    return text !== undefined && expected !== undefined && text !== expected
  }
  const type = field(fieldsOf(field(payment, 'channel')), 'type')
  const differs: Readonly<Record<string, boolean>> = {
    id: field(payment, 'id') !== asked.pgOrderId,
    amount: amountOf(payment, 'total') !== asked.total,
    currency: told(field(payment, 'currency'), 'KRW'),
    storeId: told(field(payment, 'storeId'), storeId),
    channelType: told(type, sandbox ? 'TEST' : 'LIVE'),
    billingKey: told(field(payment, 'billingKey'), asked.key),
  }
  return Object.keys(differs).filter((name) => differs[name])
}
