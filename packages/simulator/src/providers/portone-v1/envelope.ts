// The envelope of every REST answer: {code, message, response}. 0 means handled, not "paid".
// Source: PortOne V1 REST specification.
import { FAILED, REFUSED } from './codes.ts'

export function handled(response: unknown, status = 200): Response {
  return Response.json({ code: 0, message: null, response }, { status })
}

/** HTTP 200, but refused: the message says why. */
export function refused(message: string): Response {
  return Response.json({ code: REFUSED, message, response: null })
}

export function failed(status: 400 | 401 | 404, message: string): Response {
  return Response.json({ code: FAILED, message, response: null }, { status })
}
