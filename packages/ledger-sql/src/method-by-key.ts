// Finds a method by its billing key, also when its digest was made under an older sealing key or is still missing.
import { isBillingError } from '@billing-register/contract'
import type { PaymentMethod, Secret } from '@billing-register/server'
import { sql, type RawBuilder } from 'kysely'
import { assertSame } from './codec.ts'
import { lookupOf, lookupsOf } from './key-lookup.ts'
import type { Context } from './ledger.ts'
import { METHOD_COLUMNS, unsealMethod } from './methods.ts'

const TABLE = 'billing_payment_methods'
/** Rows whose digest is made in one go. */
const BATCH = 200

/**
 * The method with this key; of several the newest that is not revoked. Methods from before there were digests get theirs
 * here, at the first time that nothing is found. Throws `sealing_key_missing` when the key could be under one that is
 * not in the ring.
 */
export async function methodByKey(
  context: Context,
  provider: string,
  key: Secret,
): Promise<PaymentMethod | undefined> {
  const lookups = await lookupsOf(context, provider, key)
  const row = (await find(context, lookups)) ?? (await findAgain(context, lookups))
  if (!row) return undefined
  const method = await unsealMethod(context, row)
  assertSame(TABLE, row.id, [provider, key.reveal()], [method.provider, method.key.reveal()])
  return method
}

// Another server may have made the digests just now: what counts is that none was missing before the second look.
async function findAgain(context: Context, lookups: readonly string[]): ReturnType<typeof find> {
  await completeLookups(context, lookups)
  return find(context, lookups)
}

function find({ store, tenant }: Context, lookups: readonly string[]) {
  return store.read((db) =>
    db
      .selectFrom(TABLE)
      .select(METHOD_COLUMNS)
      .where('tenant', '=', tenant)
      .where('key_lookup', 'in', [...lookups])
      .orderBy(sql`case when state = 'revoked' then 1 else 0 end`)
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst(),
  )
}

/** Digests are `…key id.key check.digest`; the character after the full stop ends the range of those under one key. */
const rangeOf = (lookup: string): readonly [string, string] => {
  const stem = lookup.slice(0, lookup.lastIndexOf('.'))
  return [`${stem}.`, `${stem}/`]
}

/** Conditions that each a range of the index answers; together they find what no key of the ring made. */
function foreign(lookups: readonly string[]): readonly RawBuilder<unknown>[] {
  const ranges = lookups.map(rangeOf).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const starts = ['', ...ranges.map(([, end]) => end)]
  return [
    sql`key_lookup is null`,
    ...starts.map((start, index) => {
      const end = ranges[index]?.[0]
      return end === undefined
        ? sql`key_lookup >= ${start}`
        : sql`key_lookup >= ${start} and key_lookup < ${end}`
    }),
  ]
}

/** Makes the digests that are missing. */
async function completeLookups(context: Context, lookups: readonly string[]): Promise<void> {
  for (const condition of foreign(lookups)) {
    let renewed = 0
    do {
      const ids = await some(context, condition)
      renewed = (await Promise.all(ids.map((id) => renewReadable(context, id)))).filter(Boolean).length
    } while (renewed > 0)
  }
}

async function some({ store, tenant }: Context, condition: RawBuilder<unknown>): Promise<readonly string[]> {
  const { rows } = await store.read((db) =>
    sql<{ id: string }>`select id from ${sql.table(TABLE)} where tenant = ${tenant} and ${condition}
      limit ${BATCH}`.execute(db),
  )
  return rows.map(({ id }) => id)
}

// One that was damaged is told of by whoever reads it; it must not hide all the others.
async function renewReadable(context: Context, id: string): Promise<boolean> {
  try {
    return await renewLookup(context, id)
  } catch (error) {
    if (isBillingError(error) && error.code === 'ledger_tampered') return false
    throw error
  }
}

/** Makes a method's digest anew, under the newest sealing key. Answers whether it did: not if the row changes meanwhile. */
export async function renewLookup(context: Context, id: string): Promise<boolean> {
  const { store, tenant } = context
  const row = await store.read((db) =>
    db
      .selectFrom(TABLE)
      .select(METHOD_COLUMNS)
      .where('id', '=', id)
      .where('tenant', '=', tenant)
      .executeTakeFirst(),
  )
  if (!row) return false
  const { provider, key } = await unsealMethod(context, row)
  const key_lookup = await lookupOf(context, provider, key)
  const [result] = await store.write((db) =>
    db.updateTable(TABLE).set({ key_lookup }).where('id', '=', id).where('record', '=', row.record).execute(),
  )
  return result?.numUpdatedRows === 1n
}
