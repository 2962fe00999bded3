// One request to PortOne V2: credential, and the Idempotency-Key as PortOne wants it.
// Source: developers.portone.io, REST V2 overview (authentication, idempotency).
import type { PgRequest } from '../../http/exchange.ts'
import type { Credential, PortoneV2Config } from './options.ts'

/** What is asked. */
export interface V2Call extends Pick<PgRequest, 'operation' | 'method' | 'body'> {
  /** From the API's root; its values are percent-encoded. */
  readonly path: string
  readonly idempotencyKey?: string
}

/** The request, without its time. */
export function request(
  { apiBase }: Pick<PortoneV2Config, 'apiBase'>,
  { apiSecret }: Credential,
  { path, idempotencyKey, ...call }: V2Call,
): Omit<PgRequest, 'timeoutMs'> {
  return {
    ...call,
    url: apiBase + path,
    headers: {
      authorization: `PortOne ${apiSecret.reveal()}`,
      // The quotation marks belong to the value.
      ...(idempotencyKey !== undefined && { 'idempotency-key': `"${idempotencyKey}"` }),
    },
  }
}

/** GET and DELETE carry what would be their body in the query. */
export const bodyInQuery = (body: object): string =>
  `?requestBody=${encodeURIComponent(JSON.stringify(body))}`
