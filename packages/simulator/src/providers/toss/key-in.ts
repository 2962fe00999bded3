// POST /v1/billing/authorizations/card: a billing key for a card whose data the merchant took itself (extra contract).
// Source: docs.tosspayments.com, reference (issue a billing key by card data), guides/v2/billing/integration-api.
import { text, type JsonObject } from '../../json.ts'
import { outcomeOf } from '../../test-cards.ts'
import type { World } from '../../world.ts'
import { refused, type TossResult } from './answer.ts'
import type { TossCode } from './codes.ts'
import { isCustomerKey, makeKey } from './issue.ts'
import type { TossState } from './state.ts'

const REQUIRED = [
  'customerKey',
  'cardNumber',
  'cardExpirationYear',
  'cardExpirationMonth',
  'customerIdentityNumber',
] as const

function formProblem(body: JsonObject): TossCode | undefined {
  if (REQUIRED.some((name) => !text(body, name))) return 'INVALID_REQUIRED_PARAM'
  if (!isCustomerKey(text(body, 'customerKey'))) return 'INVALID_CUSTOMER_KEY'
  // Only the first digits must be a real range; the rest is free in test mode, so there is no check digit.
  if (!/^\d{14,20}$/.test(text(body, 'cardNumber'))) return 'INVALID_CARD_NUMBER'
  const expiry = text(body, 'cardExpirationYear') + text(body, 'cardExpirationMonth')
  if (!/^\d{2}(0[1-9]|1[0-2])$/.test(expiry)) return 'INVALID_CARD_EXPIRATION'
  if (!/^(\d{6}|\d{10})$/.test(text(body, 'customerIdentityNumber'))) return 'INVALID_BIRTH_DAY_FORMAT'
  const password = body['cardPassword']
  if (password !== undefined && !/^\d{2}$/.test(text(body, 'cardPassword'))) return 'INVALID_CARD_PASSWORD'
  const tooLong = ['customerName', 'customerEmail'].some((name) => text(body, name).length > 100)
  return tooLong ? 'INVALID_REQUEST' : undefined
}

/** A card is good until the end of its month in Korea. */
function isPast(body: JsonObject, now: number): boolean {
  const year = 2000 + Number(text(body, 'cardExpirationYear'))
  return Date.UTC(year, Number(text(body, 'cardExpirationMonth'))) - 9 * 3_600_000 <= now
}

/** How the issuer takes each test card. */
const BY_OUTCOME = {
  approve: undefined,
  'charge-declined': undefined,
  decline: 'REJECT_CARD_COMPANY',
  limit: 'INVALID_CARD_NUMBER',
  expired: 'INVALID_CARD_EXPIRATION',
} as const

export function issueByCard(world: World, state: TossState, body: JsonObject): TossResult {
  const cardNumber = text(body, 'cardNumber')
  const problem = formProblem(body) ?? (isPast(body, world.now()) ? 'INVALID_CARD_EXPIRATION' : undefined)
  if (problem) return refused(problem)
  const refusal = BY_OUTCOME[outcomeOf(cardNumber)]
  if (refusal) return refused(refusal)
  const owner = text(body, 'customerIdentityNumber').length === 10 ? 'business' : 'personal'
  return makeKey(world, state, {
    customerKey: text(body, 'customerKey'),
    instrument: { method: 'CARD', cardNumber, owner },
    registrationRef: '',
  })
}
