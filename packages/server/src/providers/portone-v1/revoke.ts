// Deletes a key at PortOne V1, after the charges that were scheduled with it. A second DELETE can do no harm.
// Source: PortOne V1 REST specification (POST /subscribe/payments/unschedule, DELETE /subscribe/customers/{customer_uid}).
import type { Exchange } from '../../http/exchange.ts'
import type { KeyAsked, PgOperation, RevokeOutcome } from '../../payments/operations.ts'
import { lastSeen } from './answers.ts'
import { segment, startCalls } from './calls.ts'
import type { PortoneV1Config } from './options.ts'
import { requesterOf } from './pg-behaviour.ts'
import { isAbsent, isHandled, PAYMENT_CALLS, refusalIn, withoutToken } from './payment-answers.ts'
import type { TokenSource } from './token.ts'

const { revoke: REVOKE, unschedule: UNSCHEDULE, key: KEY } = PAYMENT_CALLS

/** The deletion of a key. */
export const revoke = (
  config: PortoneV1Config,
  tokens: TokenSource,
): PgOperation<KeyAsked, RevokeOutcome> => ({
  judge: (_asked, exchanges) => judge(exchanges),
  async call({ key }, context) {
    const calls = startCalls(config, tokens, context, withoutToken)
    const customerUid = key.reveal()
    const path = `/subscribe/customers/${segment(customerUid)}`
    await calls.make({
      operation: UNSCHEDULE,
      method: 'POST',
      path: '/subscribe/payments/unschedule',
      // All of this key. Where there is none it is refused, and that is as good.
      body: { customer_uid: customerUid },
    })
    await calls.make({ operation: REVOKE, method: 'DELETE', path: `${path}${why(config)}` })
    if (judge(calls.exchanges).kind === 'uncertain') await calls.make({ operation: KEY, method: 'GET', path })
    return calls.exchanges
  },
})

const REASON = '결제 수단 해지'

function why({ pgProvider }: PortoneV1Config): string {
  const requester = requesterOf(pgProvider)
  return requester ? `?${new URLSearchParams({ reason: REASON, 'extra[requester]': requester })}` : ''
}

function judge(exchanges: readonly Exchange[]): RevokeOutcome {
  const last = exchanges.findLast(({ operation }) =>
    [REVOKE, withoutToken(REVOKE), withoutToken(UNSCHEDULE)].includes(operation),
  )
  if (last === undefined) return { kind: 'uncertain', code: 'outcome_unknown' }
  // PortOne answers the same where there is no key under this customer_uid.
  if (isHandled(last) || isAbsent([last], REVOKE)) return { kind: 'revoked' }
  const after = exchanges.slice(exchanges.indexOf(last))
  if (isAbsent(after, KEY)) return { kind: 'revoked' }
  const { proof, code, providerCode } = refusalIn(last, 'provider_refused')
  const told = providerCode === undefined ? {} : { providerCode }
  if (proof === 'running' || proof === 'not-sent') return { kind: 'pending' }
  const kept = proof === 'looked' && lastSeen(after, KEY).is === 'found'
  return proof === 'first' || kept
    ? { kind: 'refused', code, ...told }
    : { kind: 'uncertain', code: 'outcome_unknown', ...told }
}
