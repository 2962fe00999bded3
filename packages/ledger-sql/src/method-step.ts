// One step of a payment method after it was registered: compare-and-set on its version, with everything that belongs to it.
import type { PaymentEffects, PaymentMethod } from '@billing-register/server'
import { eventRows, insertEvents } from './events.ts'
import type { Context } from './ledger.ts'
import { sealMethod, type MethodColumns } from './methods.ts'
import { insertOperation, operationRows } from './operations.ts'
import { ownedBy } from './owned.ts'
import { atOnce } from './postgres/at-once.ts'
import { prepared } from './prepared.ts'

const TABLE = 'billing_payment_methods'

const update = prepared((db, p: MethodColumns & { expected: number }) =>
  db
    .updateTable(TABLE)
    .set({ version: p.version, state: p.state, look_at: p.look_at, record: p.record })
    .where('id', '=', p.id)
    .where('version', '=', p.expected)
    .where('tenant', '=', p.tenant),
)

/** Replaces `expected` with `next`, together with the effects, or not at all. */
export async function replaceMethod(
  context: Context,
  expected: PaymentMethod,
  next: PaymentMethod,
  { operation, events }: PaymentEffects,
): Promise<'ok' | 'conflict'> {
  const { store, tenant } = context
  const row = await sealMethod(context, next)
  const owned = ownedBy(tenant, next)
  // Of several events the order matters, and a single statement keeps none.
  if (store.flavour === 'postgres' && events.length <= 1) {
    const { id, version, state, look_at, record } = row
    const set = { version, state, look_at, record }
    const where = { id, tenant, version: expected.version }
    const others = [...operationRows(owned, operation), ...eventRows(owned, events)]
    const done = await store.writeOne((db) =>
      atOnce(db, { kind: 'change', table: TABLE, set, where }, others),
    )
    return done === 'done' ? 'ok' : 'conflict'
  }
  return store.write(async (db) => {
    const { numAffectedRows } = await update(db, { ...row, expected: expected.version })
    if (numAffectedRows !== 1n) return 'conflict'
    await insertOperation(db, owned, operation)
    await insertEvents(db, owned, events)
    return 'ok'
  })
}
