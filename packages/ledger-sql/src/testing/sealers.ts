// Sealing keys for tests.
import { makeSealer, parseSealingKeys, type Sealer, type SealingKey } from '@billing-register/server'

/** A fresh random key: 32 bytes in base64. */
export const freshKey = (): string =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')

/** The keys of a ring as the merchant writes it. */
export const keysOf = (ring: string): readonly SealingKey[] => parseSealingKeys(ring)

/** A sealer for a ring as the merchant writes it. */
export const sealerOf = (ring: string): Sealer => makeSealer(parseSealingKeys(ring))
