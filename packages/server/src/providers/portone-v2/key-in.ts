// PortOne V2 from a typed card number: for merchants whose PG has agreed to it.
// Source: PortOne REST V2 specification, POST /billing-keys; the overview page for what a repeated request answers.
import type { Fields } from '../answer.ts'
import type { CardDetails, KeyIn, ReturnedRegistration } from '../provider.ts'
import { CALLS } from './answers.ts'
import { startCalls } from './calls.ts'
import { findOut } from './issue.ts'
import { judgeMaking } from './judge.ts'
import { expectations, knownOf, refuseOrder, uniqueCustomerId } from './launch.ts'
import type { PortoneV2Config } from './options.ts'

/**
 * Issues under one Idempotency-Key and for a customer id of this registration alone, by which the key is found where the
 * answer was lost. What comes back is written down before the key is looked at.
 */
export function keyIn(config: PortoneV2Config): KeyIn {
  return {
    refuse: refuseOrder,
    prepare(_registration, mint) {
      const customerId = uniqueCustomerId(mint)
      return { memo: { customerId, ...expectations(config) }, providerRef: customerId }
    },
    async issue(registration, card, context) {
      const calls = startCalls(config, registration, context)
      const body = card && bodyOf(config, registration, card)
      if (context.earlier.length > 0) {
        await findOut(
          config,
          calls,
          context,
          body && ((credential) => calls.typed(CALLS.replay, body, credential)),
        )
      } else if (body !== undefined) await calls.typed(CALLS.issue, body, config.credentials[0])
      return calls.exchanges
    },
    judge: judgeMaking,
  }
}

function bodyOf(
  { window: { noticeUrls } }: PortoneV2Config,
  { memo: { storeId, channelKey, customerId }, customer }: ReturnedRegistration,
  card: CardDetails,
): Fields {
  const { name, phone, email } = knownOf(customer)
  return {
    storeId,
    channelKey,
    customer: {
      id: customerId,
      ...(name !== undefined && { name: { full: name } }),
      ...(phone !== undefined && { phoneNumber: phone }),
      ...(email !== undefined && { email }),
    },
    method: {
      card: {
        credential: {
          number: card.number,
          expiryYear: card.expiryYear,
          expiryMonth: card.expiryMonth,
          birthOrBusinessRegistrationNumber: card.identity,
          passwordTwoDigits: card.password,
        },
      },
    },
    ...(noticeUrls !== undefined && { noticeUrls }),
  }
}
