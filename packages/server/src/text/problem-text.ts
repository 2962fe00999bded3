// What the customer reads for an error code.
import type { ErrorCode, PaymentMethodKind } from '@billing-register/contract'
import type { AlikeCode, CardCode, Words } from './words.ts'

const ALIKE: Readonly<Record<AlikeCode, 'request' | 'setup' | 'later'>> = {
  invalid_request: 'request',
  method_not_allowed: 'request',
  body_too_large: 'request',
  unsupported_media_type: 'request',
  unknown_provider: 'setup',
  return_to_refused: 'setup',
  origin_refused: 'setup',
  provider_refused: 'setup',
  misconfigured: 'setup',
  provider_unavailable: 'later',
  provider_paused: 'later',
  merchant_error: 'later',
  ledger_unavailable: 'later',
  ledger_tampered: 'setup',
  sealing_key_missing: 'later',
  internal: 'later',
  sdk_blocked: 'later',
  window_failed: 'later',
  network: 'later',
  bad_response: 'later',
}

const isAlike = (code: ErrorCode): code is AlikeCode => code in ALIKE
const isCardCode = (code: ErrorCode): code is CardCode => code.startsWith('card_')

/** The customer's text for a code, said of a card unless another kind is being registered. */
export function problemText(words: Words, code: ErrorCode, kind: PaymentMethodKind = 'card'): string {
  if (isCardCode(code)) return words.kinds[kind].problem[code]
  const said: Readonly<Partial<Record<string, string>>> = words.problem
  // What only the merchant's server is told is no customer's business.
  return said[isAlike(code) ? ALIKE[code] : code] ?? words.problem.setup
}
