// The one place that talks to PGs: makes a call, never throws, and lets out nothing but listed facts.
import { Secret } from '../secret.ts'
import type { CallFailure, Exchange, PgRequest } from './exchange.ts'

const BODY_LIMIT = 65_536

// A connection that was never made cannot have carried the request. Only codes that a runtime gives to nothing else are
// listed: ETIMEDOUT, ECONNRESET or EHOSTUNREACH also end connections on which the request has already left.
const NEVER_CONNECTED: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'UND_ERR_CONNECT_TIMEOUT',
  'ConnectionRefused',
])

/**
 * Makes one call to a PG, once: no retry, no redirect followed, at most 64 KB read, ended after `timeoutMs`.
 * No AbortSignal is taken, because a closed tab must not stop a call that issues a key.
 * Never throws: errors of `fetch` quote URLs, which hold keys at some PGs, so they end here.
 * An injected `fetch` must not retry by itself.
 */
export async function callPg(
  request: PgRequest,
  context: { readonly fetch: typeof fetch },
): Promise<Exchange> {
  const { operation } = request
  const prepared = prepare(request)
  if (prepared === undefined) return { operation, failure: 'not-sent' }
  const deadline = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  // Raced as well, because an injected fetch may ignore its signal.
  const expired = new Promise<Exchange>((resolve) => {
    timer = setTimeout(() => {
      // In this order: what the abort makes of the call comes too late to count.
      resolve({ operation, failure: 'timeout' })
      deadline.abort()
    }, request.timeoutMs)
  })
  try {
    return await Promise.race([expired, exchange(operation, prepared, deadline.signal, context.fetch)])
  } finally {
    clearTimeout(timer)
  }
}

interface Prepared {
  readonly url: string
  readonly init: RequestInit
}

/** Everything that can throw before anything is sent. */
function prepare(request: PgRequest): Prepared | undefined {
  try {
    const headers = new Headers({ accept: 'application/json', ...request.headers })
    const init: RequestInit = { method: request.method, headers, redirect: 'manual' }
    if (request.body !== undefined) {
      headers.set('content-type', 'application/json')
      init.body = JSON.stringify(request.body)
    }
    return { url: new URL(request.url).href, init }
  } catch {
    return undefined
  }
}

async function exchange(
  operation: string,
  { url, init }: Prepared,
  signal: AbortSignal,
  fetch: typeof globalThis.fetch,
): Promise<Exchange> {
  try {
    const response = await fetch(url, { signal, ...init })
    const { status } = response
    const body = await readBody(response)
    return body === undefined ? { operation, status, failure: 'too-large' } : { operation, status, body }
  } catch (error) {
    return { operation, failure: failureOf(error) }
  }
}

/** The whole body as text; undefined when it is longer than the limit. */
async function readBody(response: Response): Promise<Secret | undefined> {
  const { headers } = response
  const length = headers.get('content-length')
  // The connection ends a body at the length that was told; unpacked it may still be longer.
  if (length !== null && Number(length) <= BODY_LIMIT && !headers.has('content-encoding')) {
    return new Secret(await response.text())
  }
  const reader = response.body?.getReader()
  if (reader === undefined) return new Secret('')
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return new Secret(text + decoder.decode())
    size += value.byteLength
    if (size > BODY_LIMIT) {
      // Not awaited: what matters is known, and a cancel may fail or hang.
      reader.cancel().catch(() => undefined)
      return undefined
    }
    text += decoder.decode(value, { stream: true })
  }
}

function failureOf(error: unknown): CallFailure {
  const codes = [codeOf(error), codeOf(causeOf(error))]
  return codes.some((code) => NEVER_CONNECTED.has(code)) ? 'not-sent' : 'lost'
}

const causeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : ''
