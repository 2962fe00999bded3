// Secrets for minutes, sealed among the database's own: `brief/<end>/<name>` is what their rows are called.
import { Secret, type BriefSecrets } from '@billing-register/server'
import { sql } from 'kysely'
import type { Context } from './ledger.ts'
import type { Db } from './store.ts'

const TABLE = 'billing_secrets'
const PREFIX = 'brief/'
/** Digits of a time, so that names sort by it. */
const DIGITS = 15

const timeOf = (ms: number): string => String(Math.trunc(ms)).padStart(DIGITS, '0')
const placeOf = (row: string): { table: string; column: string; row: string } => ({
  table: TABLE,
  column: 'value',
  row,
})

interface Row {
  readonly name: string
  readonly value: string
}

/** The brief secrets of a ledger. */
export function briefSecrets(context: Context): BriefSecrets {
  const { store, sealer, tenant } = context
  const nameOf = (name: string): string => `${tenant}/${name}`
  const open = async (row: Row): Promise<Secret> =>
    new Secret(await sealer.unseal(placeOf(row.name), row.value))
  return {
    async keep(name, value, until, now) {
      const row = `${PREFIX}${timeOf(until)}/${nameOf(name)}`
      const sealed = await sealer.seal(placeOf(row), value.reveal())
      const existing = await store.write(async (db) => {
        await oneAtATime(context, db)
        await deleteBefore(db, now)
        const found = await findRow(db, nameOf(name), 0)
        if (!found) await db.insertInto(TABLE).values({ name: row, value: sealed }).execute()
        return found
      })
      return existing ? open(existing) : value
    },
    async find(name, now) {
      const row = await store.read((db) => findRow(db, nameOf(name), now))
      return row && open(row)
    },
    async destroy(name) {
      return store.write(async (db) => {
        const row = await findRow(db, nameOf(name), 0)
        if (!row) return false
        const { numDeletedRows } = await db.deleteFrom(TABLE).where('name', '=', row.name).executeTakeFirst()
        return numDeletedRows === 1n
      })
    },
    async expire(now) {
      await store.write((db) => deleteBefore(db, now))
    },
  }
}

// Of two that keep at once the second must see the first. SQLite has one writer at a time anyway.
async function oneAtATime({ store }: Context, db: Db): Promise<void> {
  if (store.flavour !== 'postgres') return
  await sql`select pg_advisory_xact_lock(hashtextextended(${PREFIX}, 0))`.execute(db)
}

// By pieces of fixed length, because not every collation sorts slashes. There are few rows: the forms that are open now.
const isBrief = sql<boolean>`substr(name, 1, ${sql.lit(PREFIX.length)}) = ${PREFIX}`
const until = sql<string>`substr(name, ${sql.lit(PREFIX.length + 1)}, ${sql.lit(DIGITS)})`
const rest = sql<string>`substr(name, ${sql.lit(PREFIX.length + DIGITS + 2)})`

async function findRow(db: Db, name: string, now: number): Promise<Row | undefined> {
  return db
    .selectFrom(TABLE)
    .select(['name', 'value'])
    .where(isBrief)
    .where(until, '>', timeOf(now))
    .where(rest, '=', name)
    .executeTakeFirst()
}

async function deleteBefore(db: Db, now: number): Promise<void> {
  await db.deleteFrom(TABLE).where(isBrief).where(until, '<=', timeOf(now)).execute()
}
