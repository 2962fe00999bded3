// Searches logs and database files for what may stand nowhere: the run's marker in any spelling, keys, transactions.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** What is searched for. */
export interface Needles {
  /** A text that stands in every secret of the run. */
  readonly marker: string
  /** Whole values that carry no marker: claims, customer_uid and the like. */
  readonly values: readonly string[]
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
export function hasNeedle(bytes: Buffer, { marker, values }: Needles): boolean {
  if (spellings(marker).some((spelling) => bytes.includes(spelling))) return true
  if (values.length === 0) return false
  const known = new Set(values)
  // Whole words only: that is how a value stands in a row, a log line or a URL.
  const words = bytes.toString('latin1').match(/[\w-]{12,64}/g) ?? []
  return words.some((word) => known.has(word))
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
