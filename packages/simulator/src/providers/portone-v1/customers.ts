// The keys as PortOne shows them: customers by customer_uid.
// Source: PortOne V1 REST specification (subscribe.customer).
import type { World } from '../../world.ts'
import { customerAnnotation } from './annotations.ts'
import { REST_MESSAGES } from './codes.ts'
import { failed, handled, refused } from './envelope.ts'
import { PG_RULES } from './pgs.ts'
import type { CustomerRow, PortoneState } from './state.ts'

function visible(world: World, state: PortoneState, customerUid: string): CustomerRow | undefined {
  const row = state.customers.get(customerUid)
  return row && world.now() >= row.visibleFrom ? row : undefined
}

export function getCustomer(world: World, state: PortoneState, customerUid: string): Response {
  const row = visible(world, state, customerUid)
  return row ? handled(customerAnnotation(row)) : failed(404, REST_MESSAGES.noCustomer)
}

/** GET /subscribe/customers?customer_uid[]=…: 207 when some are missing, 404 when all are. */
export function getCustomers(world: World, state: PortoneState, query: URLSearchParams): Response {
  const wanted = [...query.getAll('customer_uid[]'), ...query.getAll('customer_uid')]
  const found = wanted
    .map((uid) => visible(world, state, uid))
    .filter((row): row is CustomerRow => row !== undefined)
  if (found.length === 0) return failed(404, REST_MESSAGES.noCustomer)
  return handled(found.map(customerAnnotation), found.length < wanted.length ? 207 : 200)
}

/** DELETE is final: the customer_uid is unknown from then on. */
export function deleteCustomer(
  world: World,
  state: PortoneState,
  customerUid: string,
  query: URLSearchParams,
): Response {
  const row = visible(world, state, customerUid)
  if (!row) return failed(404, REST_MESSAGES.noCustomer)
  if (PG_RULES[row.pg]?.needsRequester && !query.get('extra[requester]'))
    return refused('extra[requester]: 이 PG에서는 필수 항목입니다.')
  row.key.revoked = true
  state.customers.delete(customerUid)
  return handled(customerAnnotation(row))
}
