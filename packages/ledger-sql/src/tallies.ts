// What counts against a customer's hourly limit.
import { sql } from 'kysely'
import type { Context } from './ledger.ts'
import { prepared, preparedSql } from './prepared.ts'
import type { Db } from './store.ts'

const TABLE = 'billing_tallies'
/** No limit looks back further, ms. */
const KEPT_MS = 24 * 60 * 60_000

interface Question {
  readonly tenant: string
  readonly customer: string
  readonly since: number
}

const insert = prepared((db, p: { tenant: string; customer: string; at: number }) =>
  db.insertInto(TABLE).values({ tenant: p.tenant, customer_id: p.customer, at: p.at }),
)

const forget = prepared((db, p: { tenant: string; customer: string; before: number }) =>
  db
    .deleteFrom(TABLE)
    .where('tenant', '=', p.tenant)
    .where('customer_id', '=', p.customer)
    .where('at', '<', p.before),
)

const count = prepared((db, p: Question) =>
  db
    .selectFrom(TABLE)
    .select(({ fn }) => [
      fn.countAll().filterWhere('at', '>=', p.since).as('count'),
      fn.min('at').filterWhere('at', '>=', p.since).as('oldest'),
      fn.min('at').as('first'),
    ])
    .where('tenant', '=', p.tenant)
    .where('customer_id', '=', p.customer),
)

interface OneWay extends Question {
  readonly at: number
  readonly limit: number
  readonly before: number
}

// Of many at once each must see the ones before it, also where there is no row yet: it takes a lock first.
const tallyOneWay = preparedSql(
  (p: OneWay) => sql<{ counted: boolean }>`select billing_tally_below(${p.tenant}, ${p.customer}, ${p.at},
    ${p.since}, ${p.limit}, ${p.before}) as counted`,
)

/** Counts one, and forgets what is too old to matter. */
export async function tally({ store, tenant }: Context, customer: string, at: number): Promise<void> {
  await store.write(async (db) => {
    const { first } = await countSince(db, { tenant, customer, since: at })
    await add(db, { tenant, customer, at }, first)
  })
}

/** Counts one unless there is no room for it. */
export async function tallyBelow(
  { store, tenant }: Context,
  customer: string,
  at: number,
  since: number,
  limit: number,
): Promise<boolean> {
  if (store.flavour === 'postgres') {
    const asked = { tenant, customer, at, since, limit, before: at - KEPT_MS }
    return (await store.writeOne((db) => tallyOneWay(db, asked))).rows[0]?.counted === true
  }
  return store.write(async (db) => {
    const counted = await countSince(db, { tenant, customer, since })
    if (counted.count >= limit) return false
    await add(db, { tenant, customer, at }, counted.first)
    return true
  })
}

/** How many since then, and when the oldest of them was. */
export async function tallied(
  { store, tenant }: Context,
  customer: string,
  since: number,
): Promise<{ count: number; oldest: number }> {
  const { count: counted, oldest } = await store.read((db) => countSince(db, { tenant, customer, since }))
  return { count: counted, oldest }
}

interface Tallied {
  readonly count: number
  readonly oldest: number
  /** The oldest that is kept at all. */
  readonly first: number
}

async function countSince(db: Db, question: Question): Promise<Tallied> {
  const [row] = (await count(db, question)).rows
  return {
    count: Number(row?.count ?? 0),
    oldest: Number(row?.oldest ?? question.since),
    first: Number(row?.first ?? question.since),
  }
}

async function add(
  db: Db,
  values: { tenant: string; customer: string; at: number },
  first: number,
): Promise<void> {
  const before = values.at - KEPT_MS
  if (first < before) await forget(db, { ...values, before })
  await insert(db, values)
}
