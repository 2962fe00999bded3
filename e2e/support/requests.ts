// Counts requests of one kind on the wire, and finds addresses there.
import type { Exchange } from './wire.ts'

/** Requests with this method whose path matches, oldest first. */
export const requestsOf = (
  exchanges: readonly Exchange[],
  method: string,
  path: RegExp,
): readonly Exchange[] =>
  exchanges.filter((exchange) => exchange.method === method && path.test(exchange.path))

/** Registrations that pages asked for. */
export const CREATE = /^\/billing\/registrations$/
/** Requests to finish a registration. */
export const COMPLETE = /^\/billing\/registrations\/[^/]+\/complete$/
/** The door that a PG's window comes back to. */
export const RETURN = /^\/billing\/registrations\/[^/]+\/return$/
/** Register windows that were opened, of any PG. */
export const OPEN_WINDOW = /\/(danal\/window|portone-v1\/request-pay|portone-v2\/checkout|toss\/v2\/window)$/
