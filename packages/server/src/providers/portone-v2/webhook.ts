// Reads PortOne V2's webhooks: signed as Standard Webhooks says, over the bytes as they came.
// Source: developers.portone.io, V2 webhook page (version 2024-04-25).
import type { ReadWebhook, WebhookHint } from '../../payments/operations.ts'
import { Secret } from '../../secret.ts'
import { field, fieldsOf, type Fields } from '../answer.ts'
import { isSigned } from '../standard-webhook.ts'
import { jsonFields, refText } from '../webhook-text.ts'

const MAX_KEY = 512

const OTHER: WebhookHint = { kind: 'other' }

/** Takes a webhook that one of the secrets has signed, not older than five minutes; unknown types concern nobody. */
export function readWebhook(secrets: readonly Secret[], storeId: string): ReadWebhook {
  return async (raw) => {
    if (!isSigned(secrets, raw)) return 'refused'
    const event = jsonFields(raw.body)
    const data = fieldsOf(field(event, 'data'))
    const type = field(event, 'type')
    if (data === undefined || typeof type !== 'string' || field(data, 'storeId') !== storeId) return OTHER
    return hintOf(type, data)
  }
}

const SAID: Readonly<Record<string, 'issued' | 'deleted' | 'updated'>> = {
  'BillingKey.Issued': 'issued',
  'BillingKey.Deleted': 'deleted',
  'BillingKey.Updated': 'updated',
}

// BillingKey.Ready and .Failed name a key that cannot be used.
function hintOf(type: string, data: Fields): WebhookHint {
  if (type.startsWith('Transaction.')) {
    const ref = refText(field(data, 'paymentId'))
    return ref === undefined ? OTHER : { kind: 'order', ref }
  }
  const said = Object.hasOwn(SAID, type) ? SAID[type] : undefined
  const key = refText(field(data, 'billingKey'), MAX_KEY)
  return said === undefined || key === undefined ? OTHER : { kind: 'key', key: new Secret(key), said }
}
