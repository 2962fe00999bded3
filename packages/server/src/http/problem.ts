// Turns whatever was thrown into an RFC 9457 problem. Only our own errors speak; anything else is `internal`.
import {
  BILLING_ERRORS,
  type BillingError,
  type ErrorCode,
  type PaymentMethodKind,
  type Problem,
} from '@billing-register/contract'
import { problemText } from '../text/problem-text.ts'
import type { Words } from '../text/words.ts'

/** Errors in which the developer's message may be shown: it speaks of the request, not of the server. */
const SHOWN = 499

/** An RFC 9457 problem for a code. `title` is for developers; `kind` is what the text speaks of. */
export function problemOf(
  code: ErrorCode,
  words: Words,
  requestId: string | undefined,
  title: string = code.replaceAll('_', ' '),
  kind?: PaymentMethodKind,
): Problem {
  const { status, retry } = BILLING_ERRORS[code]
  return {
    type: `urn:billing-register:${code}`,
    title,
    status,
    code,
    detail: problemText(words, code, kind),
    retry,
    ...(requestId ? { requestId } : {}),
  }
}

/** The problem document for an error. */
export function problemFor(error: BillingError, words: Words, requestId: string): Problem {
  const problem = problemOf(error.code, words, requestId, error.status <= SHOWN ? error.message : undefined)
  if (error.said !== undefined) problem.detail = error.said
  return problem
}
