// Measurements of a script that is run on the sources, in a process of its own; its last line is the rows as JSON.
import { execFileSync } from 'node:child_process'
import type { Row } from './row.ts'

const MAX_BUFFER = 2 ** 24

/** Runs the script and reads its rows. */
export function rowsFrom(script: string, ...options: readonly string[]): Row[] {
  const args = ['--conditions=@billing/source', '--import', 'tsx', script, ...options]
  const output = execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: MAX_BUFFER })
  return JSON.parse(output.trim().split('\n').at(-1) ?? '[]')
}
