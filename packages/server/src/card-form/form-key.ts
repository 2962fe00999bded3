// The key pair of one form: made when the form is shown, kept sealed, destroyed when the card is taken or its time is over.
import { BillingError } from '@billing-register/contract'
import type { BriefSecrets } from '../ledger/brief-secrets.ts'
import type { Core } from '../registration/core.ts'
import { Secret } from '../secret.ts'
import type { FormSettings } from './envelope.ts'

/** How long a form may be filled in, ms. */
export const FORM_MS: number = 10 * 60_000

/** The key pair of a form. */
export interface FormKey {
  readonly kid: string
  /** Ms since the epoch. */
  readonly expires: number
  readonly publicKey: FormSettings['key']
  /** Private key as JWK, in JSON. */
  readonly privateKey: Secret
}

const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const

/** Where the ledger keeps the keys. */
export function keysOf({ ledger }: Core): BriefSecrets {
  if (ledger.briefSecrets) return ledger.briefSecrets
  throw new BillingError('misconfigured', 'ledger: it cannot keep the keys of card forms (briefSecrets)')
}

/** The key of a registration's form, made at the first call: whoever shows the form again shows the same key. */
export async function keyFor(core: Core, registrationId: string): Promise<FormKey> {
  const now = core.now()
  const expires = now + FORM_MS
  const pair = await crypto.subtle.generateKey(CURVE, true, ['deriveBits'])
  const jwk = await crypto.subtle.exportKey('jwk', pair.privateKey)
  const made = new Secret(JSON.stringify({ kid: core.mint(''), expires, jwk }))
  const kept = await keysOf(core).keep(registrationId, made, expires, now)
  return parse(kept)
}

/** The key of a form that may still be used. */
export async function findKey(core: Core, registrationId: string): Promise<FormKey | undefined> {
  const kept = await keysOf(core).find(registrationId, core.now())
  return kept && parse(kept)
}

interface Kept {
  readonly kid: string
  readonly expires: number
  readonly jwk: JsonWebKey
}

function parse(kept: Secret): FormKey {
  // oxlint-disable-next-line typescript/no-unsafe-assignment -- written above, and kept sealed
  const { kid, expires, jwk }: Kept = JSON.parse(kept.reveal())
  const { x = '', y = '' } = jwk
  return {
    kid,
    expires,
    publicKey: { kty: 'EC', crv: 'P-256', x, y },
    privateKey: new Secret(JSON.stringify(jwk)),
  }
}
