// The event log: what happened, in order, never changed.
import type { BillingEvent, FreshEvent } from '@billing-register/server'
import { insertDeliveries } from './deliveries.ts'
import { EVENT_COLUMNS, toEvent } from './event-row.ts'
import type { Context } from './ledger.ts'
import { ownerOf, type Owned } from './owned.ts'
import type { Db } from './store.ts'

const TABLE = 'billing_events'

/** Appends events of one registration, and puts those that are to be told into the outbox. */
export async function insertEvents(db: Db, owned: Owned, events: readonly FreshEvent[]): Promise<void> {
  if (events.length === 0) return
  const rows = events.map((event) => ({
    ...owned,
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
  }))
  await db.insertInto(TABLE).values(rows).execute()
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
