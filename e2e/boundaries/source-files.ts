// The project's own TypeScript, for tests that read it.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const FOLDERS = ['packages', 'demo/src', 'scripts', 'bench']
const NOT_OURS = /(^|\/)(node_modules|dist)\//

/** A file of the project: its path from the root, and its text. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** Every TypeScript file of the packages, the demo and the scripts. */
export function sourceFiles(): SourceFile[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((path) => join(folder, path))
      .filter((path) => path.endsWith('.ts') && !NOT_OURS.test(path))
      .map((path) => ({ path, text: readFileSync(path, 'utf8') })),
  )
}
