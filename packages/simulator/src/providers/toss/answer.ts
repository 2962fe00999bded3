// How the simulated Toss Payments answers: the result itself, or {code, message}, in Korean unless asked for English.
// Source: docs.tosspayments.com, reference/using-api (authorization, headers) and reference/error-codes.
import { TOSS_ERRORS, type TossCode } from './codes.ts'

/** What a piece of work came to, before it is written out. */
export type TossResult = { readonly body: unknown } | { readonly code: TossCode } | { readonly empty: true }

export function done(body: unknown): TossResult {
  return { body }
}

export function refused(code: TossCode): TossResult {
  return { code }
}

/** The text beside a code, in the language the caller accepts. */
function messageOf(code: TossCode, acceptLanguage: string): string {
  const [, korean, english] = TOSS_ERRORS[code]
  return /^\s*en/i.test(acceptLanguage) ? english : korean
}

/** @param traceId goes into x-tosspayments-trace-id; Toss support asks for it */
export function toResponse(result: TossResult, acceptLanguage: string, traceId: string): Response {
  const headers = { 'x-tosspayments-trace-id': traceId }
  if ('empty' in result) return new Response(null, { status: 200, headers })
  if ('body' in result) return Response.json(result.body, { headers })
  const message = messageOf(result.code, acceptLanguage)
  return Response.json({ code: result.code, message }, { status: TOSS_ERRORS[result.code][0], headers })
}
