// Reads the texts of a webhook: untrusted, and looked up in the ledger.
import { fieldsOf, type Fields } from './answer.ts'

/** A body as a JSON object; undefined for anything else. */
export function jsonFields(body: string): Fields | undefined {
  try {
    return fieldsOf(JSON.parse(body))
  } catch {
    return undefined
  }
}

/** An identifier in printable ASCII without spaces, at most `max` characters. Ours are far shorter. */
export const refText = (value: unknown, max = 64): string | undefined =>
  typeof value === 'string' && value.length <= max && /^[\x21-\x7e]+$/.test(value) ? value : undefined
