// Encrypts the card for the server alone, with the public key that came in this document.
import { CompactEncrypt, importJWK } from 'jose'
import { ALG, ENC, type CardEnvelope, type FormSettings } from '../src/card-form/envelope.ts'
import type { CardDetails } from '../src/providers/provider.ts'

/** The compact JWE of a card, bound to its registration, key and time. */
export async function seal(settings: FormSettings, card: CardDetails): Promise<string> {
  const { registration, kid, expires, key } = settings
  const envelope: CardEnvelope = { registration, kid, expires, ...card }
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(envelope)))
    .setProtectedHeader({ alg: ALG, enc: ENC, kid })
    .encrypt(await importJWK({ ...key }, ALG))
}
