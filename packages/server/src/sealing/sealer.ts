// Seals what must be readable only with the merchant's key: AES-256-GCM, each value bound to its place.
import { BillingError } from '@billing-register/contract'
import { fromBase64, toBase64url } from './base64.ts'
import type { SealingKey } from './key-ring.ts'

/** Where a sealed value belongs. It can be opened nowhere else. */
export interface SealedPlace {
  readonly table: string
  readonly column: string
  /** The row's id. */
  readonly row: string
}

/** Seals and opens values under the merchant's sealing keys. */
export interface Sealer {
  /** What every value begins with that is sealed under the newest key: any other is due for `rotate()`. */
  readonly prefix: string
  /** An envelope of ASCII characters without spaces: version, key id, key check, nonce and ciphertext. */
  seal(place: SealedPlace, text: string): Promise<string>
  /**
   * The text that was sealed for this place. Throws `sealing_key_missing` when the key is not in the ring or is
   * another one of the same id, `ledger_tampered` when the value is damaged or was sealed for another place.
   */
  unseal(place: SealedPlace, envelope: string): Promise<string>
}

const VERSION = 's1'
const NONCE_BYTES = 12
const CHECK_BYTES = 4
const ENVELOPE = /^s1\.([\w-]{1,16})\.([\w-]{6})\.([\w-]+)$/

interface DerivedKey {
  readonly id: string
  /** Tells a wrong key from a damaged value; nobody learns anything of the key from it. */
  readonly check: string
  readonly aes: CryptoKey
}

/** A sealer for a ring of keys, newest first. */
export function makeSealer(ring: readonly SealingKey[]): Sealer {
  const [newest] = ring
  if (!newest) throw new BillingError('misconfigured', 'sealingKeys: at least one key is required')
  const derived = new Map<string, Promise<DerivedKey>>()
  const keyOf = (key: SealingKey): Promise<DerivedKey> => {
    const known = derived.get(key.id) ?? derive(key)
    derived.set(key.id, known)
    return known
  }
  return {
    prefix: `${VERSION}.${newest.id}.`,
    async seal(place, text) {
      return sealWith(await keyOf(newest), place, text)
    },
    async unseal(place, envelope) {
      const [, id = '', check, body = ''] = ENVELOPE.exec(envelope) ?? []
      if (check === undefined) throw damaged(place)
      const key = ring.find((one) => one.id === id)
      if (!key) throw missing(`the ledger holds values sealed under the key '${id}', which is not listed`)
      const { aes, check: own } = await keyOf(key)
      if (own !== check) throw missing(`the key '${id}' is not the one that the ledger was sealed with`)
      return open(aes, place, id, body)
    },
  }
}

const missing = (what: string): BillingError =>
  new BillingError('sealing_key_missing', `sealingKeys: ${what}; add the right key and nothing is lost`)

// Row ids are random and no secret.
const damaged = ({ table, column, row }: SealedPlace): BillingError =>
  new BillingError(
    'ledger_tampered',
    `${table}.${column} of row '${row}' was changed outside of billing-register; restore that row from a backup`,
  )

async function sealWith(key: DerivedKey, place: SealedPlace, text: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_BYTES))
  const params = { name: 'AES-GCM', iv, additionalData: bindTo(place, key.id) }
  const sealed = await crypto.subtle.encrypt(params, key.aes, new TextEncoder().encode(text))
  const bytes = new Uint8Array(NONCE_BYTES + sealed.byteLength)
  bytes.set(iv)
  bytes.set(new Uint8Array(sealed), NONCE_BYTES)
  return `${VERSION}.${key.id}.${key.check}.${toBase64url(bytes)}`
}

async function open(aes: CryptoKey, place: SealedPlace, id: string, body: string): Promise<string> {
  const bytes = fromBase64(body)
  // Only one spelling of the same bytes is ours.
  if (!bytes || toBase64url(bytes) !== body) throw damaged(place)
  const iv = bytes.slice(0, NONCE_BYTES)
  const params = { name: 'AES-GCM', iv, additionalData: bindTo(place, id) }
  try {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      await crypto.subtle.decrypt(params, aes, bytes.slice(NONCE_BYTES)),
    )
  } catch {
    throw damaged(place)
  }
}

const bindTo = ({ table, column, row }: SealedPlace, keyId: string): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(JSON.stringify([VERSION, keyId, table, column, row]))

// One merchant secret, two derived keys: neither tells anything of the other.
async function derive({ id, bytes }: SealingKey): Promise<DerivedKey> {
  const master = await crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveKey', 'deriveBits'])
  const params = (
    use: string,
  ): { name: string; hash: string; salt: Uint8Array<ArrayBuffer>; info: Uint8Array<ArrayBuffer> } => ({
    name: 'HKDF',
    hash: 'SHA-256',
    salt: new Uint8Array(),
    info: new TextEncoder().encode(`billing-register/${VERSION}/${use}`),
  })
  const aesType = { name: 'AES-GCM', length: 256 }
  const aes = await crypto.subtle.deriveKey(params('seal'), master, aesType, false, ['encrypt', 'decrypt'])
  const check = await crypto.subtle.deriveBits(params('check'), master, CHECK_BYTES * 8)
  return { id, check: toBase64url(new Uint8Array(check)), aes }
}
