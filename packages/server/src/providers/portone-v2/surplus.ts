// Finds keys that a window made beside the one that is kept: PortOne V2 lists them by our customer id.
// Source: PortOne REST V2 specification (GET /billing-keys).
import type { Exchange } from '../../http/exchange.ts'
import type { KeyAsked, PgOperation } from '../../payments/operations.ts'
import { Secret } from '../../secret.ts'
import { field, fieldsOf, isOk, textOf } from '../answer.ts'
import { customerIdOf } from './answers.ts'
import { startCalls } from './calls.ts'
import type { PortoneV2Config } from './options.ts'
import { answerOf } from './payment-answers.ts'

/** The search. Our customer id is this registration's alone, so every key under it is. */
export const surplus = (config: PortoneV2Config): PgOperation<KeyAsked, readonly Secret[] | undefined> => ({
  judge: (asked, exchanges) => keysIn(asked, exchanges.at(-1)),
  async call({ memo }, context) {
    // One that was brought from elsewhere has no customer id of ours.
    if (typeof memo['customerId'] !== 'string') return []
    const calls = startCalls(config, { memo }, context)
    await calls.find()
    return calls.exchanges
  },
})

function keysIn({ key, memo }: KeyAsked, exchange: Exchange | undefined): Secret[] | undefined {
  const items = exchange && isOk(exchange.status) ? field(answerOf(exchange), 'items') : undefined
  if (!Array.isArray(items)) return undefined
  return items
    .map(fieldsOf)
    .filter((one) => one !== undefined)
    .filter((one) => field(one, 'status') === 'ISSUED' && customerIdOf(one) === memo['customerId'])
    .map((one) => textOf(field(one, 'billingKey')))
    .filter((found) => found !== undefined && found !== key.reveal())
    .map((found) => new Secret(found ?? ''))
}
