// What PortOne V1's documents leave open about billing keys.
import type { Random } from '../../random.ts'

export const PORTONE_V1_CHOICES = {
  /** How the result reaches the page; `auto` follows the PG and the device. */
  resultPath: ['auto', 'callback', 'redirect'],
  /** The guide's success URL shows only merchant_uid. */
  impUidInRedirect: [true, false],
  /** The legacy flag, by either of its names, or gone as the current notes say. */
  successFlag: ['absent', 'success', 'imp_success'],
  /** Four fields, or the informational ones as well. */
  callbackAnswer: ['short', 'full'],
  /** `customer_uid` of a payment is optional in the schema. */
  customerUidInPayment: [true, false],
  /** `customer_uid_usage` of a key issue. */
  customerUidUsage: ['issue', 'absent'],
  /** Webhook body, a console setting. */
  webhookFormat: ['json', 'form'],
  /** Whether an amount-0 issue sends a webhook is not stated. */
  webhookOnKeyOnly: [true, false],
} as const

type Choices = {
  -readonly [Name in keyof typeof PORTONE_V1_CHOICES]: (typeof PORTONE_V1_CHOICES)[Name][number]
}

export interface PortoneV1Quirks extends Choices {
  /** For this long after approval the REST API still says `ready` and knows no key, in ms. */
  propagationMs: number
}

export function drawPortoneV1Quirks(random: Random): PortoneV1Quirks {
  return {
    resultPath: 'auto',
    impUidInRedirect: random.pick(PORTONE_V1_CHOICES.impUidInRedirect),
    successFlag: random.pick(PORTONE_V1_CHOICES.successFlag),
    callbackAnswer: 'short',
    customerUidInPayment: random.pick(PORTONE_V1_CHOICES.customerUidInPayment),
    customerUidUsage: random.pick(PORTONE_V1_CHOICES.customerUidUsage),
    webhookFormat: random.pick(PORTONE_V1_CHOICES.webhookFormat),
    webhookOnKeyOnly: random.pick(PORTONE_V1_CHOICES.webhookOnKeyOnly),
    propagationMs: 0,
  }
}
