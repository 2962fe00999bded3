// Fresh databases of both kinds, for tests that must hold on both.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import Database from 'libsql'
import { testFolder, type TestFolder } from './files.ts'
import { query, startPostgres, type TestPostgres } from './postgres.ts'

/** A database that is behind a ledger, reached past it. */
export interface TestDatabase {
  /** What `sqlLedger` takes. */
  readonly target: string
  /** Runs a statement as somebody with access to the database would. */
  run(statement: string): Promise<void>
  /** Every byte that is kept: the files with their logs, or what pg_dump writes. */
  bytes(): string
}

/** A kind of database. */
export interface DatabaseKind {
  readonly name: 'SQLite' | 'Postgres'
  start(): Promise<void>
  fresh(): Promise<TestDatabase>
  stop(): Promise<void>
}

/** Both kinds. Start one before its tests and stop it after them. */
export const DATABASE_KINDS: readonly DatabaseKind[] = [sqlite(), postgres()]

function sqlite(): DatabaseKind {
  let folder: TestFolder | undefined
  return {
    name: 'SQLite',
    async start() {
      folder = testFolder()
    },
    async fresh() {
      if (!folder) throw new Error('not started')
      const path = folder.fresh()
      return {
        target: `file:${path}`,
        run: async (statement) => runOn(path, statement),
        bytes: () => filesOf(path),
      }
    },
    async stop() {
      folder?.remove()
    },
  }
}

function runOn(path: string, statement: string): void {
  const database = new Database(path)
  try {
    database.prepare('PRAGMA busy_timeout=2000').all([])
    database.exec(statement)
  } finally {
    database.close()
  }
}

const filesOf = (path: string): string =>
  readdirSync(dirname(path))
    .filter((name) => name.startsWith(basename(path)))
    .map((name) => readFileSync(join(dirname(path), name), 'latin1'))
    .join('\n')

function postgres(): DatabaseKind {
  let server: TestPostgres | undefined
  return {
    name: 'Postgres',
    async start() {
      server = await startPostgres()
    },
    async fresh() {
      const started = server
      if (!started) throw new Error('not started')
      const target = await started.createDatabase()
      return { target, run: (statement) => query(target, statement), bytes: () => started.dump(target) }
    },
    async stop() {
      await server?.stop()
    },
  }
}
