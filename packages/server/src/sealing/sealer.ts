// Seals what must be readable only with the merchant's key: AES-256-GCM, each value bound to its place.
import { BillingError } from '@billing-register/contract'
import { toBase64url } from './base64.ts'
import { webCipher, type Cipher, type MakeCipher } from './cipher.ts'
import { KEY_BYTES, type SealingKey } from './key-ring.ts'

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
  /**
   * What a sealed value can be found by: a digest of `text` under each key of the ring, newest first. Each begins with the
   * version, the key's id and the key check, as envelopes do. Nobody can make or guess one without the keys.
   */
  lookups(of: Omit<SealedPlace, 'row'>, text: string): Promise<readonly [string, ...string[]]>
}

const VERSION = 's1'
const CHECK_BYTES = 4
const ENVELOPE = /^s1\.([\w-]{1,16})\.([\w-]{6})\.([\w-]+)$/

interface DerivedKey {
  readonly id: string
  /** Tells a wrong key from a damaged value; nobody learns anything of the key from it. */
  readonly check: string
  readonly cipher: Cipher
  /** For digests. */
  readonly mac: CryptoKey
}

/** A sealer for a ring of keys, newest first. */
export function makeSealer(ring: readonly SealingKey[], makeCipher: MakeCipher = webCipher): Sealer {
  const [newest] = ring
  if (!newest) throw new BillingError('misconfigured', 'sealingKeys: at least one key is required')
  const derived = new Map<string, Promise<DerivedKey>>()
  const keyOf = (key: SealingKey): Promise<DerivedKey> => {
    const known = derived.get(key.id) ?? derive(key, makeCipher)
    derived.set(key.id, known)
    return known
  }
  return {
    prefix: `${VERSION}.${newest.id}.`,
    async seal(place, text) {
      const { id, check, cipher } = await keyOf(newest)
      return `${VERSION}.${id}.${check}.${await cipher.seal(text, bindTo(place, id))}`
    },
    async unseal(place, envelope) {
      const [, id = '', check, body = ''] = ENVELOPE.exec(envelope) ?? []
      if (check === undefined) throw damaged(place)
      const key = ring.find((one) => one.id === id)
      if (!key) throw missing(`the ledger holds values sealed under the key '${id}', which is not listed`)
      const { cipher, check: own } = await keyOf(key)
      if (own !== check) throw missing(`the key '${id}' is not the one that the ledger was sealed with`)
      const text = await cipher.open(body, bindTo(place, id))
      if (text === undefined) throw damaged(place)
      return text
    },
    async lookups({ table, column }, text) {
      const bytes = new TextEncoder().encode(JSON.stringify([table, column, text]))
      const lookup = async (key: SealingKey): Promise<string> => {
        const { id, check, mac } = await keyOf(key)
        const digest = new Uint8Array(await crypto.subtle.sign('HMAC', mac, bytes))
        return `${VERSION}.${id}.${check}.${toBase64url(digest)}`
      }
      return [await lookup(newest), ...(await Promise.all(ring.slice(1).map(lookup)))]
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

const bindTo = ({ table, column, row }: SealedPlace, keyId: string): string =>
  JSON.stringify([VERSION, keyId, table, column, row])

// One merchant secret, several derived keys: none tells anything of another.
async function derive({ id, bytes }: SealingKey, makeCipher: MakeCipher): Promise<DerivedKey> {
  const master = await crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveBits'])
  const bits = async (use: string, length: number): Promise<Uint8Array<ArrayBuffer>> => {
    const info = new TextEncoder().encode(`billing-register/${VERSION}/${use}`)
    const params = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info }
    return new Uint8Array(await crypto.subtle.deriveBits(params, master, length * 8))
  }
  const [key, check, mac] = await Promise.all([
    bits('seal', KEY_BYTES),
    bits('check', CHECK_BYTES),
    bits('lookup', KEY_BYTES),
  ])
  const hmac = { name: 'HMAC', hash: 'SHA-256' }
  return {
    id,
    check: toBase64url(check),
    cipher: await makeCipher(key),
    mac: await crypto.subtle.importKey('raw', mac, hmac, false, ['sign']),
  }
}
