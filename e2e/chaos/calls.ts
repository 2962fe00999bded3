// Reads a call that a server makes to a PG: what it is to do, and what it names. Pure.
import type { CallMessage } from './settings.ts'

const CHARGE =
  /^\/toss\/v1\/billing\/[^/]+$|\/payments\/again$|\/payments\/[^/]+\/billing-key$|\/contract\/charge$/
const ISSUE = /\/issue-key$|\/authorizations\/issue$|\/billing-keys\/confirm$/

const withoutQuery = (path: string): string => path.replace(/\?.*/, '')

/** What a call to this path, the PG's name before it, is to do. */
export function operationOf(method: string, path: string): string {
  const bare = withoutQuery(path)
  if (ISSUE.test(bare)) return 'issue'
  if (bare.endsWith('/users/getToken')) return 'token'
  if (method === 'POST' && CHARGE.test(bare)) return 'charge'
  if (method === 'POST' && bare.endsWith('/cancel')) return 'cancel'
  return method === 'DELETE' || bare.endsWith('/contract/revoke') ? 'revoke' : 'lookup'
}

/** The claim, the order and the Idempotency-Key that it names. */
export function factsOf(
  path: string,
  headers: Headers,
  body: string,
): Pick<CallMessage, 'claim' | 'order' | 'idempotencyKey'> {
  const idempotencyKey = headers.get('idempotency-key')
  const claim = /"(?:transactionId|authKey|billingIssueToken)":"([^"]*)"/.exec(body)?.[1]
  const order = orderOf(withoutQuery(path), body)
  return { ...(claim && { claim }), ...(order && { order }), ...(idempotencyKey && { idempotencyKey }) }
}

// PortOne V2, and whoever is asked what became of an order, is told it in the address; the others in the body.
const orderOf = (path: string, body: string): string | undefined =>
  /^\/portone-v2\/payments\/([^/]+)/.exec(path)?.[1] ??
  /\/payments\/(?:orders|find)\/([^/]+)/.exec(path)?.[1] ??
  /"(?:orderId|merchant_uid)":"([^"]*)"/.exec(body)?.[1]
