// What Toss' error codes mean when a key is charged, a payment cancelled or a key deleted, where that differs from issuing.
// Source: Toss Payments docs, page of API error codes.
import type { ErrorCode } from '@billing-register/contract'
import { meaningOf, type Meaning } from './codes.ts'

/**
 * The key cannot be charged yet, or never will. Toss' page says that the authorization is not complete; right after
 * issuing it may pass by itself.
 */
export const NOT_YET = 'INVALID_BILL_KEY_REQUEST'

const SAYS: readonly (readonly [Meaning['proof'], ErrorCode, readonly string[]])[] = [
  [
    'first',
    'method_gone',
    [
      NOT_YET,
      'INVALID_BILLING_AUTH',
      'NOT_FOUND_BILLING',
      'BILLING_KEY_NOT_FOUND',
      'NOT_FOUND_BILLING_KEY',
      'ALREADY_REMOVED_BILLING_KEY',
    ],
  ],
  ['first', 'provider_refused', ['INVALID_REQUEST', 'NOT_MATCHES_CUSTOMER_KEY', 'NOT_FOUND_PAYMENT']],
  [
    'first',
    'cancel_refused',
    ['NOT_CANCELABLE_AMOUNT', 'NOT_MATCHES_REFUNDABLE_AMOUNT', 'ALREADY_CANCELED_PAYMENT'],
  ],
  // Whoever should answer did not: the money may have moved. What passes by itself is not believed without a look either.
  [
    'never',
    'outcome_unknown',
    ['FAILED_BILL_KEY_AUTH_CREATION', 'FAILED_BILLING_AUTO_CANCEL', 'FAILED_CARD_COMPANY_RESPONSE'],
  ],
]

const MEANINGS: ReadonlyMap<string, Pick<Meaning, 'code' | 'proof'>> = new Map(
  SAYS.flatMap(([proof, code, names]) => names.map((name) => [name, { code, proof }] as const)),
)

/** What a code means once there is a key. */
export const chargeMeaningOf = (code: string): Pick<Meaning, 'code' | 'proof'> =>
  MEANINGS.get(code) ?? meaningOf(code)

/** Whether a code is believed only together with a look that found nothing: it passes by itself, or nobody lists it. */
export const needsLook = ({ code }: Pick<Meaning, 'code'>): boolean =>
  code === 'provider_unavailable' || code === 'not_completed'
