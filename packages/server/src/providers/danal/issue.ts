// The one call to Danal: issue-key. Source: Danal developer center, reference/billing/issue-key and reference/server/header.
import type { Exchange } from '../../http/exchange.ts'
import { callPg } from '../../http/pg-client.ts'
import { basicAuthorization } from '../basic-authorization.ts'
import type { CallContext, ParsedReturn } from '../provider.ts'
import type { DanalConfig } from './options.ts'

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
      headers: { authorization: basicAuthorization(config.secretKey) },
      body: { transactionId, merchantId: config.merchantId },
      timeoutMs: config.timeoutMs,
    },
    { fetch: config.fetch ?? context.fetch },
  )
  return [exchange]
}
