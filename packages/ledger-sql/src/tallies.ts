// What counts against a customer's hourly limit.
import { sql } from 'kysely'
import type { Context } from './ledger.ts'
import type { Db } from './store.ts'

const TABLE = 'billing_tallies'
/** No limit looks back further, ms. */
const KEPT_MS = 24 * 60 * 60_000

/** Counts one, and forgets what is too old to matter. */
export async function tally({ store, tenant }: Context, customerId: string, at: number): Promise<void> {
  await store.write((db) => add(db, { tenant, customer_id: customerId, at }))
}

/** Counts one unless there is no room for it. */
export async function tallyBelow(
  { store, tenant }: Context,
  customerId: string,
  at: number,
  since: number,
  limit: number,
): Promise<boolean> {
  return store.write(async (db) => {
    // Of many at once each must see the ones before it. SQLite has one writer at a time anyway.
    if (store.flavour === 'postgres') {
      const key = JSON.stringify([TABLE, tenant, customerId])
      await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(db)
    }
    if ((await countSince(db, tenant, customerId, since)).count >= limit) return false
    await add(db, { tenant, customer_id: customerId, at })
    return true
  })
}

/** How many since then, and when the oldest of them was. */
export async function tallied(
  { store, tenant }: Context,
  customerId: string,
  since: number,
): Promise<Tallied> {
  return store.read((db) => countSince(db, tenant, customerId, since))
}

interface Tallied {
  readonly count: number
  readonly oldest: number
}

async function add(db: Db, row: { tenant: string; customer_id: string; at: number }): Promise<void> {
  const mine = db
    .deleteFrom(TABLE)
    .where('tenant', '=', row.tenant)
    .where('customer_id', '=', row.customer_id)
  await mine.where('at', '<', row.at - KEPT_MS).execute()
  await db.insertInto(TABLE).values(row).execute()
}

async function countSince(db: Db, tenant: string, customerId: string, since: number): Promise<Tallied> {
  const row = await db
    .selectFrom(TABLE)
    .select(({ fn }) => [fn.countAll().as('count'), fn.min('at').as('oldest')])
    .where('tenant', '=', tenant)
    .where('customer_id', '=', customerId)
    .where('at', '>=', since)
    .executeTakeFirst()
  return { count: Number(row?.count ?? 0), oldest: Number(row?.oldest ?? since) }
}
