// Folders for the database files of a test, removed afterwards.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder of one's own. */
export interface TestFolder {
  /** A path that nothing is at yet. */
  fresh(): string
  remove(): void
}

/** Makes one. */
export function testFolder(): TestFolder {
  const folder = mkdtempSync(join(tmpdir(), 'billing-sqlite-'))
  let files = 0
  return {
    fresh() {
      files += 1
      return join(folder, `${files}.db`)
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
