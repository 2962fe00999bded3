// One step of a payment: written anew or replaced from the known version, with everything that belongs to it, or nothing.
import type { Payment, PaymentEffects, PaymentResult } from '@billing-register/server'
import { eventRows, insertEvents } from './events.ts'
import type { Context } from './ledger.ts'
import { insertOperation, operationRows } from './operations.ts'
import { ownedBy, type Owned } from './owned.ts'
import { insertPayment, paymentRow, sealPayment, type PaymentColumns } from './payments.ts'
import { atOnce, type Addition, type First } from './postgres/at-once.ts'
import { prepared } from './prepared.ts'
import type { Db, Flavour } from './store.ts'

const TABLE = 'billing_payments'
const METHODS = 'billing_payment_methods'
const EARLIER = 'billing_earlier_orders'

interface Step {
  readonly flavour: Flavour
  /** Absent: it is written anew. */
  readonly expected: Payment | undefined
  readonly next: Payment
  readonly owned: Owned
  readonly row: PaymentColumns
  readonly effects: PaymentEffects
}

/** Writes a new payment. */
export const createPayment = (
  context: Context,
  payment: Payment,
  effects: PaymentEffects,
): Promise<PaymentResult> => take(context, undefined, payment, effects)

/** Compare-and-set on the version. */
export const replacePayment = (
  context: Context,
  expected: Payment,
  next: Payment,
  effects: PaymentEffects,
): Promise<PaymentResult> => take(context, expected, next, effects)

async function take(
  context: Context,
  expected: Payment | undefined,
  next: Payment,
  effects: PaymentEffects,
): Promise<PaymentResult> {
  const { store, tenant } = context
  const { flavour } = store
  const row = await sealPayment(context, next)
  const step: Step = { flavour, expected, next, owned: ownedBy(tenant, next), row, effects }
  // Of several events the order matters, and a single statement keeps none.
  if (flavour === 'postgres' && effects.events.length <= 1) {
    const done = await store.writeOne((db) => takeAtOnce(db, step))
    if (done !== undefined) return done
  }
  return store.write((db) => takeIn(db, step))
}

/** Whether the step sends something that needs an active method. */
const spends = ({ effects: { operation } }: Step): boolean =>
  operation?.kind === 'charge' || operation?.kind === 'schedule'

/** What a step may change: the next attempt may be with another card, at another PG. */
const changing = (row: PaymentColumns) => ({
  merchant: row.merchant,
  mode: row.mode,
  credential: row.credential,
  version: row.version,
  state: row.state,
  customer_id: row.customer_id,
  registration_id: row.registration_id,
  payment_method_id: row.payment_method_id,
  provider: row.provider,
  pg_order_id: row.pg_order_id,
  look_at: row.look_at,
  record: row.record,
})

/** What the PG called it until now, where that changes. */
function earlierOrder({ expected, next, owned: { tenant } }: Step) {
  if (expected === undefined || expected.pgOrderId === next.pgOrderId) return undefined
  return { tenant, provider: expected.provider, pg_order_id: expected.pgOrderId, payment_id: next.id }
}

/** The whole step in one statement. Undefined, and nothing is done, where it takes a closer look to say why not. */
async function takeAtOnce(db: Db, step: Step): Promise<PaymentResult | undefined> {
  const { expected, row, owned, effects } = step
  const { id, tenant } = row
  const first: First = expected
    ? {
        kind: 'change',
        table: TABLE,
        set: changing(row),
        where: { id, tenant, version: expected.version },
      }
    : { kind: 'add', ...paymentRow(row) }
  const earlier = earlierOrder(step)
  const others: Addition[] = [
    ...operationRows(owned, effects.operation),
    ...(earlier ? [{ table: EARLIER, row: earlier, conflict: 'do nothing' }] : []),
    ...eventRows(owned, effects.events),
  ]
  const guard = { table: METHODS, where: { id: row.payment_method_id, tenant, state: 'active' } }
  const done = await atOnce(db, first, others, spends(step) ? guard : undefined)
  if (done === 'done') return 'ok'
  // Where the method may not be charged it can still be that somebody else wrote first.
  return done === 'not' ? 'conflict' : undefined
}

async function takeIn(db: Db, step: Step): Promise<PaymentResult> {
  const { owned, effects } = step
  // The method before the payment, as in the single statement: everybody locks in the same order.
  const allowed = !spends(step) || (await isActive(db, step))
  if (!allowed) return (await isOutdated(db, step)) ? 'conflict' : 'method-changed'
  if (!(await write(db, step))) return 'conflict'
  const earlier = earlierOrder(step)
  if (earlier) {
    await db
      .insertInto(EARLIER)
      .values(earlier)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  await insertOperation(db, owned, effects.operation)
  await insertEvents(db, owned, effects.events)
  return 'ok'
}

async function write(db: Db, { expected, row }: Step): Promise<boolean> {
  if (!expected) return insertPayment(db, row)
  return (await update(db, { ...row, expected: expected.version })).numAffectedRows === 1n
}

/** Whether somebody else wrote first. */
async function isOutdated(db: Db, { expected, row: { id, tenant, order_id } }: Step): Promise<boolean> {
  const mine = db.selectFrom(TABLE).select('version')
  const stored = await mine
    .where((one) => one.or([one('id', '=', id), one.and({ tenant, order_id })]))
    .executeTakeFirst()
  return expected ? Number(stored?.version) !== expected.version : stored !== undefined
}

const update = prepared((db, p: PaymentColumns & { expected: number }) =>
  db
    .updateTable(TABLE)
    .set(changing(p))
    .where('id', '=', p.id)
    .where('version', '=', p.expected)
    .where('tenant', '=', p.tenant),
)

interface MethodKey {
  readonly id: string
  readonly tenant: string
}

const activeQuery = (db: Db, p: MethodKey) =>
  db
    .selectFrom(METHODS)
    .select('seq')
    .where('id', '=', p.id)
    .where('tenant', '=', p.tenant)
    .where('state', '=', 'active')

const plainActive = prepared(activeQuery)
const lockedActive = prepared((db, p: MethodKey) => activeQuery(db, p).forShare())

/** Whether the method may be charged; it stays so until the transaction ends. */
async function isActive(db: Db, { flavour, row }: Step): Promise<boolean> {
  // SQLite has one writer at a time anyway.
  const active = flavour === 'postgres' ? lockedActive : plainActive
  const { rows } = await active(db, { id: row.payment_method_id, tenant: row.tenant })
  return rows.length === 1
}
