// Moves sealed values to the newest sealing key, a few rows at a time, each only if nobody has changed it meanwhile.
import { isBillingError } from '@billing-register/contract'
import type { ResealBatch } from '@billing-register/server'
import { sql } from 'kysely'
import type { Context } from './ledger.ts'
import { renewLookup } from './method-by-key.ts'

interface SealedColumn {
  readonly table: string
  readonly column: string
  /** Orders the rows. */
  readonly key: string
  /** SQL for the row's id as the seal knows it. */
  readonly row: string
  /** What is not sealed but made from something that is. Its row may have none yet. */
  readonly make?: (context: Context, row: string) => Promise<boolean>
}

const COLUMNS: readonly SealedColumn[] = [
  { table: 'billing_secrets', column: 'value', key: 'name', row: 'name' },
  { table: 'billing_payment_methods', column: 'record', key: 'seq', row: 'id' },
  { table: 'billing_payment_methods', column: 'key_lookup', key: 'seq', row: 'id', make: renewLookup },
  { table: 'billing_attempts', column: 'exchanges', key: 'seq', row: 'id' },
  { table: 'billing_payments', column: 'record', key: 'seq', row: 'id' },
  { table: 'billing_operations', column: 'exchanges', key: 'seq', row: 'id' },
  { table: 'billing_registrations', column: 'record', key: 'seq', row: 'id' },
  { table: 'billing_claims', column: 'raw', key: 'seq', row: "registration_id || '/' || digest" },
]

interface Row {
  readonly key: number | string
  readonly row: string
  /** The sealed value, where it is due. */
  readonly old: string | null
}

/** Looks at up to `limit` rows from `from` on, and seals anew what is under an older key. */
export async function reseal(context: Context, limit: number, from = '0:'): Promise<ResealBatch> {
  const colon = from.indexOf(':')
  const index = Number(from.slice(0, colon))
  const at = COLUMNS[index]
  if (!at) return { resealed: 0, failures: [] }
  const rows = await look(context, at, from.slice(colon + 1), limit)
  const due = rows.flatMap(({ row, old, key }) => (old === null ? [] : [{ row, old, key }]))
  const results = await Promise.allSettled(due.map((one) => resealOne(context, at, one)))
  const last = rows.at(-1)
  const next = rows.length === limit && last ? `${index}:${last.key}` : `${index + 1}:`
  return {
    resealed: results.filter((result) => result.status === 'fulfilled' && result.value).length,
    failures: results.flatMap((result) => (result.status === 'rejected' ? reasonOf(result.reason) : [])),
    ...(next === `${COLUMNS.length}:` ? {} : { next }),
  }
}

// A value that cannot be opened stays as it is. A database that is away ends the batch: it is called again.
function reasonOf(error: unknown): readonly string[] {
  if (!isBillingError(error) || error.code === 'ledger_unavailable') throw error
  return [error.message]
}

async function look(
  { store, sealer, tenant }: Context,
  { table, column, key, row, make }: SealedColumn,
  after: string,
  limit: number,
): Promise<readonly Row[]> {
  const order = sql.ref(key)
  const value = make ? sql`coalesce(${sql.ref(column)}, '')` : sql.ref(column)
  // The digest key is everybody's; all other rows have a tenant.
  const mine = table === 'billing_secrets' ? sql`1 = 1` : sql`tenant = ${tenant}`
  const beyond = after === '' ? sql`1 = 1` : sql`${order} > ${key === 'seq' ? Number(after) : after}`
  const { prefix } = sealer
  const result = await store.read((db) =>
    sql<Row>`select ${order} as key, ${sql.raw(row)} as row,
      case when substr(${value}, 1, ${prefix.length}) <> ${prefix} then ${value} end as old
      from ${sql.table(table)} where ${mine} and ${beyond} order by ${order} limit ${limit}`.execute(db),
  )
  return result.rows
}

async function resealOne(
  { store, sealer, tenant }: Context,
  { table, column, key: order, make }: SealedColumn,
  { row, old, key }: { row: string; old: string; key: number | string },
): Promise<boolean> {
  if (make) return make({ store, sealer, tenant }, row)
  const place = { table, column, row }
  const fresh = await sealer.seal(place, await sealer.unseal(place, old))
  const value = sql.ref(column)
  const result = await store.write((db) =>
    sql`update ${sql.table(table)} set ${value} = ${fresh}
      where ${sql.ref(order)} = ${key} and ${value} = ${old}`.execute(db),
  )
  return result.numAffectedRows === 1n
}
