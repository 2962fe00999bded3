// Reads PortOne V2's answers: what a confirm said, whether a key was found, absent, or nothing proved.
// Source: PortOne REST V2 specification. Fields, values and cases may be added at any time.
import type { Exchange } from '../../http/exchange.ts'
import { readJson } from '../../http/read-json.ts'
import { field, fieldsOf, isOk, loggableCode, textOf, type Fields } from '../answer.ts'
import type { Memo } from '../provider.ts'
import { saidBy, type Said } from './codes.ts'

/**
 * Names of the calls, as they stand in exchanges. `confirm` (a token) and `issue` (a typed card) make the key; repeated,
 * they send the same bytes, but prove other things.
 */
export const CALLS = {
  confirm: 'confirm',
  issue: 'issue',
  replay: 'replay',
  key: 'key',
  find: 'find',
} as const

const MAKING: readonly string[] = [CALLS.confirm, CALLS.issue, CALLS.replay]

/** What a lookup proves. `refused`: the credential was not taken. */
export type Seen =
  | { readonly is: 'found'; readonly record: Fields }
  | { readonly is: 'absent' }
  | { readonly is: 'unknown'; readonly refused: boolean }

/** What the last call that makes the key said. `first`: it was not a repetition. */
export interface Making {
  readonly said: Said
  readonly first: boolean
  readonly sent: boolean
  readonly pgCode?: string
  readonly type?: string
}

const last = (exchanges: readonly Exchange[], operation: string): Exchange | undefined =>
  exchanges.findLast((one) => one.operation === operation)

const answerOf = (exchange: Exchange | undefined): Fields | undefined =>
  exchange === undefined || exchange.failure !== undefined ? undefined : fieldsOf(readJson(exchange.body))

/** The key that was made, as the call that made it or its repetition answered. */
export function madeKey(exchanges: readonly Exchange[]): string | undefined {
  for (const exchange of exchanges) {
    if (!MAKING.includes(exchange.operation) || !isOk(exchange.status)) continue
    const answer = answerOf(exchange)
    const key = textOf(field(fieldsOf(field(answer, 'billingKeyInfo')) ?? answer, 'billingKey'))
    if (key !== undefined) return key
  }
  return undefined
}

/** What the last call that makes the key said, if it gave none. */
export function lastMaking(exchanges: readonly Exchange[]): Making {
  const exchange = exchanges.findLast(({ operation }) => MAKING.includes(operation))
  const answer = isOk(exchange?.status) ? undefined : answerOf(exchange)
  const type = loggableCode(field(answer, 'type'))
  const pgCode = loggableCode(textOf(field(answer, 'pgCode')))
  return {
    said: exchange?.status === 429 ? 'running' : saidBy(type, pgCode),
    first: exchange !== undefined && exchange.operation !== CALLS.replay,
    sent: exchange !== undefined && exchange.failure !== 'not-sent',
    ...(type !== undefined && { type }),
    ...(pgCode !== undefined && { pgCode }),
  }
}

/** A key's record: it says which key it is of, and in which state. */
const recordOf = (value: unknown): Fields | undefined => {
  const record = fieldsOf(value)
  const readable =
    typeof field(record, 'billingKey') === 'string' && typeof field(record, 'status') === 'string'
  return readable ? record : undefined
}

const unknown = (exchange: Exchange | undefined): Seen => ({
  is: 'unknown',
  refused: exchange?.status === 401 || exchange?.status === 403,
})

/** What the last lookup by key proves. */
export function keySeen(exchanges: readonly Exchange[]): Seen {
  const exchange = last(exchanges, CALLS.key)
  const answer = answerOf(exchange)
  const record = isOk(exchange?.status) ? recordOf(answer) : undefined
  if (record !== undefined) return { is: 'found', record }
  const absent = exchange?.status === 404 && field(answer, 'type') === 'BILLING_KEY_NOT_FOUND'
  return absent ? { is: 'absent' } : unknown(exchange)
}

/** What the last search by our customer id proves: a key in use before a deleted one; absent only if there is none at all. */
export function findSeen(exchanges: readonly Exchange[], memo: Memo): Seen {
  const exchange = last(exchanges, CALLS.find)
  const items = isOk(exchange?.status) ? field(answerOf(exchange), 'items') : undefined
  if (!Array.isArray(items)) return unknown(exchange)
  if (items.length === 0) return { is: 'absent' }
  const own = items.map(recordOf).filter((one) => one !== undefined && isOwn(one, memo))
  const record = own.find((one) => field(one, 'status') === 'ISSUED') ?? own[0]
  return record === undefined ? { is: 'unknown', refused: false } : { is: 'found', record }
}

/** Whether a key is of this registration: both ids are random and were given to PortOne for it alone. */
export const isOwn = (record: Fields, memo: Memo): boolean =>
  isSame(customerIdOf(record), memo['customerId']) ||
  isSame(textOf(field(record, 'issueId')), memo['issueId'])

// A typed card is registered without an issueId: what neither side has proves nothing.
const isSame = (told: string | undefined, given: unknown): boolean => told !== undefined && told === given

/** The customer id that PortOne keeps with a key. */
export const customerIdOf = (record: Fields): string | undefined =>
  textOf(field(fieldsOf(field(record, 'customer')), 'id'))
