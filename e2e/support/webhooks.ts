// A PG's webhooks as they come: posted by its server, with no login, no origin and nothing of the browser's wire.
import { expect } from '@playwright/test'
import type { Shop } from '../fixtures.ts'

/** Posts one to the shop's door. */
export async function sendWebhook(
  { origin }: Pick<Shop, 'origin'>,
  provider: 'portone-v1' | 'toss',
  body: object,
): Promise<void> {
  const answer = await fetch(`${origin}/billing/webhooks/${provider}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(answer.status).toBe(200)
}

/** PortOne V1's word that something became of the newest order of the test's customer. */
export async function tellOfOrder(shop: Shop, status = 'paid'): Promise<void> {
  const merchantUid = shop.launches().at(-1)?.reference
  await sendWebhook(shop, 'portone-v1', { imp_uid: 'imp_000000000000', merchant_uid: merchantUid, status })
}
