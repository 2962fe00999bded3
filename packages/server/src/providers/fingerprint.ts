// Names a credential without telling it, so that a row says which key it was made with.
import type { Secret } from '../secret.ts'

/**
 * 8 hexadecimal digits. Lossy on purpose: whoever reads a ledger learns at most 32 bits of a key that has over a hundred.
 * (FNV-1a, because it must be known when the provider is made and web-standard digests are asynchronous.)
 * @param address where it is sent, for PGs that tell repetitions apart by credential and address
 */
export function fingerprintOf(secret: Secret, address = ''): string {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(secret.reveal() + address)) {
    hash = Math.imul(hash ^ byte, 0x01000193)
  }
  return (hash >>> 0).toString(16).padStart(8, '0')
}
