// AES-256-GCM over texts, by WebCrypto: what every runtime has. A ledger may bring a faster one of its own runtime.
import { fromBase64, toBase64url } from './base64.ts'

/** Seals and opens texts under one key. */
export interface Cipher {
  /** base64url of a random nonce of 12 bytes, the ciphertext and the tag of 16 bytes; `bound` is authenticated with it. */
  seal(text: string, bound: string): string | Promise<string>
  /** The text, or undefined when `body` is not exactly what was sealed with `bound`. */
  open(body: string, bound: string): string | undefined | Promise<string | undefined>
}

/** Makes a cipher for a key of 32 bytes. */
export type MakeCipher = (key: Uint8Array<ArrayBuffer>) => Cipher | Promise<Cipher>

const NONCE_BYTES = 12

/** The cipher of WebCrypto. */
export const webCipher: MakeCipher = async (key) => {
  const aes = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt'])
  const params = (iv: Uint8Array<ArrayBuffer>, bound: string): AesGcmParams => ({
    name: 'AES-GCM',
    iv,
    additionalData: new TextEncoder().encode(bound),
  })
  return {
    async seal(text, bound) {
      const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
      const sealed = await crypto.subtle.encrypt(params(iv, bound), aes, new TextEncoder().encode(text))
      const bytes = new Uint8Array(NONCE_BYTES + sealed.byteLength)
      bytes.set(iv)
      bytes.set(new Uint8Array(sealed), NONCE_BYTES)
      return toBase64url(bytes)
    },
    async open(body, bound) {
      const bytes = fromBase64(body)
      // Only one spelling of the same bytes is ours.
      if (!bytes || toBase64url(bytes) !== body) return undefined
      const iv = bytes.slice(0, NONCE_BYTES)
      try {
        const text = await crypto.subtle.decrypt(params(iv, bound), aes, bytes.slice(NONCE_BYTES))
        return new TextDecoder('utf-8', { ignoreBOM: true }).decode(text)
      } catch {
        return undefined
      }
    },
  }
}
