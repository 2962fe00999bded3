// What is due for a look: rows whose time has come, each leased to one server at a time, by the database's clock.
import { sql } from 'kysely'
import type { Context } from './ledger.ts'
import type { Db } from './store.ts'

/** Tables with a column `look_at`. */
export type Watched = 'billing_registrations' | 'billing_payments' | 'billing_payment_methods'

/** How a table's rows are read. */
interface Reading<Row, Kept> {
  /** The rows with these ids, in any order. */
  rows(db: Db, ids: readonly string[]): Promise<readonly Row[]>
  open(context: Context, row: Row): Promise<Kept>
}

/** Takes up to `limit` whose time to be looked at has come, the longest due first. Times are of this process's clock. */
export async function takeDue<Row extends { readonly id: string }, Kept>(
  context: Context,
  table: Watched,
  reading: Reading<Row, Kept>,
  now: number,
  leaseUntil: number,
  limit: number,
): Promise<readonly Kept[]> {
  const ids = await lease(context, table, now, leaseUntil, limit)
  if (ids.length === 0) return []
  const rows = await context.store.read((db) => reading.rows(db, ids))
  const byId = new Map(rows.map((row) => [row.id, row]))
  return Promise.all(ids.flatMap((id) => byId.get(id) ?? []).map((row) => reading.open(context, row)))
}

/** Leases them. Answers their ids. */
async function lease(
  { store, tenant }: Context,
  table: Watched,
  now: number,
  leaseUntil: number,
  limit: number,
): Promise<readonly string[]> {
  const skew = await store.skew()
  const due = async (db: Db, lock: boolean): Promise<string[]> => {
    const { rows } = await sql<{ id: string }>`select id from ${sql.table(table)}
      where tenant = ${tenant} and look_at <= ${now + skew} order by look_at limit ${limit}
      ${sql.raw(lock ? 'for update skip locked' : '')}`.execute(db)
    return rows.map(({ id }) => id)
  }
  // Asked often, and nearly always there is nothing: that must cost no commit.
  if ((await store.read((db) => due(db, false))).length === 0) return []
  return store.write(async (db) => {
    // What another server is just taking is left to it.
    const ids = await due(db, store.flavour === 'postgres')
    if (ids.length > 0) {
      await sql`update ${sql.table(table)} set look_at = ${leaseUntil + skew}
        where id in (${sql.join(ids)})`.execute(db)
    }
    return ids
  })
}
