// Opens what a form sent: only with the agreed algorithms, only for this registration, only in time.
import { BillingError } from '@billing-register/contract'
import { base64url, compactDecrypt, importJWK } from 'jose'
import type { CardDetails } from '../providers/provider.ts'
import { cardProblems } from './card.ts'
import { ALG, ENC } from './envelope.ts'
import type { FormKey } from './form-key.ts'

/** Longest JWE that is looked at, characters. */
const MAX_JWE = 4096
/** Members that the protected header may have. No `zip`, no `crit`, nothing that points anywhere. */
const HEADER = ['alg', 'enc', 'epk', 'kid']

// What the cryptography found wrong is nobody's business, and its errors may quote the input.
const refused = (): BillingError =>
  new BillingError('return_refused', 'return.jwe: not made by the form of this registration')

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return { ...value }
  } catch {
    // Refused below.
  }
  throw refused()
}

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

function assertHeader(jwe: string, kid: string): void {
  let header: string
  try {
    header = decode(base64url.decode(jwe.slice(0, jwe.indexOf('.'))))
  } catch {
    throw refused()
  }
  const members = parse(header)
  const known = Object.keys(members).every((name) => HEADER.includes(name))
  if (!known || members['alg'] !== ALG || members['enc'] !== ENC || members['kid'] !== kid) throw refused()
}

async function decrypt(jwe: string, key: FormKey): Promise<string> {
  try {
    const privateKey = await importJWK(JSON.parse(key.privateKey.reveal()), ALG)
    const options = { keyManagementAlgorithms: [ALG], contentEncryptionAlgorithms: [ENC] }
    return decode((await compactDecrypt(jwe, privateKey, options)).plaintext)
  } catch {
    throw refused()
  }
}

/**
 * The card. `now`: ms since the epoch.
 * Throws `return_refused` for anything that this form did not make, `registration_expired` when it was made for a time
 * that is over, `card_invalid` when no such card can exist.
 */
export async function openEnvelope(
  jwe: string,
  registration: string,
  key: FormKey,
  now: number,
): Promise<CardDetails> {
  if (jwe.length > MAX_JWE) throw refused()
  assertHeader(jwe, key.kid)
  const inside = parse(await decrypt(jwe, key))
  if (inside['registration'] !== registration || inside['kid'] !== key.kid) throw refused()
  const expires = inside['expires']
  if (expires !== key.expires) throw refused()
  if (expires <= now) throw new BillingError('registration_expired', 'the card form was open for too long')
  const text = (name: string): string => {
    const value = inside[name]
    return typeof value === 'string' ? value : ''
  }
  const card: CardDetails = {
    number: text('number'),
    expiryYear: text('expiryYear'),
    expiryMonth: text('expiryMonth'),
    identity: text('identity'),
    password: text('password'),
  }
  const [wrong] = Object.keys(cardProblems(card, now))
  if (wrong !== undefined) throw new BillingError('card_invalid', `the card's ${wrong} cannot be right`)
  return card
}
