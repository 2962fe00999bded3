// Checks a signature as Standard Webhooks says, with its public library; the time is ours, because the library's own check
// reads the wall clock. Source: standardwebhooks.com, specification 1.0; developers.portone.io, V2 webhook page.
import { Webhook } from 'standardwebhooks'
import type { RawWebhook } from '../payments/operations.ts'
import type { Secret } from '../secret.ts'

/** How far its time may be from ours, ms. */
const TOLERANCE_MS = 5 * 60_000
/** Most signatures that are looked at: during a rotation there are two. */
const MAX_SIGNATURES = 8

/** Whether one of the secrets has signed it, not more than five minutes ago. Never throws. */
export function isSigned(secrets: readonly Secret[], { headers, body, now }: RawWebhook): boolean {
  const id = headers.get('webhook-id')
  const timestamp = headers.get('webhook-timestamp') ?? ''
  if (id === null || id === '' || !/^\d{1,12}$/.test(timestamp)) return false
  if (Math.abs(now - Number(timestamp) * 1000) > TOLERANCE_MS) return false
  const signatures = (headers.get('webhook-signature') ?? '').split(' ').slice(0, MAX_SIGNATURES)
  const right = secrets.map((secret) =>
    new Webhook(secret.reveal()).sign(id, new Date(Number(timestamp) * 1000), body),
  )
  return right.some((one) => signatures.some((signature) => isSame(one, signature)))
}

/** Takes as long for a first difference as for a last one: nobody can feel their way to a signature. */
function isSame(right: string, given: string): boolean {
  let difference = right.length ^ given.length
  for (let at = 0; at < right.length; at += 1) difference |= right.charCodeAt(at) ^ given.charCodeAt(at)
  return difference === 0
}
