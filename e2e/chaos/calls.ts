// Reads a call that a server makes to a PG: what it is to do, and what it names. Pure.
import type { CallMessage } from './settings.ts'
import { claimOfCard } from './typed-cards.ts'

const CHARGE =
  /^\/toss\/v1\/billing\/[^/]+$|\/payments\/again$|\/payments\/[^/]+\/billing-key$|\/contract\/charge$/
const ISSUE = /\/issue-key$|\/authorizations\/issue$|\/billing-keys\/confirm$/
/** Where a key is made from a typed card. PortOne V1 names the customer here, the others in the body. */
const KEY_IN =
  /^\/toss\/v1\/billing\/authorizations\/card$|^\/portone-v2\/billing-keys$|^\/portone-v1\/subscribe\/customers\/([^/]+)$/

const withoutQuery = (path: string): string => path.replace(/\?.*/, '')

/** What a call to this path, the PG's name before it, is to do. */
export function operationOf(method: string, path: string): string {
  const bare = withoutQuery(path)
  if (ISSUE.test(bare) || (method === 'POST' && KEY_IN.test(bare))) return 'issue'
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
): Pick<CallMessage, 'claim' | 'order' | 'customerRef' | 'idempotencyKey'> {
  const idempotencyKey = headers.get('idempotency-key')
  const typed = typedIn(withoutQuery(path), body)
  const claim = typed?.claim ?? /"(?:transactionId|authKey|billingIssueToken)":"([^"]*)"/.exec(body)?.[1]
  const order = orderOf(withoutQuery(path), body)
  return {
    ...(claim && { claim }),
    ...(order && { order }),
    ...(typed && { customerRef: typed.customerRef }),
    ...(idempotencyKey && { idempotencyKey }),
  }
}

/** A card by its holder, which is all that is told of it, and whose key it is to be. */
function typedIn(path: string, body: string): { claim: string; customerRef: string } | undefined {
  const holder =
    /"(?:birth|birthOrBusinessRegistrationNumber|customerIdentityNumber)":"(\d+)"/.exec(body)?.[1] ?? ''
  const [typed, uid] = KEY_IN.exec(path) ?? []
  if (typed === undefined || holder === '') return undefined
  const customerRef =
    uid ?? /"customerKey":"([^"]*)"/.exec(body)?.[1] ?? /"customer":{"id":"([^"]*)"/.exec(body)?.[1] ?? ''
  return { claim: claimOfCard(holder), customerRef }
}

// PortOne V2, and whoever is asked what became of an order, is told it in the address; the others in the body.
const orderOf = (path: string, body: string): string | undefined =>
  /^\/portone-v2\/payments\/([^/]+)/.exec(path)?.[1] ??
  /\/payments\/(?:orders|find)\/([^/]+)/.exec(path)?.[1] ??
  /"(?:orderId|merchant_uid)":"([^"]*)"/.exec(body)?.[1]
