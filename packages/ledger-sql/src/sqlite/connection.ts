// One connection to a SQLite file, opened so that what was committed stays.
import { closeSync, existsSync, openSync, statSync } from 'node:fs'
import { BillingError } from '@billing-register/contract'
import Database from 'libsql'

/** How long SQLite itself waits for another process, ms. It blocks this process: the longer wait is ours. */
const BUSY_MS = 50

/** A connection with the identity of the file behind it. */
export interface Connection {
  readonly database: Database.Database
  /** Throws when the file has been moved or replaced: what was written then would be lost. */
  assertInPlace(): void
  close(): void
}

// Executed, not prepared: a statement keeps the file open until it is collected, however firmly it is closed.
const PRAGMAS = [`busy_timeout=${BUSY_MS}`, 'journal_mode=WAL', 'synchronous=FULL', 'foreign_keys=ON']

/**
 * Opens the file. With `mustExist` it is not made: a file that was there and is gone must not begin anew, empty.
 * `pragmas` come after our own.
 */
export function openFile(path: string, mustExist: boolean, pragmas: readonly string[]): Connection {
  if (!existsSync(path)) {
    if (mustExist) throw gone()
    // Readable by its owner only; SQLite gives its -wal and -shm files the same mode.
    closeSync(openSync(path, 'a', 0o600))
  }
  const { ino, dev } = statSync(path)
  const database = new Database(path)
  try {
    for (const pragma of [...PRAGMAS, ...pragmas]) database.exec(`PRAGMA ${pragma}`)
  } catch (error) {
    database.close()
    throw error
  }
  return {
    database,
    assertInPlace() {
      const now = statSync(path, { throwIfNoEntry: false })
      if (now?.ino !== ino || now.dev !== dev) throw gone()
    },
    close: () => shut(database),
  }
}

// The driver lets go of the file only when its statements are collected. Until then nothing may stay locked, and what
// is in the -wal file is brought into the database, so that whoever copies it has everything.
function shut(database: Database.Database): void {
  if (!database.open) return
  try {
    if (database.inTransaction) database.exec('rollback')
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  } catch {
    // It is being closed because something is wrong with it, or another process is reading.
  } finally {
    database.close()
  }
}

const gone = (): BillingError =>
  new BillingError(
    'ledger_unavailable',
    'ledger: the database file was moved or replaced while in use; put it back (with its -wal file)',
  )
