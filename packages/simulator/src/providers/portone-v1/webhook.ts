// PortOne V1's webhook: unsigned, one send, only a hint to look again.
// Source: developers.portone.io, V1 webhook guide.
import { DEFAULT_DELAY_MS, type Fault } from '../../faults.ts'
import { spoilTypes } from '../../rest-call.ts'
import type { World } from '../../world.ts'
import type { PaymentRow } from './state.ts'

const NEVER_SENT: readonly string[] = ['no-webhook', 'drop-request', 'http-500', 'http-429']

function isLoopback(url: string): boolean {
  const { hostname } = new URL(url)
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    hostname.startsWith('127.')
  )
}

function encode(
  world: World,
  fields: Record<string, string>,
  fault: Fault | undefined,
): { body: string; type: string } {
  const json = 'application/json; charset=utf-8'
  if (fault?.fault === 'empty') return { body: '', type: json }
  if (fault?.fault === 'not-json') return { body: '<html></html>', type: json }
  if (fault?.fault === 'wrong-type') return { body: JSON.stringify(spoilTypes(fields)), type: json }
  return world.quirks.webhookFormat === 'json'
    ? { body: JSON.stringify(fields), type: json }
    : { body: new URLSearchParams(fields).toString(), type: 'application/x-www-form-urlencoded' }
}

async function send(
  world: World,
  url: string,
  fields: Record<string, string>,
  fault: Fault | undefined,
): Promise<void> {
  const { body, type } = encode(world, fields, fault)
  const post = world.sendWebhook ?? (isLoopback(url) ? fetch : undefined)
  if (!post) return
  const at = world.now()
  const answer = await post(url, { method: 'POST', headers: { 'content-type': type }, body }).catch(
    () => undefined,
  )
  world.truth.calls.push({ provider: 'portone-v1', operation: 'webhook', at, status: answer?.status ?? 0 })
}

async function notifyOne(world: World, url: string, fields: Record<string, string>): Promise<void> {
  const fault = world.faults.take('portone-v1', 'webhook')
  if (fault && NEVER_SENT.includes(fault.fault)) return
  if (fault?.fault === 'delay') await world.sleep(fault.delayMs ?? DEFAULT_DELAY_MS)
  await send(world, url, fields, fault)
  if (fault?.fault === 'duplicate-webhook') await send(world, url, fields, undefined)
}

/** Tells every notice_url of the payment, after the answer has left; the order against the browser is not promised. */
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
  const sent = Promise.all(payment.noticeUrls.map((url) => notifyOne(world, url, fields)))
  world.background.add(sent)
  void sent.finally(() => world.background.delete(sent))
}
