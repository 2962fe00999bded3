// An answer of a PG as a test has it: text as it is, anything else as JSON.
import type { Exchange } from '../http/exchange.ts'
import { Secret } from '../secret.ts'

/** `change`: what else came of the call, such as a failure while it was read. */
export const answered = (
  operation: string,
  status: number,
  body: unknown,
  change: Partial<Exchange> = {},
): Exchange => ({
  operation,
  status,
  body: new Secret(typeof body === 'string' ? body : JSON.stringify(body)),
  ...change,
})
