// Lenient readers for what a PG answers: a value of an unexpected type reads as absent, never as an exception.

/** A JSON object, field by field. */
export type Fields = Readonly<Record<string, unknown>>

/** The value as a JSON object; undefined for anything else, arrays included. */
export function fieldsOf(value: unknown): Fields | undefined {
  return isFields(value) ? value : undefined
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A field's own value. */
export const field = (fields: Fields | undefined, name: string): unknown =>
  fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined

/** A string with something in it, or a number as text; untrimmed. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

/** An integer, or a string of digits (`"9900"`, `"9900.00"`). */
export function integerOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}(\.0{1,4})?$/.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined
}

/** A boolean, or its name. */
export function booleanOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  const name = typeof value === 'string' ? value.toLowerCase() : ''
  return name === 'true' ? true : name === 'false' ? false : undefined
}

/** Text that is fit to be shown to a customer as plain text: one line, at most 40 characters. */
export function shownText(value: unknown): string | undefined {
  const text = typeof value === 'string' ? value.replace(/[\p{C}\s]+/gu, ' ').trim() : ''
  return text === '' ? undefined : Array.from(text).slice(0, 40).join('')
}

/** A PG's own code, only if it is of a shape that may be logged. */
export const loggableCode = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[\w.-]{1,40}$/.test(value) ? value : undefined

/** Whether an HTTP status says that the request was handled. */
export const isOk = (status: number | undefined): boolean =>
  status !== undefined && status >= 200 && status < 300
