// Reads what Toss answers about payments: a Payment, a refusal, that there is none, or nothing that can be read.
// Source: Toss Payments docs, Core API reference (Payment object, charge with a billing key, cancel) and error codes.
import type { Exchange } from '../../http/exchange.ts'
import { readJson } from '../../http/read-json.ts'
import { NO_ANSWER, NOT_SENT, STILL_RUNNING, type Refusal } from '../refusal.ts'
import { field, fieldsOf, integerOf, isOk, loggableCode, textOf, type Fields } from '../answer.ts'
import { meaningAfterIssue } from './charge-codes.ts'

/** Names of the calls, as they stand in exchanges. A repetition sends the same bytes, but its answer proves other things. */
export const PAYMENT_CALLS = {
  charge: 'charge',
  chargeAgain: 'charge-again',
  cancel: 'cancel',
  cancelAgain: 'cancel-again',
  revoke: 'revoke',
  find: 'payment',
} as const

/** A Payment, if that is what was answered and it can be read. */
function paymentOf({ status, body, failure }: Exchange): Fields | undefined {
  const fields = failure === undefined && isOk(status) ? fieldsOf(readJson(body)) : undefined
  const readable = ['paymentKey', 'status', 'orderId'].every(
    (name) => typeof field(fields, name) === 'string',
  )
  return readable && integerOf(field(fields, 'totalAmount')) !== undefined ? fields : undefined
}

/** Toss' own code of a refusal; undefined for any other answer. */
export function codeOf({ status, body, failure }: Exchange): string | undefined {
  if (failure !== undefined || isOk(status)) return undefined
  const code = field(fieldsOf(readJson(body)), 'code')
  return typeof code === 'string' && code !== '' ? code : undefined
}

/** What an answer without a Payment says of a call that does something. */
export function refusalIn(exchange: Exchange): Refusal {
  const { status = 0, failure } = exchange
  if (failure !== undefined) return failure === 'not-sent' ? NOT_SENT : NO_ANSWER
  // Too many requests in this minute: this one was not looked at.
  if (status === 429) return STILL_RUNNING
  const code = codeOf(exchange)
  if (code === undefined) return NO_ANSWER
  const providerCode = loggableCode(code)
  return { ...meaningAfterIssue(code, status), ...(providerCode !== undefined && { providerCode }) }
}

/** The last of these that is a Payment: what Toss knew last. */
export const lastPayment = (exchanges: readonly Exchange[]): Fields | undefined =>
  exchanges.map(paymentOf).findLast((payment) => payment !== undefined)

/** Whether the last word is a look that found no such order. A 404 without Toss' own code may be a proxy's. */
export function isAbsent(exchanges: readonly Exchange[]): boolean {
  const last = exchanges.at(-1)
  return last?.operation === PAYMENT_CALLS.find && last.status === 404 && codeOf(last) === 'NOT_FOUND_PAYMENT'
}

/** Names of what in a Payment differs from what was asked. */
export function mismatchesOf(
  payment: Fields,
  asked: { readonly pgOrderId: string; readonly total: number },
  merchantId: string | undefined,
): string[] {
  const told = (name: string, expected: string | undefined): boolean => {
    const value = textOf(field(payment, name))
    return value !== undefined && expected !== undefined && value !== expected
  }
  const differs: Readonly<Record<string, boolean>> = {
    orderId: field(payment, 'orderId') !== asked.pgOrderId,
    totalAmount: integerOf(field(payment, 'totalAmount')) !== asked.total,
    currency: told('currency', 'KRW'),
    mId: told('mId', merchantId),
  }
  return Object.keys(differs).filter((name) => differs[name])
}

/** What a cancel must name. */
export function paymentKeyOf(payment: Fields): string | undefined {
  const key = textOf(field(payment, 'paymentKey'))
  return key !== undefined && key.length <= 200 ? key : undefined
}

/** KRW that are left to cancel; undefined when that is not told. */
export const balanceOf = (payment: Fields): number | undefined => integerOf(field(payment, 'balanceAmount'))
