// One request to the merchant's endpoint. Whatever goes wrong becomes a Problem; nothing is thrown.
import {
  VERSION_HEADER,
  WIRE_VERSION,
  type ErrorCode,
  type ErrorRetry,
  type Locale,
  type Problem,
} from '@billing-register/contract'

/** Where and how to ask. `headers` is asked anew for every request (bearer tokens). */
export interface Endpoint {
  readonly url: string
  readonly locale: Locale
  readonly headers: (() => HeadersInit | Promise<HeadersInit>) | undefined
}

/** Either `value` or `problem` is present. */
export type Answer<T> = { value: T; problem?: never } | { value?: never; problem: Problem }

/** Milliseconds after which an answer is no longer waited for; twice as long where the server has to work. */
const PATIENCE = 10_000

/** A problem that the page found. `detail` stays empty: the element has its own short texts for these. */
export const localProblem = (code: ErrorCode, retry: ErrorRetry = 'new', status = 0): Problem => ({
  type: code,
  title: code,
  status,
  code,
  detail: '',
  retry,
})

/**
 * Asks the endpoint: `POST` where there is a body, else `GET`, unless another method is named.
 * @param proof a field that a good answer has; without it the answer is `bad_response`
 * @returns the answer, the server's problem, or `network` | `bad_response`
 */
export async function ask<T extends object>(
  endpoint: Endpoint,
  path: string,
  proof: keyof T,
  body?: object,
  method: string = body ? 'POST' : 'GET',
): Promise<Answer<T>> {
  let status = 0
  try {
    const headers = new Headers(await endpoint.headers?.())
    headers.set(VERSION_HEADER, WIRE_VERSION)
    headers.set('Accept-Language', endpoint.locale)
    headers.set('Content-Type', 'application/json')
    const response = await fetch(endpoint.url + path, {
      signal: AbortSignal.timeout(body ? PATIENCE * 2 : PATIENCE),
      headers,
      // What the click says must survive the page that the window replaces.
      keepalive: !!body,
      body: JSON.stringify(body),
      method,
      credentials: 'include',
    })
    status = response.status
    const answer: T & Problem = await response.json()
    if (answer[proof]) return { value: answer }
    if (answer.code) return { problem: answer }
  } catch {
    // Offline, refused, too late (status 0), or an answer that is not JSON.
  }
  return { problem: localProblem(status ? 'bad_response' : 'network', 'same', status) }
}
