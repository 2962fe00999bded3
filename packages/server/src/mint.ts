// Unguessable identifiers and digests, from WebCrypto.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const LENGTH = 22

/** An identifier of `prefix` and 22 random characters of `A–Z a–z 0–9` (131 bits). */
export function mintId(prefix: string): string {
  let id = ''
  while (id.length < LENGTH) {
    for (const byte of crypto.getRandomValues(new Uint8Array(LENGTH))) {
      // 248 is the largest multiple of 62 below 256: larger bytes would make some characters likelier.
      if (byte < 248 && id.length < LENGTH) id += ALPHABET.charAt(byte % ALPHABET.length)
    }
  }
  return prefix + id
}

const base64url = (bytes: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')

/** SHA-256 of a text, base64url. */
export async function sha256(text: string): Promise<string> {
  return base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
}

/** Makes digests under a key: a plain hash of a short PG id could be guessed. */
export function keyedDigest(
  keyBytes: () => Promise<Uint8Array<ArrayBuffer>>,
): (text: string) => Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  let key: Promise<CryptoKey> | undefined
  const importKey = async (): Promise<CryptoKey> =>
    crypto.subtle.importKey('raw', await keyBytes(), algorithm, false, ['sign'])
  return async (text) => {
    // A ledger that was away when it was first asked is asked again.
    key ??= importKey().catch((error: unknown) => {
      key = undefined
      throw error
    })
    return base64url(await crypto.subtle.sign('HMAC', await key, new TextEncoder().encode(text)))
  }
}
