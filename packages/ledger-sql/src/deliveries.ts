// The outbox: events that the merchant has not taken yet, each leased to one server at a time, by the database's clock.
import type { BillingEvent, Delivery } from '@billing-register/server'
import { sql } from 'kysely'
import { EVENT_COLUMNS, toEvent } from './event-row.ts'
import type { Context } from './ledger.ts'
import type { Owned } from './owned.ts'
import type { Db } from './store.ts'

const TABLE = 'billing_deliveries'

/** Puts events into the outbox: the merchant is to be told of them at once. */
export async function insertDeliveries(db: Db, owned: Owned, events: readonly BillingEvent[]): Promise<void> {
  if (events.length === 0) return
  const rows = events.map(({ id, registrationId }) => ({
    ...owned,
    event_id: id,
    registration_id: registrationId,
    tries: 0,
    due_at: 0,
  }))
  await db.insertInto(TABLE).values(rows).execute()
}

/** Takes what is due. Times are of this process's clock and are moved into the database's. */
export async function takeDeliveries(
  { store, tenant }: Context,
  now: number,
  leaseUntil: number,
  limit: number,
  registrationId: string | undefined,
): Promise<readonly Delivery[]> {
  const skew = await store.skew()
  const due = (db: Db) => {
    const all = dueQuery(db, tenant, now + skew).limit(limit)
    return registrationId === undefined ? all : all.where('registration_id', '=', registrationId)
  }
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

// In order: an event waits until the ones before it have been taken. `now` is of the database's clock.
function dueQuery(db: Db, tenant: string, now: number) {
  return db
    .selectFrom(`${TABLE} as mine`)
    .select(['event_id', 'tries'])
    .where('tenant', '=', tenant)
    .where('due_at', '<=', now)
    .where((one) =>
      one.not(
        one.exists(
          one
            .selectFrom(`${TABLE} as before`)
            .select('before.seq')
            .whereRef('before.registration_id', '=', 'mine.registration_id')
            .whereRef('before.seq', '<', 'mine.seq'),
        ),
      ),
    )
    .orderBy('due_at')
    .orderBy('seq')
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
