// Files with secrets in them: made for their owner alone, and never over another file.
import { closeSync, openSync, writeSync } from 'node:fs'
import { UsageError } from './io.ts'

const OWNER_ONLY = 0o600

/** A file that grows line by line. */
export interface PrivateFile {
  write(line: string): void
  close(): void
}

/** Makes `path`. Throws UsageError when something is there already. */
export function makePrivateFile(path: string): PrivateFile {
  const file = open(path)
  return { write: (line) => void writeSync(file, `${line}\n`), close: () => closeSync(file) }
}

function open(path: string): number {
  try {
    return openSync(path, 'wx', OWNER_ONLY)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EEXIST')
      throw new UsageError(`${path} exists already: name another file, or remove it first`)
    throw new UsageError(`${path} cannot be made (${String(code)})`)
  }
}
