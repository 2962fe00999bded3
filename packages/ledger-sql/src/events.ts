// The event log: what happened, in order, never changed.
import type { BillingEvent } from '@billing-register/server'
import { parse } from './codec.ts'
import type { Context } from './ledger.ts'
import { ownerOf, type Owned } from './owned.ts'
import type { Db } from './store.ts'

const TABLE = 'billing_events'

/** An event's columns, as they come from the database. */
export interface EventRow {
  readonly id: string
  readonly registration_id: string
  readonly customer_id: string
  readonly type: string
  readonly at: number | string
  readonly from_state: string | null
  readonly to_state: string | null
  readonly detail: string | null
}

/** Columns of {@link EventRow}. */
export const EVENT_COLUMNS = [
  'id',
  'registration_id',
  'customer_id',
  'type',
  'at',
  'from_state',
  'to_state',
  'detail',
] as const

/** Appends events of one registration. */
export async function insertEvents(db: Db, owned: Owned, events: readonly BillingEvent[]): Promise<void> {
  if (events.length === 0) return
  const rows = events.map((event) => ({
    ...owned,
    id: event.id,
    registration_id: event.registrationId,
    customer_id: event.customerId,
    type: event.type,
    at: event.at,
    from_state: event.from ?? null,
    to_state: event.to ?? null,
    detail: event.detail ? JSON.stringify(event.detail) : null,
  }))
  await db.insertInto(TABLE).values(rows).execute()
}

/** An event as it was written. */
export function toEvent(row: EventRow): BillingEvent {
  const { id, type, from_state: from, to_state: to, detail } = row
  // States and types are ours, and the log is append-only.
  return parse<BillingEvent>(
    JSON.stringify({
      id,
      type,
      at: Number(row.at),
      registrationId: row.registration_id,
      customerId: row.customer_id,
      ...(from === null ? {} : { from }),
      ...(to === null ? {} : { to }),
      ...(detail === null ? {} : { detail: parse(detail) }),
    }),
  )
}

/** Appends events that belong to no state change. */
export async function record(context: Context, events: readonly BillingEvent[]): Promise<void> {
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
