// Writes of this process, one after the other; those that wait share a commit, so that one fsync serves them all.
import { setImmediate, setTimeout } from 'node:timers/promises'
import type Database from 'libsql'
import { codeOf } from '../failures.ts'
import type { Db } from '../store.ts'

/** Most transactions that share a commit. */
const MAX_SHARED = 64
/** How long another process may hold the write lock, ms. */
const LOCK_PATIENCE_MS = 5000
const LOCK_PAUSE_MS = 5

interface Job {
  /** Does its queries and keeps its result. It may be undone and run again. */
  run(db: Db): Promise<void>
  /** Everything is on disk. */
  done(): void
  failed(error: unknown): void
}

/** Opens or gives what is open: the connection to write on, and the queries on it. */
export interface WriteTarget {
  database: Database.Database
  db: Db
}

/** Queues transactions. */
export interface Writer {
  write<T>(work: (db: Db) => Promise<T>): Promise<T>
  /** Resolves when everything that was queued is done. */
  idle(): Promise<void>
}

/** A writer. `target` is asked before each commit; `failed` is told of an error that ended a whole commit. */
export function makeWriter(target: () => Promise<WriteTarget>, failed: (error: unknown) => void): Writer {
  const queue: Job[] = []
  let running: Promise<void> | undefined
  const drain = async (): Promise<void> => {
    while (queue.length > 0) {
      // Whoever is about to write in this turn of the event loop comes along.
      await setImmediate()
      await commitTogether(queue.splice(0, MAX_SHARED), target, failed)
    }
    running = undefined
  }
  return {
    write<T>(work: (db: Db) => Promise<T>): Promise<T> {
      return new Promise<T>((resolve, reject) => {
        let keep = (): void => {}
        queue.push({
          async run(db) {
            const value = await work(db)
            keep = () => resolve(value)
          },
          done: () => keep(),
          failed: reject,
        })
        running ??= drain()
      })
    },
    async idle() {
      await running
    },
  }
}

async function commitTogether(
  jobs: readonly Job[],
  target: () => Promise<WriteTarget>,
  failed: (error: unknown) => void,
): Promise<void> {
  let database: Database.Database | undefined
  try {
    const opened = await target()
    database = opened.database
    await begin(database)
    const good = (await runAll(jobs, opened)) ? jobs : await runEach(jobs, opened)
    database.exec('commit')
    for (const job of good) job.done()
  } catch (error) {
    rollback(database)
    failed(error)
    for (const job of jobs) job.failed(error)
  }
}

/** Runs them as one. Nearly always they all succeed; where one does not, everything is undone and this is false. */
async function runAll(jobs: readonly Job[], { database, db }: WriteTarget): Promise<boolean> {
  try {
    for (const job of jobs) await job.run(db)
    return true
  } catch (error) {
    // SQLite has given up the whole transaction by itself (disk full, input/output error): so must we.
    if (!database.inTransaction) throw error
    database.exec('rollback')
    await begin(database)
    return false
  }
}

/** Runs each for itself, and answers those that succeeded: what one has done is undone if it fails, the others stand. */
async function runEach(jobs: readonly Job[], target: WriteTarget): Promise<readonly Job[]> {
  const good: Job[] = []
  for (const job of jobs) if (await runOne(job, target)) good.push(job)
  return good
}

// Waiting inside SQLite would stop this process, so it is asked again instead.
async function begin(database: Database.Database): Promise<void> {
  for (const until = Date.now() + LOCK_PATIENCE_MS; ;) {
    try {
      database.exec('begin immediate')
      return
    } catch (error) {
      if (!codeOf(error).startsWith('SQLITE_BUSY') || Date.now() > until) throw error
      await setTimeout(LOCK_PAUSE_MS)
    }
  }
}

async function runOne(job: Job, { database, db }: WriteTarget): Promise<boolean> {
  database.exec('savepoint job')
  try {
    await job.run(db)
    database.exec('release job')
    return true
  } catch (error) {
    if (!database.inTransaction) throw error
    database.exec('rollback to job')
    database.exec('release job')
    job.failed(error)
    return false
  }
}

function rollback(database: Database.Database | undefined): void {
  try {
    if (database?.open && database.inTransaction) database.exec('rollback')
  } catch {
    // The connection is closed after a failure anyway, and that undoes it.
  }
}
