// What Toss Payments' documents leave open about billing.
import type { Random } from '../../random.ts'

export const TOSS_CHOICES = {
  /** What ends a cancel inside the iframe: the promise rejects USER_CANCEL, or failUrl gets PAY_PROCESS_CANCELED. */
  iframeCancel: ['reject', 'failUrl'],
  /** Where an issuer's refusal shows: on failUrl already, or only when the key is issued. Both are documented. */
  declineAt: ['window', 'issue'],
  /** How parameters join a successUrl with a query or fragment of its own. */
  returnUrlJoin: ['merged', 'appended'],
  /** Whether authKey and billingKey hold characters that mean something in a URL. */
  keyAlphabet: ['plain', 'base64'],
  /** The API version bound to the key: institution codes, or the older card.company. */
  cardShape: ['codes', 'company'],
  /** cardCompany and cardNumber beside card, deprecated since 2024-06-01. */
  deprecatedCardFields: [true, false],
  /** Code for an authKey that was used before, is too old or never existed. */
  deadAuthKey: ['INVALID_BILLING_AUTH', 'NOT_FOUND_BILLING', 'INVALID_REQUEST'],
  /** Code for an authKey together with another customerKey. */
  otherCustomerKey: ['NOT_MATCHES_CUSTOMER_KEY', 'INVALID_BILLING_AUTH', 'INVALID_REQUEST'],
  /** Answer to a second DELETE of one key. */
  secondDelete: ['OK', 'ALREADY_REMOVED_BILLING_KEY', 'BILLING_KEY_NOT_FOUND', 'NOT_FOUND_BILLING'],
  /** Whether the merchant's own DELETE sends BILLING_DELETED. */
  webhookOnDelete: [true, false],
  /** Whether the Idempotency-Key works on issue as the guide says of every POST. */
  issueReplay: [true, false],
} as const

type Choices = { -readonly [Name in keyof typeof TOSS_CHOICES]: (typeof TOSS_CHOICES)[Name][number] }

export interface TossQuirks extends Choices {
  /** How long an authKey is good, in ms; 0 is for ever. No document says. */
  authKeyLifetimeMs: number
  /** `reason` of BILLING_DELETED; its values are not documented. */
  billingDeletedReason: string
}

export function drawTossQuirks(random: Random): TossQuirks {
  return {
    iframeCancel: random.pick(TOSS_CHOICES.iframeCancel),
    declineAt: random.pick(TOSS_CHOICES.declineAt),
    returnUrlJoin: random.pick(TOSS_CHOICES.returnUrlJoin),
    keyAlphabet: random.pick(TOSS_CHOICES.keyAlphabet),
    cardShape: random.pick(TOSS_CHOICES.cardShape),
    deprecatedCardFields: random.pick(TOSS_CHOICES.deprecatedCardFields),
    deadAuthKey: random.pick(TOSS_CHOICES.deadAuthKey),
    otherCustomerKey: random.pick(TOSS_CHOICES.otherCustomerKey),
    secondDelete: random.pick(TOSS_CHOICES.secondDelete),
    webhookOnDelete: random.pick(TOSS_CHOICES.webhookOnDelete),
    issueReplay: true,
    authKeyLifetimeMs: 0,
    billingDeletedReason: 'SIMULATED',
  }
}
