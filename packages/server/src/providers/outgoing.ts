// Makes the merchant's values fit what PGs take: length in bytes, characters to keep out, phone numbers.

/** Length in UTF-8 bytes. */
export function byteLength(text: string): number {
  // Most values are printable ASCII, and an encoder costs more than looking.
  return /^[ -~]*$/.test(text) ? text.length : new TextEncoder().encode(text).length
}

/** As many whole characters as fit into so many UTF-8 bytes. */
export function fitBytes(text: string, max: number): string {
  let fitted = ''
  let size = 0
  for (const character of text) {
    size += byteLength(character)
    if (size > max) break
    fitted += character
  }
  return fitted.trimEnd()
}

/**
 * One line without the characters that Danal's card protocol breaks on: `& ' " \ < > | , +` and control characters.
 * Each run of them becomes one space.
 */
export const plainText = (text: string): string => text.replace(/[&'"\\<>|,+\p{C}\s]+/gu, ' ').trim()

/** One line: each run of white space and control characters becomes one space. */
export const oneLine = (text: string): string => text.replace(/[\p{C}\s]+/gu, ' ').trim()

/** The digits of a Korean phone number (`+82 10-1234-5678` → `01012345678`); undefined for what is none. */
export function phoneDigits(phone: unknown): string | undefined {
  const digits = (typeof phone === 'string' ? phone : '').replace(/\D/g, '').replace(/^820?/, '0')
  return digits.length >= 8 && digits.length <= 16 ? digits : undefined
}

/** An e-mail address that a PG will not choke on; undefined for anything else, because it is optional everywhere. */
export const emailFor = (email: unknown, maxBytes: number): string | undefined =>
  typeof email === 'string' &&
  /^[^\s@<>"',;\\]+@[^\s@<>"',;\\]+\.[^\s@<>"',;\\]+$/.test(email) &&
  byteLength(email) <= maxBytes
    ? email
    : undefined

/**
 * A page's address to which a PG adds its parameters. How they are joined to a query that is there is not documented
 * everywhere; one that ends with `&` reads right either way. A fragment would come to stand before them.
 */
export function addressToJoin(page: string): string {
  const url = new URL(page)
  url.hash = ''
  return url.search === '' ? url.href : `${url.href}&`
}
