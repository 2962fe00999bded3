// AES-256-GCM by Node's own crypto, at once: WebCrypto hands each value to another thread and back, which costs far more.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { MakeCipher } from '@billing-register/server'

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16
const TAG = { authTagLength: TAG_BYTES }

/** Seals and opens the same values as `webCipher`. */
export const nodeCipher: MakeCipher = (key) => ({
  seal(text, bound) {
    const nonce = randomBytes(NONCE_BYTES)
    const cipher = createCipheriv(ALGORITHM, key, nonce, TAG).setAAD(Buffer.from(bound))
    return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString(
      'base64url',
    )
  },
  open(body, bound) {
    const bytes = Buffer.from(body, 'base64url')
    // Only one spelling of the same bytes is ours.
    if (bytes.length < NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== body) return undefined
    const nonce = bytes.subarray(0, NONCE_BYTES)
    const end = bytes.length - TAG_BYTES
    try {
      const decipher = createDecipheriv(ALGORITHM, key, nonce, TAG).setAAD(Buffer.from(bound))
      decipher.setAuthTag(bytes.subarray(end))
      return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, end)), decipher.final()]).toString(
        'utf8',
      )
    } catch {
      return undefined
    }
  },
})
