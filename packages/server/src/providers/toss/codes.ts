// What Toss' error codes mean to us. Source: Toss Payments docs, pages of API error codes and SDK error codes.
import type { ErrorCode } from '@billing-register/contract'

/**
 * When a code proves that no key was issued. `always`: it speaks of the card, and a repetition answers what the first
 * call came to. `first`: it speaks of the request, so in a repetition it may speak of that one alone. `again`: a fault of
 * whoever issues, final once the repetition says the same. `never`: it tells of another request, or Toss does not know.
 * `running`: the first call is still at work.
 */
export type Proof = 'always' | 'first' | 'again' | 'never' | 'running'

/** What a code means. */
export interface Meaning {
  readonly code: ErrorCode
  readonly proof: Proof
  /** It refuses this authKey alone: another return may still be good. */
  readonly claimRefused: boolean
}

type Row = readonly [ErrorCode, Proof, readonly string[]]

const ROWS: readonly Row[] = [
  ['card_invalid', 'always', ['INVALID_CARD_NUMBER', 'INVALID_CARD_PASSWORD']],
  ['card_expired', 'always', ['INVALID_CARD_EXPIRATION']],
  ['holder_mismatch', 'always', ['INVALID_CARD_IDENTITY', 'INVALID_BIRTH_DAY_FORMAT']],
  ['card_unsupported', 'always', ['NOT_SUPPORTED_CARD_TYPE']],
  [
    'card_declined',
    'always',
    [
      'INVALID_REJECT_CARD',
      'INVALID_STOPPED_CARD',
      'INVALID_CARD_LOST_OR_STOLEN',
      'NOT_REGISTERED_CARD_COMPANY',
      'REJECT_CARD_COMPANY',
      'FDS_ERROR',
    ],
  ],
  ['card_limit', 'always', ['REJECT_CARD_PAYMENT', 'REJECT_ACCOUNT_PAYMENT']],
  ['too_many_attempts', 'always', ['EXCEED_MAX_AUTH_COUNT']],
  ['not_completed', 'always', ['PAY_PROCESS_CANCELED', 'USER_CANCEL', 'PAY_PROCESS_ABORTED']],
  [
    'return_refused',
    'first',
    [
      'INVALID_BILLING_AUTH',
      'INVALID_BILL_KEY_REQUEST',
      'NOT_FOUND_BILLING',
      'NOT_MATCHES_CUSTOMER_KEY',
      'ALREADY_REMOVED_BILLING_KEY',
      'BILLING_KEY_NOT_FOUND',
      'NOT_FOUND_BILLING_KEY',
      // The request has always the same two fields: what can be invalid in it is the authKey.
      'INVALID_REQUEST',
    ],
  ],
  // Our request, the contract or the credential: nothing that the customer could change.
  [
    'provider_refused',
    'first',
    [
      'INVALID_CUSTOMER_KEY',
      'INVALID_REQUIRED_PARAM',
      'INVALID_EMAIL',
      'NOT_FOUND_HTTP_METHOD',
      'NOT_SUPPORTED_METHOD',
      'INVALID_API_KEY',
      'UNAUTHORIZED_KEY',
      'INCORRECT_BASIC_AUTH_FORMAT',
      'FORBIDDEN_REQUEST',
      'API_VERSION_UPDATE_NEEDED',
      'INVALID_IDEMPOTENCY_KEY',
      'INVALID_TEST_CODE',
      'BELOW_MINIMUM_AMOUNT',
    ],
  ],
  // PROVIDER_ERROR comes with HTTP 400 although it passes by itself.
  ['provider_unavailable', 'first', ['PROVIDER_ERROR', 'MAINTAINED_METHOD', 'FORBIDDEN_CONSECUTIVE_REQUEST']],
  [
    'provider_unavailable',
    'again',
    ['FAILED_BILL_KEY_AUTH_CREATION', 'FAILED_BILLING_AUTO_CANCEL', 'FAILED_CARD_COMPANY_RESPONSE'],
  ],
  [
    'outcome_unknown',
    'never',
    [
      'FAILED_INTERNAL_SYSTEM_PROCESSING',
      'FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING',
      'FAILED_DB_PROCESSING',
      'FAILED_METHOD_HANDLING',
      'COMMON_ERROR',
      'UNKNOWN_ERROR',
      'DUPLICATED_ORDER_ID',
      'DUPLICATED_REQUEST',
      'ALREADY_PROCESSED_PAYMENT',
    ],
  ],
  ['outcome_unknown', 'running', ['IDEMPOTENT_REQUEST_PROCESSING']],
]

const MEANINGS: ReadonlyMap<string, Meaning> = new Map(
  ROWS.flatMap(([code, proof, names]) =>
    names.map((name) => [name, { code, proof, claimRefused: code === 'return_refused' }] as const),
  ),
)

/** Every code that has a meaning of its own. */
export const LISTED_CODES: readonly string[] = [...MEANINGS.keys()]

/** A code that no page of Toss lists. */
const UNLISTED: Meaning = { code: 'not_completed', proof: 'first', claimRefused: false }

/** What a code means; an unlisted one refuses with a text that claims nothing. */
export const meaningOf = (code: string): Meaning => MEANINGS.get(code) ?? UNLISTED
