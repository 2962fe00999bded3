// Reads the merchant's sealing keys: newest first, each with an id that every sealed value carries.
import { BillingError } from '@billing-register/contract'
import { fromBase64 } from './base64.ts'

/** One sealing key: 32 bytes and the id by which sealed values name it. */
export interface SealingKey {
  readonly id: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Length of a sealing key. */
export const KEY_BYTES = 32
const ID = /^[\w-]{1,16}$/

// The value itself is never quoted: not even a malformed key belongs in a log.
function refuse(message: string): never {
  throw new BillingError('misconfigured', `sealingKeys: ${message}`)
}

/**
 * Parses `k2:base64…,k1:base64…`, newest first.
 * Throws `misconfigured`, naming the option and the position of the key, never its value.
 */
export function parseSealingKeys(text: string): readonly SealingKey[] {
  if (typeof text !== 'string' || text.trim() === '') {
    refuse("must be a text such as 'k1:<32 random bytes in base64>' (make one with: openssl rand -base64 32)")
  }
  const keys: SealingKey[] = []
  for (const [index, part] of text.split(',').entries()) {
    const key = parseOne(part.trim(), `key ${index + 1}`)
    if (keys.some(({ id }) => id === key.id)) refuse(`two keys have the id of key ${index + 1}`)
    if (keys.some(({ bytes }) => bytes.join() === key.bytes.join())) {
      refuse(`key ${index + 1} has the same bytes as another; a new key must be new`)
    }
    keys.push(key)
  }
  return keys
}

function parseOne(part: string, name: string): SealingKey {
  const colon = part.indexOf(':')
  const id = part.slice(0, Math.max(colon, 0))
  if (!ID.test(id)) refuse(`${name} must begin with an id of 1 to 16 of A–Z a–z 0–9 _ - and a colon`)
  const bytes = fromBase64(part.slice(colon + 1))
  if (!bytes) refuse(`${name} is not base64`)
  if (bytes.length !== KEY_BYTES) refuse(`${name} must be ${KEY_BYTES} bytes, not ${bytes.length}`)
  if (bytes.every((byte) => byte === bytes[0])) refuse(`${name} is not random`)
  return { id, bytes }
}
