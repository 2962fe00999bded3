// Reads PortOne's answers: found, absent, or nothing proved. Source: PortOne V1 REST specification.
import type { Exchange } from '../../http/exchange.ts'
import { readJson } from '../../http/read-json.ts'
import { field, fieldsOf, integerOf, isOk, textOf, type Fields } from '../answer.ts'

/** What one lookup proves. `refused`: the credential was not taken. */
export type Seen =
  | { readonly is: 'found'; readonly record: Fields }
  | { readonly is: 'absent' }
  | { readonly is: 'unknown'; readonly refused: boolean }

/** What the last exchange of an operation proves. HTTP 200 alone proves nothing: the envelope's `code` must be 0. */
export function lastSeen(exchanges: readonly Exchange[], operation: string): Seen {
  const exchange = exchanges.findLast((one) => one.operation === operation)
  const envelope = exchange?.failure === undefined ? fieldsOf(readJson(exchange?.body)) : undefined
  const code = integerOf(field(envelope, 'code'))
  const record = fieldsOf(field(envelope, 'response'))
  if (isOk(exchange?.status) && code === 0 && record !== undefined) return { is: 'found', record }
  // A 404 that is not PortOne's own envelope may come from a proxy on the way.
  if (exchange?.status === 404 && envelope !== undefined && code !== 0 && record === undefined) {
    return { is: 'absent' }
  }
  return { is: 'unknown', refused: exchange?.status === 401 || exchange?.status === 403 }
}

/** Whether a payment is of this order. */
export const isOf = (seen: Seen, merchantUid: unknown): boolean =>
  seen.is === 'found' && textOf(field(seen.record, 'merchant_uid')) === merchantUid

/** A payment's status in lower case: `ready`, `paid`, `failed`, `cancelled`, or something new. */
export const statusOf = (payment: Fields): string => String(textOf(field(payment, 'status'))).toLowerCase()

/** Names of the lookups, as they stand in exchanges. */
export const LOOKUPS = {
  byImpUid: 'payment',
  byMerchantUid: 'find',
  key: 'customer',
  token: 'token',
} as const
