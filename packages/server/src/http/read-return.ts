// Reads what came to the return door: whatever a PG's window sends, in whichever form.
import type { RawReturn } from '@billing-register/contract'
import { rawReturn } from './own-requests.ts'
import { parseJson, readText, type Incoming } from './read-body.ts'

/** Query parameter of a return that is sent a second time from our own origin. */
export const AGAIN_FIELD = 'billing_again'

/**
 * What came to the return door: query, form and JSON together, as short strings. Unreadable parts are left out.
 * Throws as {@link readText} does.
 */
export async function readReturn(incoming: Incoming): Promise<RawReturn> {
  const { raw } = incoming
  const fields = new Map(new URL(raw.url).searchParams)
  // Our own mark is not part of what came back.
  fields.delete(AGAIN_FIELD)
  if (raw.method === 'POST') {
    const type = raw.headers.get('content-type') ?? ''
    const text = await readText(incoming)
    const entries = type.includes('json') ? jsonEntries(text) : [...new URLSearchParams(text)]
    for (const [name, value] of entries) fields.set(name, value)
  }
  return rawReturn(Object.fromEntries(fields), 'return')
}

function jsonEntries(text: string): [string, string][] {
  const value = parseJson(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return []
  return Object.entries(value).flatMap(([name, field]): [string, string][] => {
    if (typeof field === 'string') return [[name, field]]
    return typeof field === 'number' || typeof field === 'boolean' ? [[name, String(field)]] : []
  })
}
