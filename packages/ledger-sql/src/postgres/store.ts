// The ledger's database in Postgres: any number of servers, each transaction on disk at the primary when it resolves.
import { setTimeout } from 'node:timers/promises'
import { BillingError } from '@billing-register/contract'
import { Kysely, sql, type Dialect } from 'kysely'
import { codeOf, ledgerFailure } from '../failures.ts'
import { migrate } from '../migrate.ts'
import type { Schema } from '../schema.ts'
import { Undo, type Db, type Store } from '../store.ts'
import { clockSkew } from './skew.ts'

// Postgres has undone everything and says so: doing it again cannot do it twice.
const ABORTED = /^(40001|40P01)$/
const TRIES = 8
const FIRST_PAUSE_MS = 5

/** A store on the dialect's database. Nothing is asked before it is used. `now`: this process's clock, ms. */
export function postgresStore(dialect: Dialect, now: () => number): Store {
  const db = new Kysely<Schema>({ dialect })
  let ready: Promise<void> | undefined
  const skew = clockSkew(db, now)
  const prepare = (): Promise<void> => {
    ready ??= open(db).catch((error: unknown) => {
      ready = undefined
      throw error
    })
    return ready
  }
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      await prepare()
      return await work()
    } catch (error) {
      if (error instanceof Undo) throw error
      throw ledgerFailure(error)
    }
  }
  return {
    flavour: 'postgres',
    read: (work) => guarded(() => work(db)),
    write: (work) => guarded(() => transact(db, work)),
    writeOne: (work) => guarded(() => untilNotAborted(() => work(db))),
    skew: () => guarded(skew),
    close: () => db.destroy(),
  }
}

const transact = <T>(db: Db, work: (db: Db) => Promise<T>): Promise<T> =>
  untilNotAborted(() => db.transaction().execute(work))

async function untilNotAborted<T>(work: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work()
    } catch (error) {
      if (!ABORTED.test(codeOf(error)) || tried >= TRIES) throw error
      await setTimeout(FIRST_PAUSE_MS * 2 ** tried * Math.random())
    }
  }
}

async function open(db: Db): Promise<void> {
  await assertSafe(db)
  await transact(db, (transaction) => migrate(transaction, 'postgres'))
}

interface Settings {
  readonly replica: boolean
  readonly commit: string
  readonly fsync: string
}

// What is called durable must be durable: a database that was told to be careless is refused.
async function assertSafe(db: Db): Promise<void> {
  const { rows } = await sql<Settings>`select pg_is_in_recovery() as replica,
    current_setting('synchronous_commit') as commit, current_setting('fsync') as fsync`.execute(db)
  const [settings] = rows
  if (settings?.replica) refuse('the address is of a read-only replica; give that of the primary')
  if (settings?.commit === 'off') refuse('synchronous_commit is off: a crash could lose a key; set it to on')
  if (settings?.fsync === 'off') refuse('fsync is off: a crash could lose everything; set it to on')
}

function refuse(message: string): never {
  throw new BillingError('ledger_unavailable', `ledger: ${message}`)
}
