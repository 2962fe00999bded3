// Sends webhooks after the answer has left: once, or as a fault on order says. Without an injected fetch they go to
// loopback addresses only.
import { DEFAULT_DELAY_MS, type Fault } from './faults.ts'
import type { JsonObject } from './json.ts'
import type { SimulatedProvider } from './provider-id.ts'
import { spoilTypes } from './rest-call.ts'
import type { World } from './world.ts'

type Headers = Readonly<Record<string, string>>

export interface WebhookMessage {
  readonly provider: SimulatedProvider
  readonly url: string
  readonly payload: JsonObject
  /** How the payload is written where no fault spoils it. Default: JSON. */
  readonly write?: (payload: JsonObject) => { readonly body: string; readonly type: string }
  /** Headers beside the content type; `retries` counts from 0. */
  readonly headers?: (body: string, retries: number) => Headers | Promise<Headers>
}

const JSON_TYPE = 'application/json; charset=utf-8'
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
  { payload, write }: WebhookMessage,
  fault: Fault | undefined,
): { body: string; type: string } {
  if (fault?.fault === 'empty') return { body: '', type: JSON_TYPE }
  if (fault?.fault === 'not-json') return { body: '<html></html>', type: JSON_TYPE }
  if (fault?.fault === 'wrong-type') return { body: JSON.stringify(spoilTypes(payload)), type: JSON_TYPE }
  return write?.(payload) ?? { body: JSON.stringify(payload), type: JSON_TYPE }
}

async function send(
  world: World,
  message: WebhookMessage,
  fault: Fault | undefined,
  retries: number,
): Promise<void> {
  const { provider, url } = message
  const { body, type } = encode(message, fault)
  const post = world.sendWebhook ?? (isLoopback(url) ? fetch : undefined)
  if (!post) return
  const at = world.now()
  const headers = { 'content-type': type, ...(await message.headers?.(body, retries)) }
  const answer = await post(url, { method: 'POST', headers, body }).catch(() => undefined)
  world.truth.calls.push({ provider, operation: 'webhook', at, status: answer?.status ?? 0 })
}

async function deliver(world: World, message: WebhookMessage): Promise<void> {
  const fault = world.faults.take(message.provider, 'webhook')
  if (fault && NEVER_SENT.includes(fault.fault)) return
  if (fault?.fault === 'delay') await world.sleep(fault.delayMs ?? DEFAULT_DELAY_MS)
  await send(world, message, fault, 0)
  if (fault?.fault === 'duplicate-webhook') await send(world, message, undefined, 1)
}

/** Starts the delivery and returns; `simulator.settled()` waits for it. */
export function postWebhook(world: World, message: WebhookMessage): void {
  const sent = deliver(world, message)
  world.background.add(sent)
  void sent.finally(() => world.background.delete(sent))
}
