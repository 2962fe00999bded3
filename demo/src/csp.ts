// The headers of every page: a Content-Security-Policy as strict as a careful merchant's, and its neighbours.
import type { MiddlewareHandler } from 'hono'
import { NONCE, secureHeaders } from 'hono/secure-headers'

/** Origins that a PG needs in a merchant's policy. */
export interface PgOrigins {
  readonly script: readonly string[]
  readonly connect: readonly string[]
  readonly frame: readonly string[]
}

/** Danal's script, API and windows. */
export const DANAL_ORIGINS: PgOrigins = {
  script: ['https://static.danalpay.com'],
  connect: ['https://*.danalpay.com'],
  frame: ['https://*.danalpay.com'],
}

/** PortOne V1's script, API and windows. The PG behind a channel may bring a host of its own. */
export const PORTONE_V1_ORIGINS: PgOrigins = {
  script: ['https://cdn.iamport.kr'],
  connect: ['https://*.iamport.kr', 'https://*.iamport.co'],
  frame: ['https://*.iamport.kr', 'https://*.iamport.co', 'https://*.danalpay.com'],
}

/** PortOne V2's script, API and windows. The PG behind a channel brings hosts of its own: these are Toss Payments'. */
export const PORTONE_V2_ORIGINS: PgOrigins = {
  script: ['https://cdn.portone.io'],
  connect: ['https://*.portone.io'],
  frame: ['https://*.portone.io', 'https://*.tosspayments.com'],
}

/** Toss Payments' script, API and windows. */
export const TOSS_ORIGINS: PgOrigins = {
  script: ['https://js.tosspayments.com'],
  connect: ['https://*.tosspayments.com'],
  frame: ['https://*.tosspayments.com'],
}

/** A simulator on an origin of its own. */
export const originsOf = (origin: string): PgOrigins => ({
  script: [origin],
  connect: [origin],
  frame: [origin],
})

/**
 * Nothing inline, nothing from elsewhere but the PGs. No Cross-Origin-Opener-Policy: a PG's popup must be able to
 * reach the page that opened it.
 */
export function pageHeaders(pgs: readonly PgOrigins[]): MiddlewareHandler {
  const all = (kind: keyof PgOrigins): string[] => [...new Set(pgs.flatMap((pg) => pg[kind]))]
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      baseUri: ["'none'"],
      scriptSrc: ["'self'", NONCE, ...all('script')],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      fontSrc: ["'self'"],
      connectSrc: ["'self'", ...all('connect')],
      frameSrc: ["'self'", ...all('frame')],
      formAction: ["'self'", ...all('frame')],
      frameAncestors: ["'self'"],
    },
    crossOriginOpenerPolicy: false,
    strictTransportSecurity: false,
    originAgentCluster: false,
    referrerPolicy: 'strict-origin-when-cross-origin',
    permissionsPolicy: { camera: [], microphone: [], geolocation: [] },
  })
}
