// The outbox: events that the merchant has not taken yet, each leased to one server at a time, by the database's clock.
import type { BillingEvent, Delivery } from '@billing-register/server'
import { sql } from 'kysely'
import { EVENT_COLUMNS, toEvent } from './events.ts'
import type { Context } from './ledger.ts'
import type { Owned } from './owned.ts'
import type { Db } from './store.ts'

const TABLE = 'billing_deliveries'

/** Asks for an event to be delivered at once. */
export async function insertDelivery(db: Db, owned: Owned, event: BillingEvent): Promise<void> {
  const row = { ...owned, event_id: event.id, registration_id: event.registrationId, tries: 0, due_at: 0 }
  await db.insertInto(TABLE).values(row).execute()
}

/** Takes what is due. Times are of this process's clock and are moved into the database's. */
export async function takeDeliveries(
  context: Context,
  now: number,
  leaseUntil: number,
  limit: number,
): Promise<readonly Delivery[]> {
  const { store, tenant } = context
  const skew = await store.skew()
  const due = (db: Db) =>
    db
      .selectFrom(TABLE)
      .select(['event_id', 'tries'])
      .where('tenant', '=', tenant)
      .where('due_at', '<=', now + skew)
      .orderBy('due_at')
      .orderBy('seq')
      .limit(limit)
  // Asked with every request, and nearly always there is nothing: that must cost no commit.
  if ((await store.read((db) => due(db).execute())).length === 0) return []
  return store.write(async (db) => {
    const query = due(db)
    // What another server is just taking is left to it.
    const taken = await (store.flavour === 'postgres' ? query.forUpdate().skipLocked() : query).execute()
    if (taken.length === 0) return []
    const ids = taken.map((row) => row.event_id)
    await db
      .updateTable(TABLE)
      .set({ tries: sql<number>`tries + 1`, due_at: leaseUntil + skew })
      .where('event_id', 'in', ids)
      .execute()
    const events = await db
      .selectFrom('billing_events')
      .select(EVENT_COLUMNS)
      .where('id', 'in', ids)
      .execute()
    const byId = new Map(events.map((row) => [row.id, toEvent(row)]))
    return taken.flatMap(({ event_id: id, tries }) => {
      const event = byId.get(id)
      return event ? [{ event, tries: Number(tries) }] : []
    })
  })
}

/** Ends a delivery, or puts it off. */
export async function settleDelivery(
  { store, tenant }: Context,
  eventId: string,
  retryAt: number | undefined,
): Promise<void> {
  const dueAt = retryAt === undefined ? undefined : retryAt + (await store.skew())
  await store.write(async (db) => {
    if (dueAt === undefined) {
      await db.deleteFrom(TABLE).where('event_id', '=', eventId).where('tenant', '=', tenant).execute()
      return
    }
    const put = db.updateTable(TABLE).set({ due_at: dueAt })
    await put.where('event_id', '=', eventId).where('tenant', '=', tenant).execute()
  })
}
