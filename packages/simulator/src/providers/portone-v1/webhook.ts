// PortOne V1's webhook: unsigned, one send, only a hint to look again.
// Source: developers.portone.io, V1 webhook guide.
import { postWebhook, type WebhookMessage } from '../../webhook-post.ts'
import type { World } from '../../world.ts'
import type { PaymentRow } from './state.ts'

/** JSON or form is a setting of the console. */
function writer(world: World, fields: Record<string, string>): Pick<WebhookMessage, 'write'> {
  if (world.quirks.webhookFormat === 'json') return {}
  const type = 'application/x-www-form-urlencoded'
  return { write: () => ({ body: new URLSearchParams(fields).toString(), type }) }
}

/** Tells every notice_url of the payment, or else the console's address; the order against the browser is not promised. */
export function sendWebhooks(
  world: World,
  payment: PaymentRow,
  status: string,
  cancellationId?: string,
): void {
  const fields = {
    imp_uid: payment.impUid,
    merchant_uid: payment.merchantUid,
    status,
    ...(cancellationId && { cancellation_id: cancellationId }),
  }
  const console = world.webhookUrls['portone-v1']
  const urls = payment.noticeUrls.length > 0 ? payment.noticeUrls : console ? [console] : []
  for (const url of urls)
    postWebhook(world, { provider: 'portone-v1', url, payload: fields, ...writer(world, fields) })
}
