// Digests under a key: what may be stored and compared in place of a value. A plain hash of a short PG id could be guessed.
import type { Ledger } from './ledger/ledger.ts'
import { propertyOf } from './environment.ts'
import { toBase64url } from './sealing/base64.ts'

/** Digests a text: HMAC-SHA-256, base64url. */
type Digest = (text: string) => string | Promise<string>

const known = new WeakMap<Ledger, Promise<Digest>>()

/** The digest of a text under the ledger's key. A ledger that was away when it was first asked is asked again. */
export async function keyedDigest(ledger: Ledger, text: string): Promise<string> {
  const loaded = known.get(ledger) ?? load(ledger)
  known.set(ledger, loaded)
  try {
    const digest = await loaded
    return await digest(text)
  } catch (error) {
    known.delete(ledger)
    throw error
  }
}

async function load(ledger: Ledger): Promise<Digest> {
  const key = await ledger.digestKey()
  return nodeDigest(key) ?? (await webDigest(key))
}

/** By WebCrypto: what every runtime has. */
export async function webDigest(key: Uint8Array<ArrayBuffer>): Promise<Digest> {
  const hmac = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return async (text) => {
    const bytes = await crypto.subtle.sign('HMAC', hmac, new TextEncoder().encode(text))
    return toBase64url(new Uint8Array(bytes))
  }
}

interface NodeCrypto {
  createHmac(name: string, key: Uint8Array): { update(text: string): { digest(as: 'base64url'): string } }
}

const isNodeCrypto = (value: unknown): value is NodeCrypto =>
  typeof propertyOf(value, 'createHmac') === 'function'

/**
 * By `node:crypto`, where there is one: WebCrypto hands each text to another thread there, which costs far more than its
 * digest. Asked for by name, because a worker that has none would not start with an import of it.
 */
export function nodeDigest(key: Uint8Array): Digest | undefined {
  const process = propertyOf(globalThis, 'process')
  const get = propertyOf(process, 'getBuiltinModule')
  const node: unknown = typeof get === 'function' ? Reflect.apply(get, process, ['node:crypto']) : undefined
  return isNodeCrypto(node)
    ? (text) => node.createHmac('sha256', key).update(text).digest('base64url')
    : undefined
}
