// Toss Payments from a typed card number: for merchants with the extra contract.
// Source: Toss Payments docs, Core API reference (POST /v1/billing/authorizations/card).
import { callSeries } from '../call-series.ts'
import type { IssueOutcome, KeyIn, ParsedReturn } from '../provider.ts'
import { CALLS, credentialFor } from './issue.ts'
import { judge } from './judge.ts'
import { LEAST, refuse } from './launch.ts'
import type { TossConfig } from './options.ts'
import { request } from './request.ts'

/** The answers are those of the window's way, so they are judged as if its token had been good. */
const TYPED: ParsedReturn<'toss'> = { kind: 'token', value: {} }

/** Nothing came back from a window: what Toss does not take of such a request, only the merchant can change. */
const withoutReturn = (outcome: IssueOutcome): IssueOutcome =>
  outcome.kind === 'declined' && outcome.claimRefused
    ? { ...outcome, code: 'provider_refused', claimRefused: false }
    : outcome

/** Issues with one Idempotency-Key, again only with the same card, key and address. */
export function keyIn(config: TossConfig): KeyIn {
  return {
    refuse: (order) => refuse(order, LEAST.card),
    prepare(_registration, mint) {
      const customerKey = mint('ck')
      return { memo: { customerKey, method: 'CARD' }, providerRef: customerKey }
    },
    async issue({ memo }, card, context) {
      const credential = credentialFor(config, context)
      if (card === undefined || credential === undefined) return []
      const series = callSeries(config, context)
      await series.make(
        request(config, credential, {
          operation: context.earlier.length === 0 ? CALLS.first : CALLS.again,
          method: 'POST',
          path: '/v1/billing/authorizations/card',
          idempotencyKey: context.idempotencyKey,
          body: {
            customerKey: memo['customerKey'],
            cardNumber: card.number,
            cardExpirationYear: card.expiryYear,
            cardExpirationMonth: card.expiryMonth,
            customerIdentityNumber: card.identity,
            cardPassword: card.password,
          },
        }),
      )
      return series.exchanges
    },
    judge: (registration, exchanges) => withoutReturn(judge(config, registration, TYPED, exchanges)),
  }
}
