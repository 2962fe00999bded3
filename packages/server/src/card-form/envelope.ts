// What the form sends: the card and what it is for, encrypted for one registration. Shared by the form and the server.
import type { CardDetails } from '../providers/provider.ts'

/** Agreed on and nothing else is taken. RFC 7518: ephemeral ECDH on P-256, the agreed key itself, AES-256-GCM. */
export const ALG = 'ECDH-ES'
/** See {@link ALG}. */
export const ENC = 'A256GCM'

/** What is inside the JWE. */
export interface CardEnvelope extends CardDetails {
  readonly registration: string
  readonly kid: string
  /** Ms since the epoch, by the server's clock: the form gives back what it was given. */
  readonly expires: number
}

/** What the server gives to the form's script. */
export interface FormSettings {
  readonly registration: string
  readonly kid: string
  readonly expires: number
  /** From when the document was made, ms: the browser's clock may be wrong. */
  readonly expiresInMs: number
  /** The server's clock, ms since the epoch. */
  readonly now: number
  /** Public key as JWK: P-256. */
  readonly key: { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string }
  /** What the script says: problems by `field.problem`, and the rest by name. */
  readonly texts: Readonly<Record<string, string>>
}
