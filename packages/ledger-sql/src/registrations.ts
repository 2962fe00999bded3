// Registrations: written whole and sealed, with what is searched for beside it; replaced only from the known version.
import type { FreshEvent, Registration, RegistrationQuery } from '@billing-register/server'
import { sql } from 'kysely'
import { assertSame, decodeRegistration, encodeRegistration } from './codec.ts'
import { takeDue } from './due.ts'
import { eventRows, insertEvents } from './events.ts'
import type { Context } from './ledger.ts'
import { ownedBy, type Owned } from './owned.ts'
import { atOnce, type First } from './postgres/at-once.ts'
import { olderThan } from './page.ts'
import { prepared } from './prepared.ts'
import type { Db } from './store.ts'

const TABLE = 'billing_registrations'
// In words that the database can compare with those of its index: what waits for a person is few of many.
const WAITING: readonly string[] = ['uncertain', 'suspended', 'held']
const IS_WAITING = sql<boolean>`state in ('uncertain', 'suspended', 'held')`
const COLUMNS = ['id', 'version', 'state', 'customer_id', 'provider', 'record'] as const

interface Row {
  readonly id: string
  readonly version: number | string
  readonly state: string
  readonly customer_id: string
  readonly provider: string
  readonly record: string
}

const placeOf = (id: string): { table: string; column: string; row: string } => ({
  table: TABLE,
  column: 'record',
  row: id,
})

/** The sealed record, and beside it when to look at it, by the database's clock. */
export async function seal(
  { sealer, store }: Context,
  registration: Registration,
): Promise<{ readonly record: string; readonly look_at: number | null }> {
  const skew = await store.skew()
  const { id, lookAt } = registration
  const record = await sealer.seal(placeOf(id), encodeRegistration(registration, skew))
  return { record, look_at: lookAt === undefined ? null : lookAt + skew }
}

async function unseal({ sealer, store }: Context, row: Row): Promise<Registration> {
  const registration = decodeRegistration(
    await sealer.unseal(placeOf(row.id), row.record),
    await store.skew(),
  )
  const { id, version, state, customer, provider } = registration
  assertSame(
    TABLE,
    row.id,
    [row.id, Number(row.version), row.state, row.customer_id, row.provider],
    [id, version, state, customer.id, provider],
  )
  return registration
}

type Columns = ReturnType<typeof columnsOf> & Owned & { record: string; look_at: number | null }

const insert = prepared((db, p: Columns) =>
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
      client_ref: p.client_ref,
      plan: p.plan,
      provider: p.provider,
      provider_ref: p.provider_ref,
      created_at: p.created_at,
      look_at: p.look_at,
      record: p.record,
    })
    .onConflict((conflict) => conflict.columns(['tenant', 'customer_id', 'client_ref']).doNothing()),
)

const byId = prepared((db, p: { id: string; tenant: string }) =>
  db.selectFrom(TABLE).select(COLUMNS).where('id', '=', p.id).where('tenant', '=', p.tenant),
)

const byProviderRef = prepared((db, p: { provider: string; ref: string; tenant: string }) =>
  db
    .selectFrom(TABLE)
    .select(COLUMNS)
    .where('provider_ref', '=', p.ref)
    .where('provider', '=', p.provider)
    .where('tenant', '=', p.tenant),
)

const pendingOf = prepared((db, p: { tenant: string; customer: string }) =>
  db
    .selectFrom(TABLE)
    .select(COLUMNS)
    .where('tenant', '=', p.tenant)
    .where('customer_id', '=', p.customer)
    // As the index has it: small however many registrations there are.
    .where(sql<boolean>`state in ('open', 'uncertain')`)
    .orderBy('seq'),
)

function columnsOf(registration: Registration) {
  const { id, version, state, customer, clientRef, plan, provider, providerRef, createdAt } = registration
  return {
    id,
    credential: registration.account.credentialFingerprint,
    version,
    state,
    customer_id: customer.id,
    client_ref: clientRef,
    plan: plan ?? null,
    provider,
    provider_ref: providerRef,
    created_at: createdAt,
  }
}

/** Writes a new one, or answers the one that this customer's `clientRef` made before. */
export async function create(
  context: Context,
  registration: Registration,
  events: readonly FreshEvent[],
): Promise<Registration> {
  const { store, tenant } = context
  const owned = ownedBy(tenant, registration)
  const values = { ...owned, ...columnsOf(registration), ...(await seal(context, registration)) }
  if (store.flavour === 'postgres' && events.length <= 1) {
    const first: First = {
      kind: 'add',
      table: TABLE,
      row: values,
      conflict: '(tenant, customer_id, client_ref) do nothing',
    }
    const done = await store.writeOne((db) => atOnce(db, first, eventRows(owned, events)))
    if (done === 'done') return registration
  }
  const existing = await store.write(async (db) => {
    const inserted = await insert(db, values)
    if (inserted.numAffectedRows === 1n) {
      await insertEvents(db, owned, events)
      return undefined
    }
    return db
      .selectFrom(TABLE)
      .select(COLUMNS)
      .where('tenant', '=', tenant)
      .where('customer_id', '=', registration.customer.id)
      .where('client_ref', '=', registration.clientRef)
      .executeTakeFirstOrThrow()
  })
  return existing ? unseal(context, existing) : registration
}

/** One by its id. */
export async function find(context: Context, id: string): Promise<Registration | undefined> {
  const { store, tenant } = context
  const [row] = (await store.read((db) => byId(db, { id, tenant }))).rows
  return row && unseal(context, row)
}

/** One by the identifier under which a provider instance knows it. */
export async function findByProviderRef(
  context: Context,
  provider: string,
  ref: string,
): Promise<Registration | undefined> {
  const { store, tenant } = context
  const [row] = (await store.read((db) => byProviderRef(db, { provider, ref, tenant }))).rows
  if (!row) return undefined
  const registration = await unseal(context, row)
  assertSame(TABLE, row.id, [ref], [registration.providerRef])
  return registration
}

/** What an operator looks for, newest first. */
export async function list(context: Context, query: RegistrationQuery): Promise<readonly Registration[]> {
  const { store, tenant } = context
  const { states, customerId, before, limit } = query
  // Postgres takes no empty list.
  if (states?.length === 0) return []
  const rows = await store.read((db) => {
    let found = db.selectFrom(TABLE).select(COLUMNS).where('tenant', '=', tenant)
    if (states) found = found.where('state', 'in', [...states])
    if (states?.every((state) => WAITING.includes(state))) found = found.where(IS_WAITING)
    if (customerId !== undefined) found = found.where('customer_id', '=', customerId)
    if (before !== undefined) found = found.where(olderThan(context, TABLE, before))
    return found.orderBy('seq', 'desc').limit(limit).execute()
  })
  return Promise.all(rows.map((row) => unseal(context, row)))
}

/** A customer's that are open or uncertain, oldest first. */
export async function pending(context: Context, customerId: string): Promise<readonly Registration[]> {
  const { store, tenant } = context
  const { rows } = await store.read((db) => pendingOf(db, { tenant, customer: customerId }))
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
export const takeUnsettled = (
  context: Context,
  now: number,
  leaseUntil: number,
  limit: number,
): Promise<readonly Registration[]> => takeDue(context, TABLE, reading, now, leaseUntil, limit)
