// The one table of error codes, shared by both halves, and the RFC 9457 problem that carries them.

/** Who can do something about an error. */
export type ErrorAudience = 'customer' | 'merchant' | 'operator'

/**
 * What may be tried next: `same` registration again, a `new` registration, `later` (the way is closed for a
 * while), or `none`.
 */
export type ErrorRetry = 'same' | 'new' | 'later' | 'none'

/** What is fixed about an error code. */
export interface ErrorFacts {
  readonly status: number
  readonly retry: ErrorRetry
  readonly audience: ErrorAudience
}

const ERRORS = {
  // The request
  invalid_request: { status: 400, retry: 'none', audience: 'merchant' },
  unsupported_version: { status: 400, retry: 'none', audience: 'merchant' },
  unknown_provider: { status: 400, retry: 'none', audience: 'merchant' },
  return_to_refused: { status: 400, retry: 'none', audience: 'merchant' },
  consent_required: { status: 400, retry: 'new', audience: 'customer' },
  unauthenticated: { status: 401, retry: 'same', audience: 'customer' },
  webhook_refused: { status: 401, retry: 'none', audience: 'merchant' },
  origin_refused: { status: 403, retry: 'none', audience: 'merchant' },
  not_found: { status: 404, retry: 'new', audience: 'customer' },
  method_not_allowed: { status: 405, retry: 'none', audience: 'merchant' },
  offer_changed: { status: 409, retry: 'new', audience: 'customer' },
  registration_conflict: { status: 409, retry: 'none', audience: 'customer' },
  registration_expired: { status: 410, retry: 'new', audience: 'customer' },
  body_too_large: { status: 413, retry: 'none', audience: 'merchant' },
  unsupported_media_type: { status: 415, retry: 'none', audience: 'merchant' },
  too_many_attempts: { status: 429, retry: 'later', audience: 'customer' },
  // What the card window or the PG said
  card_declined: { status: 402, retry: 'new', audience: 'customer' },
  card_expired: { status: 402, retry: 'new', audience: 'customer' },
  card_invalid: { status: 402, retry: 'new', audience: 'customer' },
  card_unsupported: { status: 402, retry: 'new', audience: 'customer' },
  card_limit: { status: 402, retry: 'new', audience: 'customer' },
  method_gone: { status: 402, retry: 'new', audience: 'customer' },
  holder_mismatch: { status: 402, retry: 'new', audience: 'customer' },
  not_completed: { status: 402, retry: 'new', audience: 'customer' },
  return_refused: { status: 409, retry: 'new', audience: 'customer' },
  return_mismatch: { status: 409, retry: 'none', audience: 'operator' },
  cancel_refused: { status: 409, retry: 'none', audience: 'merchant' },
  outcome_unknown: { status: 503, retry: 'same', audience: 'operator' },
  provider_unavailable: { status: 503, retry: 'later', audience: 'operator' },
  provider_refused: { status: 502, retry: 'none', audience: 'merchant' },
  // Charging, cancelling, revoking: told to the merchant's server
  invalid_amount: { status: 400, retry: 'none', audience: 'merchant' },
  order_conflict: { status: 409, retry: 'none', audience: 'merchant' },
  payment_conflict: { status: 409, retry: 'none', audience: 'merchant' },
  payment_in_progress: { status: 409, retry: 'same', audience: 'merchant' },
  payment_method_revoked: { status: 409, retry: 'none', audience: 'merchant' },
  payment_method_suspended: { status: 409, retry: 'none', audience: 'operator' },
  charge_unsupported: { status: 501, retry: 'none', audience: 'merchant' },
  cancel_unsupported: { status: 501, retry: 'none', audience: 'merchant' },
  schedule_unsupported: { status: 501, retry: 'none', audience: 'merchant' },
  // A first payment, told beside the card
  payment_declined: { status: 402, retry: 'new', audience: 'customer' },
  payment_uncertain: { status: 503, retry: 'none', audience: 'operator' },
  // The merchant's own side
  provider_paused: { status: 503, retry: 'later', audience: 'customer' },
  misconfigured: { status: 500, retry: 'none', audience: 'merchant' },
  merchant_error: { status: 500, retry: 'later', audience: 'merchant' },
  ledger_unavailable: { status: 503, retry: 'same', audience: 'operator' },
  ledger_tampered: { status: 503, retry: 'none', audience: 'operator' },
  sealing_key_missing: { status: 503, retry: 'same', audience: 'operator' },
  internal: { status: 500, retry: 'later', audience: 'operator' },
  // The page itself (never sent by a server)
  sdk_blocked: { status: 0, retry: 'new', audience: 'customer' },
  window_failed: { status: 0, retry: 'new', audience: 'customer' },
  network: { status: 0, retry: 'same', audience: 'customer' },
  bad_response: { status: 0, retry: 'same', audience: 'merchant' },
} as const

/** A stable error code. */
export type ErrorCode = keyof typeof ERRORS

/** Every stable error code with its HTTP status, what may be tried next, and who should act. */
export const BILLING_ERRORS: { readonly [Code in ErrorCode]: ErrorFacts } = ERRORS

/** RFC 9457 problem. `detail` is written for the customer in their locale; it is plain text, never HTML. */
export interface Problem {
  type: string
  title: string
  status: number
  code: ErrorCode
  detail: string
  retry: ErrorRetry
  /** Support code: the same id is in the server's log. */
  requestId?: string
}

/** Whether a string is one of our codes. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(BILLING_ERRORS, code)
}
