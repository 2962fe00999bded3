// Reads what PortOne answers about payments after a key was issued. Source: PortOne V1 REST specification
// (PaymentAnnotation, envelope).
import type { Exchange } from '../../http/exchange.ts'
import { readJson } from '../../http/read-json.ts'
import { booleanOf, field, fieldsOf, integerOf, isOk, textOf, type Fields } from '../answer.ts'
import type { Memo } from '../provider.ts'
import { NO_ANSWER, NOT_SENT, type Refusal } from '../refusal.ts'
import { lastSeen } from './answers.ts'

/** Names of the calls, as they stand in exchanges. A repetition sends the same bytes, but its answer proves other things. */
export const PAYMENT_CALLS = {
  charge: 'charge',
  cancel: 'cancel',
  cancelAgain: 'cancel-again',
  revoke: 'revoke',
  schedule: 'schedule',
  unschedule: 'unschedule',
  find: 'find',
  findAll: 'find-all',
  schedules: 'schedules',
  key: 'customer',
} as const

/** What the call for a token is named where it gave none: then this operation was never sent. */
export const withoutToken = (operation: string): string => `${operation}-token`

/** A code that is not 0 of PortOne's own envelope; undefined for any other answer. */
export function refusedCode({ body, failure }: Exchange): number | undefined {
  const envelope = failure === undefined ? fieldsOf(readJson(body)) : undefined
  const code = integerOf(field(envelope, 'code'))
  return code !== 0 && fieldsOf(field(envelope, 'response')) === undefined ? code : undefined
}

/** What an answer says of a call that does something. Values of the envelope's `code` are tabulated nowhere. */
export function refusalIn(exchange: Exchange, code: Refusal['code']): Refusal {
  const { status = 0, failure, operation } = exchange
  if (failure === 'not-sent' || operation.endsWith(withoutToken(''))) {
    return status === 401 || status === 403 ? { proof: 'not-sent', code: 'provider_refused' } : NOT_SENT
  }
  if (failure !== undefined) return NO_ANSWER
  if (status === 401 || status === 403) return { proof: 'first', code: 'provider_refused' }
  const refused = refusedCode(exchange)
  return refused === undefined || status >= 500
    ? NO_ANSWER
    : { proof: 'looked', code, providerCode: String(refused) }
}

/** The last payment that one of these operations was answered with. */
export function lastPayment(
  exchanges: readonly Exchange[],
  operations: readonly string[],
): Fields | undefined {
  for (const exchange of exchanges.toReversed()) {
    if (!operations.includes(exchange.operation)) continue
    const seen = lastSeen([exchange], exchange.operation)
    if (seen.is !== 'found') continue
    const readable = ['merchant_uid', 'status'].every((name) => typeof field(seen.record, name) === 'string')
    if (readable && integerOf(field(seen.record, 'amount')) !== undefined) return seen.record
  }
  return undefined
}

/** Whether the last word is a look that found nothing. */
export function isAbsent(exchanges: readonly Exchange[], operation: string): boolean {
  const last = exchanges.at(-1)
  // A 404 that is not PortOne's own envelope may come from a proxy on the way.
  return last?.operation === operation && last.status === 404 && refusedCode(last) !== undefined
}

/** KRW that are left to cancel; undefined when that is not told. */
export function leftOf(payment: Fields): number | undefined {
  const amount = integerOf(field(payment, 'amount'))
  const cancelled = integerOf(field(payment, 'cancel_amount'))
  return amount === undefined || cancelled === undefined ? undefined : amount - cancelled
}

/** Names of what in a payment differs from what was asked. `memo`: what the options said when the key was registered. */
export function mismatchesOf(
  payment: Fields,
  asked: { readonly pgOrderId: string; readonly total: number; readonly key?: string; readonly memo?: Memo },
  sandbox: boolean,
): string[] {
  const told = (name: string, expected: unknown): boolean => {
    const text = textOf(field(payment, name))
    return text !== undefined && typeof expected === 'string' && text.toLowerCase() !== expected.toLowerCase()
  }
  const { memo = {} } = asked
  const differs: Readonly<Record<string, boolean>> = {
    merchant_uid: field(payment, 'merchant_uid') !== asked.pgOrderId,
    amount: integerOf(field(payment, 'amount')) !== asked.total,
    currency: told('currency', 'KRW'),
    // Handles are random, and their letters' case is part of them.
    customer_uid:
      asked.key !== undefined && (textOf(field(payment, 'customer_uid')) ?? asked.key) !== asked.key,
    sandbox: booleanOf(field(payment, 'sandbox')) !== (memo['sandbox'] ?? sandbox),
    pg_provider: told('pg_provider', memo['pgProvider']),
    pg_id: told('pg_id', memo['pgId']),
  }
  return Object.keys(differs).filter((name) => differs[name])
}

/** Whether a list or a record came with code 0. */
export const isHandled = ({ status, body, failure }: Exchange): boolean =>
  failure === undefined && isOk(status) && integerOf(field(fieldsOf(readJson(body)), 'code')) === 0
