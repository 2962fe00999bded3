// What Toss' error codes mean when a key is charged, a payment cancelled or a key deleted, where that differs from issuing.
// Source: Toss Payments docs, page of API error codes.
import type { ErrorCode } from '@billing-register/contract'
import { NO_ANSWER, type Proof, type Refusal } from '../refusal.ts'
import { meaningOf } from './codes.ts'

/**
 * The key cannot be charged yet, or never will. Toss' page says that the authorization is not complete; right after
 * issuing it may pass by itself.
 */
export const NOT_YET = 'INVALID_BILL_KEY_REQUEST'

const ROWS: readonly (readonly [Proof, ErrorCode, readonly string[]])[] = [
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
  // Somebody may have cancelled it elsewhere: what is left tells.
  [
    'looked',
    'cancel_refused',
    ['NOT_CANCELABLE_AMOUNT', 'NOT_MATCHES_REFUNDABLE_AMOUNT', 'ALREADY_CANCELED_PAYMENT'],
  ],
]

const AFTER_ISSUE: ReadonlyMap<string, Omit<Refusal, 'providerCode'>> = new Map(
  ROWS.flatMap(([proof, code, names]) => names.map((name) => [name, { proof, code }] as const)),
)

/** What a code means once there is a key. */
export function meaningAfterIssue(name: string, status: number): Omit<Refusal, 'providerCode'> {
  const here = AFTER_ISSUE.get(name)
  if (here !== undefined) return here
  const { code, proof } = meaningOf(name)
  // Whoever should answer did not: the money may have moved.
  if (proof === 'again') return NO_ANSWER
  if (proof !== 'first') return { proof, code }
  // What passes by itself, and what nobody lists, is not believed without a look.
  const believed = code !== 'provider_unavailable' && code !== 'not_completed'
  return { code, proof: believed ? 'first' : status < 500 ? 'looked' : 'never' }
}
