// One request to Toss' API: credential, Idempotency-Key and test code in their headers.
// Source: Toss Payments docs, pages on authorization, idempotency keys and the test environment.
import type { PgRequest } from '../../http/exchange.ts'
import { basicAuthorization } from '../basic-authorization.ts'
import type { Credential, TossConfig } from './options.ts'

/** What is asked. `idempotencyKey` goes with POST only. */
export interface TossCall extends Pick<PgRequest, 'operation' | 'method' | 'body'> {
  /** From the API's root; its values are percent-encoded. */
  readonly path: string
  readonly idempotencyKey?: string
}

/** The request, without its time. */
export function request(
  { apiBase, testCode }: Pick<TossConfig, 'apiBase' | 'testCode'>,
  { secretKey }: Credential,
  { path, idempotencyKey, ...call }: TossCall,
): Omit<PgRequest, 'timeoutMs'> {
  return {
    ...call,
    url: apiBase + path,
    headers: {
      authorization: basicAuthorization(secretKey),
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      ...(testCode !== undefined && { 'tosspayments-test-code': testCode }),
    },
  }
}
