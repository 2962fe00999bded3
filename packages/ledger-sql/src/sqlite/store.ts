// The ledger's database in a SQLite file: one connection reads, one writes; both are opened anew after a failure.
import { Kysely } from 'kysely'
import { codeOf, ledgerFailure } from '../failures.ts'
import { migrate } from '../migrate.ts'
import type { Schema } from '../schema.ts'
import { Undo, type Db, type Store } from '../store.ts'
import { openFile, type Connection } from './connection.ts'
import { sqliteDialect } from './dialect.ts'
import { makeWriter, type WriteTarget } from './writer.ts'

// After these the same connection works on; after any other it is not trusted again.
const HARMLESS = /^SQLITE_(BUSY|LOCKED|CONSTRAINT|ERROR)/

/** A store in the file at `path`. Nothing is opened before it is used. `pragmas` are added to our own: for tests. */
export function sqliteStore(path: string, pragmas: readonly string[] = []): Store {
  const file = reopening(path, pragmas)
  const reads: Db = new Kysely<Schema>({ dialect: sqliteDialect(() => file.now('reading').database) })
  const writer = makeWriter(
    async () => file.target(),
    (error) => file.failed(error),
  )
  const prepare = async (): Promise<void> => {
    if (file.ready()) return
    await writer.write((db) => migrate(db, 'sqlite'))
    file.migrated()
  }
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      await prepare()
      return await work()
    } catch (error) {
      if (error instanceof Undo) throw error
      file.failed(error)
      throw ledgerFailure(error)
    }
  }
  return {
    flavour: 'sqlite',
    read: (work) => guarded(() => work(reads)),
    write: (work) => guarded(() => writer.write(work)),
    writeOne: (work) => guarded(() => writer.write(work)),
    // Every process that has the file open has the same clock.
    skew: async () => 0,
    async close() {
      await writer.idle()
      file.close()
    },
  }
}

interface Both {
  readonly writing: Connection
  readonly reading: Connection
}

interface ReopeningFile {
  /** The connection to write on, opened if it is not, and known to be on the file that is there. */
  target(): WriteTarget
  now(which: keyof Both): Connection
  /** Open, and the tables are up to date. */
  ready(): boolean
  migrated(): void
  failed(error: unknown): void
  close(): void
}

function reopening(path: string, pragmas: readonly string[]): ReopeningFile {
  let both: Both | undefined
  let seen = false
  let ready = false
  let closed = false
  const now = (which: keyof Both): Connection => {
    if (!both) throw new Error('the database is closed')
    return both[which]
  }
  const db: Db = new Kysely<Schema>({ dialect: sqliteDialect(() => now('writing').database) })
  const shut = (): void => {
    both?.reading.close()
    both?.writing.close()
    both = undefined
    ready = false
  }
  return {
    target() {
      if (closed) throw new Error('the ledger is closed')
      both ??= { writing: openFile(path, seen, pragmas), reading: openFile(path, true, pragmas) }
      seen = true
      both.writing.assertInPlace()
      return { database: both.writing.database, db }
    },
    now,
    ready: () => ready && both !== undefined,
    migrated: () => (ready = true),
    failed(error) {
      if (!HARMLESS.test(codeOf(error))) shut()
    },
    close() {
      closed = true
      shut()
    },
  }
}
