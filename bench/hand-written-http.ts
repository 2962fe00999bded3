// What the hand-written handler does with every request: problems, and who may ask in which form.
import type { Context } from 'hono'
import type * as z from 'zod/mini'

/** What the handler finds in its context. */
export interface Env {
  Variables: { requestId: string }
}

const JSON_TYPE = /^application\/json\s*(;|$)/i

/** An RFC 9457 problem. */
export const problem = (
  c: Context<Env>,
  status: 400 | 401 | 403 | 404 | 409 | 410 | 415 | 429 | 500,
  code: string,
): Response =>
  c.body(JSON.stringify({ type: 'about:blank', status, code, requestId: c.var.requestId }), status, {
    'content-type': 'application/problem+json',
  })

/** The JSON body, checked; undefined when it is not what it must be. */
export async function parse<T>(c: Context<Env>, schema: z.ZodMiniType<T>): Promise<T | undefined> {
  try {
    const result = schema.safeParse(await c.req.json())
    return result.success ? result.data : undefined
  } catch {
    return undefined
  }
}

/** Why a request goes no further: its origin, its form, its version. */
export function refusal(
  c: Context<Env>,
  origin: string | undefined,
  ownOrigin: string,
): Response | undefined {
  const own = origin === undefined ? c.req.header('sec-fetch-site') === 'same-origin' : origin === ownOrigin
  if (c.req.method === 'POST' && !own) return problem(c, 403, 'origin_refused')
  if (c.req.method === 'POST' && !JSON_TYPE.test(c.req.header('content-type') ?? '')) {
    return problem(c, 415, 'unsupported_media_type')
  }
  return (c.req.header('billing-version') ?? '1') === '1' ? undefined : problem(c, 400, 'unsupported_version')
}
