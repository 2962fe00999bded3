// What Danal's codes mean to us.
import type { ErrorCode } from '@billing-register/contract'

// The older card protocol's 4-digit codes (Danal Pay Card error codes, 2019). Danal's ONE API documents only `SUCCESS`,
// so these are hints for the customer's wording; a code that is not here is a plain decline.
const GROUPS: readonly (readonly [ErrorCode, readonly string[]])[] = [
  ['card_expired', ['1152', '3100', '3119']],
  ['card_invalid', ['1149', '1150', '1151', '3110', '3115', '3117']],
  ['card_limit', ['1132', '1133', '1134', '1135', '3112', '3133']],
  ['card_declined', ['3122', '3128', '3143', '3146']],
  ['too_many_attempts', ['1147']],
  ['not_completed', ['1124', '1153', '2100', '2101', '2112', '2118', '2137']],
  ['provider_unavailable', ['3267', '3268']],
  // Our request, the contract or the credential: nothing that the customer could change.
  [
    'provider_refused',
    [
      '1101',
      '1105',
      '1106',
      '1107',
      '1108',
      '1110',
      '1114',
      '1121',
      '1137',
      '1138',
      '1139',
      '1140',
      '1141',
      '1143',
    ],
  ],
  ['return_refused', ['1104', '1117']],
]

const MEANINGS: ReadonlyMap<string, ErrorCode> = new Map(
  GROUPS.flatMap(([meaning, codes]) => codes.map((code) => [code, meaning] as const)),
)

/** 2141–2192: the identity check by phone failed. */
const isIdentityFailure = (code: string): boolean => /^\d{4}$/.test(code) && code >= '2141' && code <= '2192'

/** Our code for a refusal of Danal's. */
export function meaningOf(code: string | undefined): ErrorCode {
  if (code === undefined) return 'card_declined'
  return MEANINGS.get(code) ?? (isIdentityFailure(code) ? 'holder_mismatch' : 'card_declined')
}

// Duplicate, in progress, already cancelled, already paid: they tell of another request, not of ours. System error and
// issuer timeout: Danal itself does not know. `0000` was the older protocol's success.
const PROVES_NOTHING: ReadonlySet<string> = new Set([
  '0000',
  '1103',
  '1113',
  '1115',
  '1125',
  '1156',
  '2138',
  '3199',
  '3201',
])

/** Whether a code leaves open if a key was issued. */
export const provesNothing = (code: string): boolean =>
  PROVES_NOTHING.has(code) || /^(success|ok)$/i.test(code)

/** Whether a code refuses this transactionId alone (unknown, expired): another return may still be good. */
export const refusesClaim = (code: string): boolean => ['1104', '1117', '1124'].includes(code)
