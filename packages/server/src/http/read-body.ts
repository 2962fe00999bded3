// Reads what was sent, with a limit, and never throws a parser's own error: it would quote the input.
import { BillingError, type RawReturn } from '@billing-register/contract'
import { rawReturn } from '@billing-register/contract/schema'
import type * as z from 'zod/mini'

/** Largest body that is read, bytes. */
const MAX_BODY_BYTES = 16 * 1024

/** Query parameter of a return that is sent a second time from our own origin. */
export const AGAIN_FIELD = 'billing_again'

async function readText(request: Request): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge()
  const reader = request.body?.getReader()
  if (!reader) return ''
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new BillingError('invalid_request', 'body: it ended too early')
    })
    if (done) return text + decoder.decode()
    size += value.byteLength
    if (size > MAX_BODY_BYTES) {
      // Not awaited: a body that is read elsewhere, too, ends only when all readers have.
      reader.cancel().catch(() => undefined)
      throw tooLarge()
    }
    text += decoder.decode(value, { stream: true })
  }
}

const tooLarge = (): BillingError => new BillingError('body_too_large', 'body: at most 16 KB')

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * The JSON body, checked. Throws `unsupported_media_type`, `body_too_large`, or `invalid_request` naming the
 * first field that is wrong.
 */
export async function readJson<T>(request: Request, schema: z.ZodMiniType<T>): Promise<T> {
  const type = request.headers.get('content-type') ?? ''
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new BillingError('unsupported_media_type', 'content-type: must be application/json')
  }
  const parsed = schema.safeParse(parseJson(await readText(request)))
  if (parsed.success) return parsed.data
  const where = parsed.error.issues[0]?.path.join('.') || 'body'
  throw new BillingError('invalid_request', `${where}: missing or not of the documented form`)
}

/** What came to the return door: query, form and JSON together, as short strings. Unreadable parts are left out. */
export async function readReturn(request: Request): Promise<RawReturn> {
  const fields = new Map(new URL(request.url).searchParams)
  // Our own mark is not part of what came back.
  fields.delete(AGAIN_FIELD)
  if (request.method === 'POST') {
    const type = request.headers.get('content-type') ?? ''
    const text = await readText(request)
    const entries = type.includes('json') ? jsonEntries(text) : [...new URLSearchParams(text)]
    for (const [name, value] of entries) fields.set(name, value)
  }
  const parsed = rawReturn.safeParse(Object.fromEntries(fields))
  return parsed.success ? parsed.data : {}
}

function jsonEntries(text: string): [string, string][] {
  const value = parseJson(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  return Object.entries(value).flatMap(([name, field]): [string, string][] => {
    if (typeof field === 'string') return [[name, field]]
    return typeof field === 'number' || typeof field === 'boolean' ? [[name, String(field)]] : []
  })
}
