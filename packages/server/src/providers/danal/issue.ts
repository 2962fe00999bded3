// The one call to Danal: issue-key. Source: Danal developer center, reference/billing/issue-key and reference/server/header.
import type { Exchange } from '../../http/exchange.ts'
import { callPg } from '../../http/pg-client.ts'
import type { Secret } from '../../secret.ts'
import type { CallContext, ParsedReturn } from '../provider.ts'
import type { DanalConfig } from './options.ts'

/** HTTP Basic with the secret key as user and an empty password. */
export const authorization = (secretKey: Secret): string => `Basic ${btoa(`${secretKey.reveal()}:`)}`

/** Sends issue-key once. A claim without a transactionId sends nothing. */
export async function issue(
  config: DanalConfig,
  claim: ParsedReturn<'danal'>,
  context: CallContext,
): Promise<readonly Exchange[]> {
  const { transactionId } = claim.value
  if (claim.kind !== 'token' || transactionId === undefined) return []
  const exchange = await callPg(
    {
      operation: 'issue',
      method: 'POST',
      url: config.issueUrl,
      headers: { authorization: authorization(config.secretKey) },
      body: { transactionId, merchantId: config.merchantId },
      timeoutMs: config.timeoutMs,
    },
    { fetch: config.fetch ?? context.fetch },
  )
  return [exchange]
}
