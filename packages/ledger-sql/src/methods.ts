// Payment methods: whole and sealed, because the billing key is in them.
import type { PaymentMethod } from '@billing-register/server'
import { assertSame, decodeMethod, encodeMethod } from './codec.ts'
import type { Context } from './ledger.ts'
import type { Owned } from './owned.ts'
import type { Addition } from './postgres/at-once.ts'
import { prepared } from './prepared.ts'
import type { Db } from './store.ts'

const TABLE = 'billing_payment_methods'

const placeOf = (id: string): { table: string; column: string; row: string } => ({
  table: TABLE,
  column: 'record',
  row: id,
})

/** The sealed record of a payment method. */
export function sealMethod({ sealer }: Context, method: PaymentMethod): Promise<string> {
  return sealer.seal(placeOf(method.id), encodeMethod(method))
}

/** Writes it, or what has become of it. */
export async function saveMethod(db: Db, owned: Owned, method: PaymentMethod, record: string): Promise<void> {
  await save(db, columnsOf(owned, method, record))
}

const columnsOf = (owned: Owned, method: PaymentMethod, record: string) => ({
  ...owned,
  id: method.id,
  credential: method.account.credentialFingerprint,
  customer_id: method.customerId,
  registration_id: method.registrationId,
  provider: method.provider,
  created_at: method.createdAt,
  state: method.state,
  record,
})

/** The same row, to be added with others at once. */
export const methodRow = (owned: Owned, method: PaymentMethod, record: string): Addition => ({
  table: TABLE,
  row: columnsOf(owned, method, record),
  conflict: '(id) do update set state = excluded.state, record = excluded.record',
})

const save = prepared((db, p: ReturnType<typeof columnsOf>) =>
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
      record: p.record,
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ state: p.state, record: p.record })),
)

/** A customer's, newest first. */
export async function methodsOf(
  { store, sealer, tenant }: Context,
  customerId: string,
): Promise<readonly PaymentMethod[]> {
  const rows = await store.read((db) =>
    db
      .selectFrom(TABLE)
      .select(['id', 'customer_id', 'registration_id', 'state', 'record'])
      .where('tenant', '=', tenant)
      .where('customer_id', '=', customerId)
      .orderBy('seq', 'desc')
      .execute(),
  )
  return Promise.all(
    rows.map(async (row) => {
      const method = decodeMethod(await sealer.unseal(placeOf(row.id), row.record))
      const columns = [row.id, row.customer_id, row.registration_id, row.state]
      // A key must not change hands because somebody changed a column.
      assertSame(TABLE, row.id, columns, [method.id, method.customerId, method.registrationId, method.state])
      return method
    }),
  )
}
