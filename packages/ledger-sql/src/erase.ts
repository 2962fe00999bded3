// Erases a customer from one of their registrations: what is left stands in its place, and the rest is gone, in one step.
import type { ErasureEffects, Registration } from '@billing-register/server'
import { insertEvents } from './events.ts'
import type { Context } from './ledger.ts'
import { ownedBy } from './owned.ts'
import { sealPayment, type PaymentColumns } from './payments.ts'
import { seal } from './registrations.ts'
import { Undo, type Db } from './store.ts'

const CHANGED = 'a payment has changed'

/** Compare-and-set on the version, with everything that is erased, or nothing at all. */
export async function erase(
  context: Context,
  expected: Registration,
  next: Registration,
  { events, payments }: ErasureEffects,
): Promise<'ok' | 'conflict' | 'undelivered'> {
  const { store, tenant } = context
  const sealed = await seal(context, next)
  const rows = await Promise.all(payments.map((payment) => sealPayment(context, payment)))
  try {
    return await store.write(async (db) => {
      if (!(await putInPlace(db, tenant, { expected, next, sealed }))) return 'conflict'
      await assertDelivered(db, expected.id)
      await erasePayments(db, tenant, expected.id, rows)
      await forget(db, tenant, expected)
      await rename(db, expected.id, next.customer.id)
      await insertEvents(db, ownedBy(tenant, next), events)
      return 'ok'
    })
  } catch (error) {
    if (!(error instanceof Undo)) throw error
    return error.message === CHANGED ? 'conflict' : 'undelivered'
  }
}

interface Replacement {
  readonly expected: Registration
  readonly next: Registration
  readonly sealed: { readonly record: string; readonly look_at: number | null }
}

async function putInPlace(db: Db, tenant: string, { expected, next, sealed }: Replacement): Promise<boolean> {
  const { version, state, customer, clientRef: client_ref } = next
  const updated = await db
    .updateTable('billing_registrations')
    .set({ ...sealed, version, state, customer_id: customer.id, client_ref })
    .where('id', '=', expected.id)
    .where('version', '=', expected.version)
    .where('tenant', '=', tenant)
    .executeTakeFirst()
  return updated.numUpdatedRows === 1n
}

async function assertDelivered(db: Db, id: string): Promise<void> {
  const waiting = await db
    .selectFrom('billing_deliveries')
    .select('seq')
    .where('registration_id', '=', id)
    .limit(1)
    .execute()
  if (waiting.length > 0) throw new Undo('the merchant has not taken all of its events')
}

// That a return was used once stays known by its digest: it is under a key, and tells nothing.
async function forget(db: Db, tenant: string, { id, customer }: Registration): Promise<void> {
  await db.deleteFrom('billing_claims').where('registration_id', '=', id).execute()
  await db
    .updateTable('billing_attempts')
    .set({ exchanges: null })
    .where('registration_id', '=', id)
    .execute()
  await db.deleteFrom('billing_payment_methods').where('registration_id', '=', id).execute()
  await db
    .deleteFrom('billing_tallies')
    .where('tenant', '=', tenant)
    .where('customer_id', '=', customer.id)
    .execute()
}

async function erasePayments(
  db: Db,
  tenant: string,
  registration: string,
  rows: readonly PaymentColumns[],
): Promise<void> {
  const own = db.selectFrom('billing_payments').select('id').where('registration_id', '=', registration)
  if ((await own.execute()).length !== rows.length) throw new Undo(CHANGED)
  for (const { id, version, customer_id, look_at, record } of rows) {
    const updated = await db
      .updateTable('billing_payments')
      .set({ version, customer_id, look_at, record })
      .where('id', '=', id)
      .where('version', '=', version - 1)
      .where('tenant', '=', tenant)
      .executeTakeFirst()
    if (updated.numUpdatedRows !== 1n) throw new Undo(CHANGED)
  }
  const operations = db.updateTable('billing_operations').set({ exchanges: null })
  await operations.where('registration_id', '=', registration).execute()
}

async function rename(db: Db, id: string, customer_id: string): Promise<void> {
  await db.updateTable('billing_events').set({ customer_id }).where('registration_id', '=', id).execute()
  await db.updateTable('billing_consents').set({ customer_id }).where('registration_id', '=', id).execute()
}
