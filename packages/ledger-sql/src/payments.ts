// Payments: written whole and sealed, with what is searched for beside it.
import type { Payment, PaymentQuery } from '@billing-register/server'
import { sql } from 'kysely'
import { assertSame, decodePayment, encodePayment } from './codec.ts'
import { takeDue } from './due.ts'
import type { Context } from './ledger.ts'
import { ownedBy, type Owned } from './owned.ts'
import type { Addition } from './postgres/at-once.ts'
import { olderThan } from './page.ts'
import { prepared } from './prepared.ts'
import type { Db } from './store.ts'

const TABLE = 'billing_payments'
// In words that the database can compare with those of its index.
const WAITING: readonly string[] = ['due', 'scheduling', 'charging', 'uncertain']
const IS_WAITING = sql<boolean>`state in ('due', 'scheduling', 'charging', 'uncertain')`
const COLUMNS = [
  'id',
  'version',
  'state',
  'customer_id',
  'registration_id',
  'payment_method_id',
  'provider',
  'order_id',
  'pg_order_id',
  'record',
] as const

interface Row {
  readonly id: string
  readonly version: number | string
  readonly state: string
  readonly customer_id: string
  readonly registration_id: string
  readonly payment_method_id: string
  readonly provider: string
  readonly order_id: string
  readonly pg_order_id: string
  readonly record: string
}

const placeOf = (row: string): { table: string; column: string; row: string } => ({
  table: TABLE,
  column: 'record',
  row,
})

/** The columns of a payment, its record sealed. */
export type PaymentColumns = Pick<Owned, keyof Owned> & {
  readonly id: string
  readonly credential: string
  readonly version: number
  readonly state: string
  readonly customer_id: string
  readonly registration_id: string
  readonly payment_method_id: string
  readonly provider: string
  readonly order_id: string
  readonly pg_order_id: string
  readonly created_at: number
  readonly look_at: number | null
  readonly record: string
}

/** Seals the record; beside it what is searched for, and when to look at it by the database's clock. */
export async function sealPayment(
  { sealer, store, tenant }: Context,
  payment: Payment,
): Promise<PaymentColumns> {
  const skew = await store.skew()
  const { id, lookAt } = payment
  return {
    ...ownedBy(tenant, payment),
    id,
    credential: payment.account.credentialFingerprint,
    version: payment.version,
    state: payment.state,
    customer_id: payment.customer.id,
    registration_id: payment.registrationId,
    payment_method_id: payment.paymentMethodId,
    provider: payment.provider,
    order_id: payment.orderId,
    pg_order_id: payment.pgOrderId,
    created_at: payment.createdAt,
    look_at: lookAt === undefined ? null : lookAt + skew,
    record: await sealer.seal(placeOf(id), encodePayment(payment, skew)),
  }
}

async function unseal({ sealer, store }: Context, row: Row): Promise<Payment> {
  const payment = decodePayment(await sealer.unseal(placeOf(row.id), row.record), await store.skew())
  const { id, version, state, customer, registrationId, paymentMethodId } = payment
  const names = [row.provider, row.order_id, row.pg_order_id]
  assertSame(
    TABLE,
    row.id,
    [
      row.id,
      Number(row.version),
      row.state,
      row.customer_id,
      row.registration_id,
      row.payment_method_id,
      ...names,
    ],
    [
      id,
      version,
      state,
      customer.id,
      registrationId,
      paymentMethodId,
      payment.provider,
      payment.orderId,
      payment.pgOrderId,
    ],
  )
  return payment
}

/** The row, to be added with others at once unless its id or its order is there. */
export const paymentRow = (row: PaymentColumns): Addition => ({ table: TABLE, row, conflict: 'do nothing' })

const insert = prepared((db, p: PaymentColumns) =>
  db
    .insertInto(TABLE)
    .values({
      tenant: p.tenant,
      merchant: p.merchant,
      mode: p.mode,
      id: p.id,
      credential: p.credential,
      version: p.version,
      state: p.state,
      customer_id: p.customer_id,
      registration_id: p.registration_id,
      payment_method_id: p.payment_method_id,
      provider: p.provider,
      order_id: p.order_id,
      pg_order_id: p.pg_order_id,
      created_at: p.created_at,
      look_at: p.look_at,
      record: p.record,
    })
    .onConflict((conflict) => conflict.doNothing()),
)

/** Adds it unless its id or its order is there; whether it did. */
export async function insertPayment(db: Db, row: PaymentColumns): Promise<boolean> {
  return (await insert(db, row)).numAffectedRows === 1n
}

const byId = prepared((db, p: { id: string; tenant: string }) =>
  db.selectFrom(TABLE).select(COLUMNS).where('id', '=', p.id).where('tenant', '=', p.tenant),
)

const byOrder = prepared((db, p: { order: string; tenant: string }) =>
  db.selectFrom(TABLE).select(COLUMNS).where('order_id', '=', p.order).where('tenant', '=', p.tenant),
)

const byPgOrder = prepared((db, p: { provider: string; order: string; tenant: string }) =>
  db
    .selectFrom(TABLE)
    .select(COLUMNS)
    .where('tenant', '=', p.tenant)
    .where('pg_order_id', '=', p.order)
    .where('provider', '=', p.provider),
)

const byEarlierOrder = prepared((db, p: { provider: string; order: string; tenant: string }) =>
  db
    .selectFrom(TABLE)
    .select(COLUMNS)
    .where('id', 'in', (earlier) =>
      earlier
        .selectFrom('billing_earlier_orders')
        .select('payment_id')
        .where('tenant', '=', p.tenant)
        .where('pg_order_id', '=', p.order)
        .where('provider', '=', p.provider),
    ),
)

/** One by its id. */
export async function payment(context: Context, id: string): Promise<Payment | undefined> {
  const { store, tenant } = context
  const [row] = (await store.read((db) => byId(db, { id, tenant }))).rows
  return row && unseal(context, row)
}

/** One by the merchant's order. */
export async function paymentOfOrder(context: Context, order: string): Promise<Payment | undefined> {
  const { store, tenant } = context
  const [row] = (await store.read((db) => byOrder(db, { order, tenant }))).rows
  return row && unseal(context, row)
}

/** One by what the PG calls the order, or called an earlier attempt of it. */
export async function paymentByPgOrder(
  context: Context,
  provider: string,
  order: string,
): Promise<Payment | undefined> {
  const { store, tenant } = context
  const asked = { provider, order, tenant }
  const [row] = (await store.read((db) => byPgOrder(db, asked))).rows
  const [found] = row ? [row] : (await store.read((db) => byEarlierOrder(db, asked))).rows
  return found && unseal(context, found)
}

/** What is looked for, newest first. */
export async function payments(context: Context, query: PaymentQuery): Promise<readonly Payment[]> {
  const { store, tenant } = context
  const { states, customerId, paymentMethodId, before, limit } = query
  // Postgres takes no empty list.
  if (states?.length === 0) return []
  const rows = await store.read((db) => {
    let found = db.selectFrom(TABLE).select(COLUMNS).where('tenant', '=', tenant)
    if (states) found = found.where('state', 'in', [...states])
    if (states?.every((state) => WAITING.includes(state))) found = found.where(IS_WAITING)
    if (customerId !== undefined) found = found.where('customer_id', '=', customerId)
    if (paymentMethodId !== undefined) found = found.where('payment_method_id', '=', paymentMethodId)
    if (before !== undefined) found = found.where(olderThan(context, TABLE, before))
    return found.orderBy('seq', 'desc').limit(limit).execute()
  })
  return Promise.all(rows.map((row) => unseal(context, row)))
}

const reading = {
  rows: (db: Db, ids: readonly string[]) =>
    db
      .selectFrom(TABLE)
      .select(COLUMNS)
      .where('id', 'in', [...ids])
      .execute(),
  open: unseal,
}

/** Takes those whose time to be looked at has come. Times are of this process's clock. */
export const takeUnsettledPayments = (
  context: Context,
  now: number,
  leaseUntil: number,
  limit: number,
): Promise<readonly Payment[]> => takeDue(context, TABLE, reading, now, leaseUntil, limit)
