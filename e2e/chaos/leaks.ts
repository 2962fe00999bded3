// Searches logs and database files for what may stand nowhere: the run's marker in any spelling, keys, transactions.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** What is searched for. */
export interface Needles {
  /** A text that stands in every secret of the run. */
  readonly marker: string
  /** Whole values that carry no marker: claims, customer_uid and the like. */
  readonly values: readonly string[]
  /** Digits of typed cards, however they are grouped. */
  readonly digits?: readonly string[]
}

/** The marker as it is, in hex, and as it becomes inside base64, wherever it begins. */
function spellings(marker: string): readonly Buffer[] {
  const inBase64 = [0, 1, 2].map((shift) =>
    // Base64 depends on the position: cut what the neighbours influence.
    Buffer.from('x'.repeat(shift) + marker)
      .toString('base64')
      .replace(/=+$/, '')
      .slice(shift === 0 ? 0 : 4, -2),
  )
  return [marker, Buffer.from(marker).toString('hex'), ...inBase64].map((text) => Buffer.from(text))
}

/** Whether one of the needles stands in these bytes. */
export function hasNeedle(bytes: Buffer, { marker, values, digits = [] }: Needles): boolean {
  if (spellings(marker).some((spelling) => bytes.includes(spelling))) return true
  if (hasDigits(bytes.toString('latin1'), digits)) return true
  return hasValue(bytes.toString('latin1'), values)
}

function hasValue(text: string, values: readonly string[]): boolean {
  if (values.length === 0) return false
  const known = new Set(values)
  // Whole words only: that is how a value stands in a row, a log line or a URL.
  return (text.match(/[\w-]{12,64}/g) ?? []).some((word) => known.has(word))
}

/** Registrations whose sealed parts hold, once they are opened, what may not even be kept sealed. */
export function searchOpened(
  opened: ReadonlyMap<string, string>,
  { values, digits = [] }: Omit<Needles, 'marker'>,
): string[] {
  return [...opened]
    .filter(([, text]) => hasDigits(text, digits) || hasValue(text, values))
    .map(([id]) => `a typed card, sealed in ${id}`)
}

/** Whether digits of a card stand in a text: as they are, in groups, in hex, or in base64 wherever that begins. */
export function hasDigits(text: string, digits: readonly string[]): boolean {
  if (digits.length === 0) return false
  const wanted = new Set(digits)
  const lengths = [...new Set(digits.map(({ length }) => length))]
  const stands = (plain: string): boolean =>
    (plain.replace(/(?<=\d)[ -](?=\d)/g, '').match(/\d{6,}/g) ?? []).some((run) =>
      lengths.some((length) =>
        Array.from(run, (_, at) => run.slice(at, at + length)).some((part) => wanted.has(part)),
      ),
    )
  const inHex = (text.match(/(?:3\d){6,}/g) ?? []).map((hex) => Buffer.from(hex, 'hex').toString('latin1'))
  const inBase64 = (text.match(/[\w+/-]{14,}/g) ?? []).flatMap((word) =>
    [0, 1, 2, 3].map((shift) => Buffer.from(word.slice(shift), 'base64').toString('latin1')),
  )
  return stands(text) || stands(inHex.join('\n')) || inBase64.some(stands)
}

/** Files under the folders in which a needle stands. */
export function searchFolders(folders: readonly string[], needles: Needles): string[] {
  return folders.flatMap((folder) =>
    filesOf(folder)
      .filter((path) => hasNeedle(readFileSync(path), needles))
      .map((path) => relative(folder, path)),
  )
}

function filesOf(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}
