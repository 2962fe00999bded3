// Checks a signature as Standard Webhooks says: HMAC-SHA256 over id, time and the body as it came.
// Source: standardwebhooks.com, specification 1.0; developers.portone.io, V2 webhook page. On WebCrypto, because the
// public library reads the wall clock and brings types of Node and a SHA-256 of its own.
import type { RawWebhook } from '../payments/operations.ts'
import type { Secret } from '../secret.ts'

/** How far its time may be from ours, ms. */
const TOLERANCE_MS = 5 * 60_000
/** Most signatures that are looked at: during a rotation there are two. */
const MAX_SIGNATURES = 8
const HMAC = { name: 'HMAC', hash: 'SHA-256' }

/** Whether one of the secrets has signed it, not more than five minutes ago. Never throws. */
export async function isSigned(
  secrets: readonly Secret[],
  { headers, body, now }: RawWebhook,
): Promise<boolean> {
  const id = headers.get('webhook-id')
  const timestamp = headers.get('webhook-timestamp') ?? ''
  if (id === null || id === '' || !/^\d{1,12}$/.test(timestamp)) return false
  if (Math.abs(now - Number(timestamp) * 1000) > TOLERANCE_MS) return false
  const signed = new TextEncoder().encode(`${id}.${timestamp}.${body}`)
  const signatures = signaturesIn(headers.get('webhook-signature') ?? '')
  for (const secret of secrets) {
    const key = await keyOf(secret)
    for (const signature of signatures) {
      if (await crypto.subtle.verify(HMAC, key, signature, signed)) return true
    }
  }
  return false
}

const keyOf = (secret: Secret): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', bytesOf(secret.reveal().slice('whsec_'.length)), HMAC, false, ['verify'])

/** Those of version 1; what is no base64 signs nothing. */
const signaturesIn = (header: string): Uint8Array<ArrayBuffer>[] =>
  header
    .split(' ')
    .slice(0, MAX_SIGNATURES)
    .flatMap((one) => /^v1,([A-Za-z0-9+/]{43}=)$/.exec(one)?.[1] ?? [])
    .map(bytesOf)

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
