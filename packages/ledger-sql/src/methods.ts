// Payment methods: whole and sealed, because the billing key is in them; found again by a keyed digest of the key.
import type { PaymentMethod } from '@billing-register/server'
import { sql } from 'kysely'
import { assertSame, decodeMethod, encodeMethod } from './codec.ts'
import { takeDue } from './due.ts'
import { lookupOf } from './key-lookup.ts'
import type { Context } from './ledger.ts'
import { ownedBy, type Owned } from './owned.ts'
import type { Addition } from './postgres/at-once.ts'
import { prepared } from './prepared.ts'
import type { Db } from './store.ts'

const TABLE = 'billing_payment_methods'

/** What is read of a method. */
export const METHOD_COLUMNS = [
  'id',
  'version',
  'state',
  'customer_id',
  'registration_id',
  'provider',
  'record',
] as const

interface Row {
  readonly id: string
  readonly version: number | string
  readonly state: string
  readonly customer_id: string
  readonly registration_id: string
  readonly provider: string
  readonly record: string
}

const placeOf = (id: string): { table: string; column: string; row: string } => ({
  table: TABLE,
  column: 'record',
  row: id,
})

/** The columns of a method, its record sealed. */
export type MethodColumns = Pick<Owned, keyof Owned> & {
  readonly id: string
  readonly credential: string
  readonly customer_id: string
  readonly registration_id: string
  readonly provider: string
  readonly created_at: number
  readonly state: string
  readonly version: number
  readonly look_at: number | null
  readonly key_lookup: string
  readonly record: string
}

/** Seals the record; beside it what is searched for, and when to look at it by the database's clock. */
export async function sealMethod(context: Context, method: PaymentMethod): Promise<MethodColumns> {
  const skew = await context.store.skew()
  const [record, key_lookup] = await Promise.all([
    context.sealer.seal(placeOf(method.id), encodeMethod(method, skew)),
    lookupOf(context, method.provider, method.key),
  ])
  return {
    ...ownedBy(context.tenant, method),
    id: method.id,
    credential: method.account.credentialFingerprint,
    customer_id: method.customerId,
    registration_id: method.registrationId,
    provider: method.provider,
    created_at: method.createdAt,
    state: method.state,
    version: method.version,
    look_at: method.lookAt === undefined ? null : method.lookAt + skew,
    key_lookup,
    record,
  }
}

/** The method in a row. Throws `ledger_tampered` when the row says something else than its sealed record. */
export async function unsealMethod({ sealer, store }: Context, row: Row): Promise<PaymentMethod> {
  const text = await sealer.unseal(placeOf(row.id), row.record)
  const method = decodeMethod(text, Number(row.version), await store.skew())
  const columns = [row.id, row.customer_id, row.registration_id, row.state, row.provider]
  const { id, customerId, registrationId, state, provider } = method
  // A key must not change hands because somebody changed a column.
  assertSame(TABLE, row.id, columns, [id, customerId, registrationId, state, provider])
  return method
}

// What is being revoked, or was, is never brought back by a registration that is settled late.
const MAY_CHANGE = sql<boolean>`billing_payment_methods.state not in ('revoking', 'revoked')`

/** The row of a registration's step, to be added with others at once. */
export const methodRow = (row: MethodColumns): Addition => ({
  table: TABLE,
  row,
  conflict: `(id) do update set state = excluded.state, version = billing_payment_methods.version + 1,
    look_at = excluded.look_at, key_lookup = excluded.key_lookup, record = excluded.record
    where billing_payment_methods.state not in ('revoking', 'revoked')`,
})

const save = prepared((db, p: MethodColumns) =>
  db
    .insertInto(TABLE)
    .values({
      tenant: p.tenant,
      merchant: p.merchant,
      mode: p.mode,
      id: p.id,
      credential: p.credential,
      customer_id: p.customer_id,
      registration_id: p.registration_id,
      provider: p.provider,
      created_at: p.created_at,
      state: p.state,
      version: p.version,
      look_at: p.look_at,
      key_lookup: p.key_lookup,
      record: p.record,
    })
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet({
          state: p.state,
          version: sql<number>`billing_payment_methods.version + 1`,
          look_at: p.look_at,
          key_lookup: p.key_lookup,
          record: p.record,
        })
        .where(MAY_CHANGE),
    ),
)

/** Writes it in a registration's step, or what has become of it. */
export async function saveMethod(db: Db, row: MethodColumns): Promise<void> {
  await save(db, row)
}

const byId = prepared((db, p: { id: string; tenant: string }) =>
  db.selectFrom(TABLE).select(METHOD_COLUMNS).where('id', '=', p.id).where('tenant', '=', p.tenant),
)

const ofCustomer = prepared((db, p: { customer: string; tenant: string }) =>
  db
    .selectFrom(TABLE)
    .select(METHOD_COLUMNS)
    .where('tenant', '=', p.tenant)
    .where('customer_id', '=', p.customer)
    .orderBy('seq', 'desc'),
)

/** One by its id. */
export async function method(context: Context, id: string): Promise<PaymentMethod | undefined> {
  const { store, tenant } = context
  const [row] = (await store.read((db) => byId(db, { id, tenant }))).rows
  return row && unsealMethod(context, row)
}

/** A customer's, newest first. */
export async function methodsOf(context: Context, customerId: string): Promise<readonly PaymentMethod[]> {
  const { store, tenant } = context
  const { rows } = await store.read((db) => ofCustomer(db, { customer: customerId, tenant }))
  return Promise.all(rows.map((row) => unsealMethod(context, row)))
}

const reading = {
  rows: (db: Db, ids: readonly string[]) =>
    db
      .selectFrom(TABLE)
      .select(METHOD_COLUMNS)
      .where('id', 'in', [...ids])
      .execute(),
  open: unsealMethod,
}

/** Takes those whose time to be looked at has come. Times are of this process's clock. */
export const takeUnsettledMethods = (
  context: Context,
  now: number,
  leaseUntil: number,
  limit: number,
): Promise<readonly PaymentMethod[]> => takeDue(context, TABLE, reading, now, leaseUntil, limit)
