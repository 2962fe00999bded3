// Toss Payments' webhooks about billing: unsigned hints to the address registered in the developer centre. Issuing a key
// and charging with it send none. Source: docs.tosspayments.com, guides/webhook and reference/using-api/webhook-events.
import type { JsonObject } from '../../json.ts'
import { postWebhook } from '../../webhook-post.ts'
import type { World } from '../../world.ts'

/** Local time of Seoul with six fraction digits and no zone. */
function localTime(now: number): string {
  return `${new Date(now + 9 * 3_600_000).toISOString().slice(0, 23)}000`
}

function announce(world: World, eventType: string, data: JsonObject): void {
  const url = world.webhookUrls.toss
  if (!url) return
  const transmissionId = world.random.text(32)
  postWebhook(world, {
    provider: 'toss',
    url,
    payload: { eventType, createdAt: localTime(world.now()), data },
    headers: (_, retries) => ({
      'tosspayments-webhook-transmission-id': transmissionId,
      'tosspayments-webhook-transmission-time': `${new Date(world.now() + 9 * 3_600_000).toISOString().slice(0, 19)}+09:00`,
      'tosspayments-webhook-transmission-retried-count': String(retries),
    }),
  })
}

export function announceDeletion(world: World, billingKey: string): void {
  announce(world, 'BILLING_DELETED', { billingKey, reason: world.quirks.billingDeletedReason })
}

/** @param payment the Payment object, in one of the states that are announced */
export function announcePayment(world: World, payment: JsonObject): void {
  announce(world, 'PAYMENT_STATUS_CHANGED', payment)
}
