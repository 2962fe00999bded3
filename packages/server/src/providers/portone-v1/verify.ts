// Looks a registration up at PortOne: the payment by the return's imp_uid or by our own order id, then the key.
// Source: PortOne V1 REST specification. Nothing here issues or charges, so all of it may be repeated.
import type { Exchange } from '../../http/exchange.ts'
import type { CallContext, ParsedReturn, ReturnedRegistration } from '../provider.ts'
import { isOf, lastSeen, LOOKUPS, statusOf } from './answers.ts'
import { segment, startCalls } from './calls.ts'
import type { PortoneV1Config } from './options.ts'
import type { TokenSource } from './token.ts'

/** The lookups of one look, within its time. */
export async function verify(
  config: PortoneV1Config,
  tokens: TokenSource,
  registration: ReturnedRegistration,
  claim: ParsedReturn<'portone-v1'>,
  context: CallContext,
): Promise<readonly Exchange[]> {
  const look = startCalls(config, tokens, context)
  const get = (operation: string, path: string): Promise<void> =>
    look.make({ operation, method: 'GET', path })
  const { merchantUid, customerUid } = registration.memo
  const impUid = claim.value.imp_uid
  if (impUid !== undefined) {
    // Test payments stay invisible in live mode: that is PortOne's guard against forged ones.
    const query = registration.memo['sandbox'] === true ? '?include_sandbox=true' : ''
    await get(LOOKUPS.byImpUid, `/payments/${segment(impUid)}${query}`)
  }
  // An imp_uid of another order, an unknown one, or one of an earlier try says nothing of this registration.
  const seen = lastSeen(look.exchanges, LOOKUPS.byImpUid)
  const settled = seen.is === 'found' && isOf(seen, merchantUid) && statusOf(seen.record) === 'paid'
  if (!settled) await get(LOOKUPS.byMerchantUid, `/payments/find/${segment(merchantUid)}`)
  await get(LOOKUPS.key, `/subscribe/customers/${segment(customerUid)}`)
  return look.exchanges
}
