// Unguessable identifiers and digests, from WebCrypto.
import { toBase64url } from './sealing/base64.ts'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const LENGTH = 22

// Random bytes are fetched in advance: asking for a few at a time costs more than everything else here.
const pool = new Uint8Array(4096)
let used = pool.length

function randomByte(): number {
  if (used === pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  const byte = pool[used] ?? 0
  pool[used++] = 0
  return byte
}

// Filled anew for each identifier: a list that grows each time costs more than what is drawn.
const codes: number[] = []

/** An identifier of `prefix` and 22 random characters of `A–Z a–z 0–9` (131 bits). */
export function mintId(prefix: string): string {
  for (let made = 0; made < LENGTH;) {
    const byte = randomByte()
    // 248 is the largest multiple of 62 below 256: larger bytes would make some characters likelier.
    if (byte < 248) codes[made++] = ALPHABET.charCodeAt(byte % ALPHABET.length)
  }
  // All at once: a text that grows by characters is a chain of them, and slow to look anything up by.
  return prefix + String.fromCharCode(...codes)
}

/** How many texts are remembered with their digests. */
const REMEMBERED = 200

/**
 * SHA-256 of a text, base64url. The last are remembered by what the texts are made from, because the same offer is hashed
 * when it is shown and again when it is taken.
 */
export function rememberingSha256(): (of: string, text?: () => string) => Promise<string> {
  const known = new Map<string, string>()
  return async (of, text = () => of) => {
    const before = known.get(of)
    if (before !== undefined) return before
    const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text()))
    const digest = toBase64url(new Uint8Array(bytes))
    if (known.size >= REMEMBERED) known.clear()
    known.set(of, digest)
    return digest
  }
}
