// Reads what Toss answers about payments: a Payment, a refusal, that there is none, or nothing that can be read.
// Source: Toss Payments docs, Core API reference (Payment object, charge with a billing key, cancel) and error codes.
import type { Exchange } from '../../http/exchange.ts'
import { readJson } from '../../http/read-json.ts'
import { field, fieldsOf, integerOf, isOk, loggableCode, textOf, type Fields } from '../answer.ts'

/** Names of the calls, as they stand in exchanges. A repetition sends the same bytes, but its answer proves other things. */
export const PAYMENT_CALLS = {
  charge: 'charge',
  chargeAgain: 'charge-again',
  cancel: 'cancel',
  cancelAgain: 'cancel-again',
  revoke: 'revoke',
  find: 'payment',
} as const

/** What one answer says. */
export type Answer =
  | { readonly is: 'payment'; readonly payment: Fields }
  /** Toss' own error body. `name`: its code, if it may be logged. */
  | {
      readonly is: 'refusal'
      readonly code: string
      readonly name: string | undefined
      readonly status: number
    }
  /** Too many requests in this minute: this one was not looked at. */
  | { readonly is: 'turned-away' }
  | { readonly is: 'not-sent' }
  | { readonly is: 'nothing' }

/** Reads one answer. Only an answer that was understood says anything. */
export function answerOf({ status = 0, body, failure }: Exchange): Answer {
  if (failure !== undefined) return { is: failure === 'not-sent' ? 'not-sent' : 'nothing' }
  if (status === 429) return { is: 'turned-away' }
  const fields = fieldsOf(readJson(body))
  if (isOk(status)) {
    const readable = ['paymentKey', 'status', 'orderId'].every(
      (name) => typeof field(fields, name) === 'string',
    )
    return fields !== undefined && readable && integerOf(field(fields, 'totalAmount')) !== undefined
      ? { is: 'payment', payment: fields }
      : { is: 'nothing' }
  }
  const code = field(fields, 'code')
  return typeof code === 'string' && code !== ''
    ? { is: 'refusal', code, name: loggableCode(code), status }
    : { is: 'nothing' }
}

/** The last of these that is a Payment: what Toss knew last. */
export const lastPayment = (exchanges: readonly Exchange[]): Fields | undefined =>
  exchanges
    .map(answerOf)
    .flatMap((answer) => (answer.is === 'payment' ? [answer.payment] : []))
    .at(-1)

/** Whether the last word is a look that found no such order. A 404 without Toss' own code may be a proxy's. */
export function isAbsent(exchanges: readonly Exchange[]): boolean {
  const last = exchanges.at(-1)
  if (last?.operation !== PAYMENT_CALLS.find) return false
  const answer = answerOf(last)
  return answer.is === 'refusal' && answer.status === 404 && answer.code === 'NOT_FOUND_PAYMENT'
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
