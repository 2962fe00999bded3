// Brings the tables up to date. It runs inside one transaction that holds a lock, so two servers may start at once.
import { BillingError } from '@billing-register/contract'
import { sql } from 'kysely'
import { MIGRATIONS } from './migrations/index.ts'
import type { Db, Flavour } from './store.ts'

/** Any number will do, as long as every server uses the same: it is `billing` in letters of the phone keypad. */
const ADVISORY_LOCK = 2_455_464

/** Version of the tables that this package works with. */
export const CURRENT_VERSION: number = MIGRATIONS.length

/**
 * Applies what is missing up to version `target`. `db` is a transaction: either all of it is done or nothing.
 * Throws `ledger_unavailable` when the tables are newer than this package.
 */
export async function migrate(db: Db, flavour: Flavour, target: number = CURRENT_VERSION): Promise<void> {
  if (flavour === 'postgres') await sql`select pg_advisory_xact_lock(${ADVISORY_LOCK})`.execute(db)
  await sql`create table if not exists billing_migrations
    (version bigint not null primary key, applied_at bigint not null)`.execute(db)
  const version = await versionOf(db)
  if (version > CURRENT_VERSION) {
    throw new BillingError(
      'ledger_unavailable',
      `ledger: the database is of version ${version} and this package knows ${CURRENT_VERSION}; ` +
        'update @billing-register/ledger-sql',
    )
  }
  for (const [index, migration] of MIGRATIONS.slice(0, target).entries()) {
    if (index < version) continue
    for (const statement of migration(flavour)) await sql.raw(statement).execute(db)
    const row = { version: index + 1, applied_at: Date.now() }
    await db.insertInto('billing_migrations').values(row).execute()
  }
}

async function versionOf(db: Db): Promise<number> {
  const row = await db
    .selectFrom('billing_migrations')
    .select(({ fn }) => fn.max('version').as('version'))
    .executeTakeFirst()
  return Number(row?.version ?? 0)
}
