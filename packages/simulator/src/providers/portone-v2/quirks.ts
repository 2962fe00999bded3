// What PortOne V2's documents leave open about billing keys.
import type { Random } from '../../random.ts'

export const PORTONE_V2_CHOICES = {
  /** `code` of a window that the customer closed; the typed codes and the guides differ. */
  v2CancelCode: ['FAILURE_TYPE_PG', 'USER_CANCEL', 'Cancelled'],
  /** Whether a failure carries the billing key that was assigned beforehand. */
  v2BillingKeyOnFailure: [true, false],
  /** Whether the redirect's query has more than the promise's object: txId and issueId. */
  v2ExtraInRedirect: [true, false],
  /** What becomes of the promise when the page leaves. */
  v2PromiseOnRedirect: ['pending', 'undefined'],
  /** Whether a billing key tells its issueId: the field is optional. */
  v2IssueIdInKey: [true, false],
  /** Whether a billing key tells its card: every field of it is optional. */
  v2CardInKey: [true, false],
} as const

type Choices = {
  -readonly [Name in keyof typeof PORTONE_V2_CHOICES]: (typeof PORTONE_V2_CHOICES)[Name][number]
}

export interface PortoneV2Quirks extends Choices {
  /** How long a billingIssueToken is good, in ms; 0 is for ever. Each PG has a limit, none is stated. */
  issueTokenLifetimeMs: number
}

export function drawPortoneV2Quirks(random: Random): PortoneV2Quirks {
  return {
    v2CancelCode: random.pick(PORTONE_V2_CHOICES.v2CancelCode),
    v2BillingKeyOnFailure: random.pick(PORTONE_V2_CHOICES.v2BillingKeyOnFailure),
    v2ExtraInRedirect: random.pick(PORTONE_V2_CHOICES.v2ExtraInRedirect),
    v2PromiseOnRedirect: random.pick(PORTONE_V2_CHOICES.v2PromiseOnRedirect),
    v2IssueIdInKey: random.pick(PORTONE_V2_CHOICES.v2IssueIdInKey),
    v2CardInKey: random.pick(PORTONE_V2_CHOICES.v2CardInKey),
    issueTokenLifetimeMs: 0,
  }
}
