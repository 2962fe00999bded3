// The event log: what happened, in order, never changed.
import type { BillingEvent, FreshEvent } from '@billing-register/server'
import { deliveryRow, insertDeliveries } from './deliveries.ts'
import { EVENT_COLUMNS, toEvent } from './event-row.ts'
import type { Context } from './ledger.ts'
import { ownerOf, type Owned } from './owned.ts'
import type { Addition } from './postgres/at-once.ts'
import { prepared } from './prepared.ts'
import type { Db } from './store.ts'

const TABLE = 'billing_events'

const columnsOf = (event: FreshEvent) => ({
  id: event.id,
  registration_id: event.registrationId,
  customer_id: event.customerId,
  type: event.type,
  at: event.at,
  actor: event.by,
  request_id: event.requestId ?? null,
  from_state: event.from ?? null,
  to_state: event.to ?? null,
  detail: event.detail ? JSON.stringify(event.detail) : null,
})

const insert = prepared((db, p: Owned & ReturnType<typeof columnsOf>) =>
  db.insertInto(TABLE).values({
    tenant: p.tenant,
    merchant: p.merchant,
    mode: p.mode,
    id: p.id,
    registration_id: p.registration_id,
    customer_id: p.customer_id,
    type: p.type,
    at: p.at,
    actor: p.actor,
    request_id: p.request_id,
    from_state: p.from_state,
    to_state: p.to_state,
    detail: p.detail,
  }),
)

/** The same rows, to be added with others at once. */
export function eventRows(owned: Owned, events: readonly FreshEvent[]): Addition[] {
  return events.flatMap((event) => [
    { table: TABLE, row: { ...owned, ...columnsOf(event) } },
    ...(event.deliver ? [deliveryRow(owned, event)] : []),
  ])
}

/** Appends events of one registration, and puts those that are to be told into the outbox. */
export async function insertEvents(db: Db, owned: Owned, events: readonly FreshEvent[]): Promise<void> {
  if (events.length === 0) return
  for (const event of events) await insert(db, { ...owned, ...columnsOf(event) })
  await insertDeliveries(
    db,
    owned,
    events.filter(({ deliver }) => deliver),
  )
}

/** Appends events that belong to no state change. */
export async function record(context: Context, events: readonly FreshEvent[]): Promise<void> {
  await context.store.write(async (db) => {
    for (const event of events) {
      await insertEvents(db, await ownerOf(context, db, event.registrationId, false), [event])
    }
  })
}

/** Events of a registration, oldest first. */
export async function eventsOf(
  { store, tenant }: Context,
  registrationId: string,
): Promise<readonly BillingEvent[]> {
  const rows = await store.read((db) =>
    db
      .selectFrom(TABLE)
      .select(EVENT_COLUMNS)
      .where('registration_id', '=', registrationId)
      .where('tenant', '=', tenant)
      .orderBy('seq')
      .execute(),
  )
  return rows.map(toEvent)
}
