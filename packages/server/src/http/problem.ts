// Turns whatever was thrown into an RFC 9457 problem. Only our own errors speak; anything else is `internal`.
import { BillingError, isBillingError, type Locale } from '@billing-register/contract'
import { problemOf } from '../registration/view.ts'

/** Errors in which the developer's message may be shown: it speaks of the request, not of the server. */
const SHOWN = 499

/** The problem document for an error, as a response. */
export function problemResponse(error: unknown, locale: Locale, requestId: string): Response {
  const known = isBillingError(error) ? error : new BillingError('internal', 'internal error')
  const title = known.status <= SHOWN ? known.message : undefined
  const headers = new Headers({ 'content-type': 'application/problem+json' })
  if (known.retryAfter !== undefined) headers.set('retry-after', String(known.retryAfter))
  const problem = problemOf(known.code, locale, requestId, title)
  return new Response(JSON.stringify(problem), { status: problem.status, headers })
}
