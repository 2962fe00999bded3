// Reads Toss' webhooks about billing. They are not signed: each is a hint about something that is ours, or nothing.
// Source: Toss Payments docs, webhook guide and webhook events (BILLING_DELETED, PAYMENT_STATUS_CHANGED).
import type { ReadWebhook } from '../../payments/operations.ts'
import { Secret } from '../../secret.ts'
import { field, fieldsOf } from '../answer.ts'
import { jsonFields, refText } from '../webhook-text.ts'

/** Longest billing key that Toss states, characters. */
const MAX_KEY = 200

/** Whatever it says of a payment's state is not believed: only which order it names is read. */
export const readWebhook: ReadWebhook = async ({ body }) => {
  const event = jsonFields(body)
  const data = fieldsOf(field(event, 'data'))
  switch (field(event, 'eventType')) {
    case 'BILLING_DELETED': {
      const key = refText(field(data, 'billingKey'), MAX_KEY)
      return key === undefined ? { kind: 'other' } : { kind: 'key', key: new Secret(key), said: 'deleted' }
    }
    case 'PAYMENT_STATUS_CHANGED': {
      const ref = refText(field(data, 'orderId'))
      return ref === undefined ? { kind: 'other' } : { kind: 'order', ref }
    }
    default:
      return { kind: 'other' }
  }
}
