// Reads PortOne V1's webhooks. They are not signed: each is a hint about an order that is ours, or nothing.
// Source: developers.portone.io, V1 webhook guide (JSON or form, as the console is set).
import type { ReadWebhook } from '../../payments/operations.ts'
import { field } from '../answer.ts'
import { jsonFields, refText } from '../webhook-text.ts'

/** Only which order it names is read: its imp_uid may be another payment's, and its status anything. */
export const readWebhook: ReadWebhook = async ({ headers, body }) => {
  const isForm = (headers.get('content-type') ?? '').includes('form-urlencoded')
  const named: unknown = isForm
    ? new URLSearchParams(body).get('merchant_uid')
    : field(jsonFields(body), 'merchant_uid')
  const ref = refText(named)
  return ref === undefined ? { kind: 'other' } : { kind: 'order', ref }
}
