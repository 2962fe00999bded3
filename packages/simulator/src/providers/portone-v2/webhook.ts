// PortOne V2's webhooks (version 2024-04-25), signed as Standard Webhooks says. They go to the request's noticeUrls, or
// to the address of the console. Source: developers.portone.io, V2 webhook page; @portone/server-sdk 0.19.0 (webhook).
import type { JsonObject } from '../../json.ts'
import { postWebhook } from '../../webhook-post.ts'
import type { World } from '../../world.ts'

async function signatureOf(secret: string, signed: string): Promise<string> {
  const raw = Uint8Array.from(atob(secret.replace(/^whsec_/, '')), (char) => char.charCodeAt(0))
  const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const mac = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(signed))
  return btoa(String.fromCharCode(...new Uint8Array(mac)))
}

function announce(world: World, type: string, data: JsonObject, noticeUrls: readonly string[]): void {
  const console = world.webhookUrls['portone-v2']
  const urls = noticeUrls.length > 0 ? noticeUrls : console ? [console] : []
  const { webhookSecret } = world.credentials['portone-v2']
  // The time of the event: repeats keep it, and only their own header moves on.
  const payload = { type, timestamp: new Date(world.now()).toISOString(), data }
  for (const url of urls) {
    const id = `msg_${world.random.text(24)}`
    postWebhook(world, {
      provider: 'portone-v2',
      url,
      payload,
      headers: async (body) => {
        const timestamp = String(Math.floor(world.now() / 1000))
        const signature = await signatureOf(webhookSecret, `${id}.${timestamp}.${body}`)
        return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
      },
    })
  }
}

/** Neither issueId nor customer is told. Ready and Failed carry a key that cannot be used. */
export function announceBillingKey(
  world: World,
  event: 'Ready' | 'Issued' | 'Failed' | 'Deleted',
  billingKey: string,
  noticeUrls: readonly string[],
): void {
  const { storeId } = world.credentials['portone-v2']
  announce(world, `BillingKey.${event}`, { storeId, billingKey }, noticeUrls)
}

export function announceTransaction(
  world: World,
  event: 'Paid' | 'Failed' | 'Cancelled' | 'PartialCancelled',
  data: { readonly paymentId: string; readonly transactionId: string; readonly cancellationId?: string },
  noticeUrls: readonly string[],
): void {
  const { storeId } = world.credentials['portone-v2']
  announce(world, `Transaction.${event}`, { storeId, ...data }, noticeUrls)
}
