// Finds keys of a registration under another customer_uid than ours: a page can change what its window is opened with.
// Source: PortOne V1 REST specification (GET /payments/findAll/{merchant_uid}/{payment_status}).
import type { Exchange } from '../../http/exchange.ts'
import { readJson } from '../../http/read-json.ts'
import type { KeyAsked, PgOperation } from '../../payments/operations.ts'
import { Secret } from '../../secret.ts'
import { field, fieldsOf, textOf } from '../answer.ts'
import { segment, startCalls } from './calls.ts'
import type { PortoneV1Config } from './options.ts'
import { isHandled, PAYMENT_CALLS, withoutToken } from './payment-answers.ts'
import type { TokenSource } from './token.ts'

/** The search. A key that was made again under our own customer_uid has no handle of its own, so it cannot be found. */
export const surplus = (
  config: PortoneV1Config,
  tokens: TokenSource,
): PgOperation<KeyAsked, readonly Secret[] | undefined> => ({
  judge: (asked, exchanges) => keysIn(asked, exchanges.at(-1)),
  async call({ memo }, context) {
    const { merchantUid } = memo
    if (typeof merchantUid !== 'string') return []
    const calls = startCalls(config, tokens, context, withoutToken)
    const path = `/payments/findAll/${segment(merchantUid)}/paid`
    await calls.make({ operation: PAYMENT_CALLS.findAll, method: 'GET', path })
    return calls.exchanges
  },
})

function keysIn({ key, memo }: KeyAsked, exchange: Exchange | undefined): Secret[] | undefined {
  if (exchange === undefined) return undefined
  const response = fieldsOf(field(fieldsOf(readJson(exchange.body)), 'response'))
  const list = isHandled(exchange) ? field(response, 'list') : undefined
  // Nothing was paid under it, so no window has made anything.
  if (exchange.status === 404) return []
  if (!Array.isArray(list)) return undefined
  const found = list
    .map(fieldsOf)
    .filter((one) => field(one, 'merchant_uid') === memo['merchantUid'])
    .flatMap((one) => textOf(field(one, 'customer_uid')) ?? [])
  return [...new Set(found)].filter((uid) => uid !== key.reveal()).map((uid) => new Secret(uid))
}
