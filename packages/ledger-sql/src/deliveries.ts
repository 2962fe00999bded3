// The outbox: events that the merchant has not taken yet, each leased to one server at a time, by the database's clock.
import type { BillingEvent, Delivery } from '@billing-register/server'
import { sql, type RawBuilder } from 'kysely'
import { EVENT_COLUMNS, toEvent, type EventRow } from './event-row.ts'
import type { Context } from './ledger.ts'
import type { Owned } from './owned.ts'
import type { Addition } from './postgres/at-once.ts'
import { prepared, preparedSql } from './prepared.ts'
import type { Db } from './store.ts'

const TABLE = 'billing_deliveries'

/** The row of the outbox, to be added with others at once. */
export const deliveryRow = (owned: Owned, { id, registrationId }: BillingEvent): Addition => ({
  table: TABLE,
  row: { ...owned, event_id: id, registration_id: registrationId, tries: 0, due_at: 0 },
})

/** Puts events into the outbox: the merchant is to be told of them at once. */
export async function insertDeliveries(db: Db, owned: Owned, events: readonly BillingEvent[]): Promise<void> {
  for (const { id, registrationId } of events)
    await insert(db, { ...owned, event: id, registration: registrationId })
}

const insert = prepared((db, p: Owned & { event: string; registration: string }) =>
  db.insertInto(TABLE).values({
    tenant: p.tenant,
    merchant: p.merchant,
    mode: p.mode,
    event_id: p.event,
    registration_id: p.registration,
    tries: 0,
    due_at: 0,
  }),
)

const dueAt = prepared((db, p: { tenant: string; now: number; limit: number }) =>
  dueQuery(db, p.tenant, p.now).limit(p.limit),
)

const dueOf = prepared((db, p: { tenant: string; now: number; limit: number; registration: string }) =>
  dueQuery(db, p.tenant, p.now).where('registration_id', '=', p.registration).limit(p.limit),
)

const remove = prepared((db, p: { tenant: string; event: string }) =>
  db.deleteFrom(TABLE).where('event_id', '=', p.event).where('tenant', '=', p.tenant),
)

/** Takes what is due. Times are of this process's clock and are moved into the database's. */
export async function takeDeliveries(
  { store, tenant }: Context,
  now: number,
  leaseUntil: number,
  limit: number,
  registrationId: string | undefined,
): Promise<readonly Delivery[]> {
  const skew = await store.skew()
  const of = {
    tenant,
    now: now + skew,
    limit,
    leaseUntil: leaseUntil + skew,
    registration: registrationId ?? '',
  }
  if (store.flavour === 'postgres') {
    const take = registrationId === undefined ? takeAny : takeOf
    return (await store.writeOne((db) => take(db, of))).rows.map(toDelivery)
  }
  // Asked with every request, and nearly always there is nothing: that must cost no commit.
  const waiting = await store.read((db) => (registrationId === undefined ? dueAt(db, of) : dueOf(db, of)))
  return waiting.rows.length === 0 ? [] : store.write((db) => takeIn(db, of, registrationId))
}

interface Taking {
  readonly tenant: string
  readonly now: number
  readonly limit: number
  readonly leaseUntil: number
  readonly registration: string
}

async function takeIn(
  db: Db,
  { tenant, now, limit, leaseUntil }: Taking,
  registrationId: string | undefined,
): Promise<readonly Delivery[]> {
  const all = dueQuery(db, tenant, now).limit(limit)
  const query = registrationId === undefined ? all : all.where('registration_id', '=', registrationId)
  const taken = await query.execute()
  if (taken.length === 0) return []
  const ids = taken.map((row) => row.event_id)
  await db
    .updateTable(TABLE)
    .set({ tries: sql<number>`tries + 1`, due_at: leaseUntil })
    .where('event_id', 'in', ids)
    .execute()
  const events = await db.selectFrom('billing_events').select(EVENT_COLUMNS).where('id', 'in', ids).execute()
  const byId = new Map(events.map((row) => [row.id, toEvent(row)]))
  return taken.flatMap(({ event_id: id, tries }) => {
    const event = byId.get(id)
    return event ? [{ event, tries: Number(tries) }] : []
  })
}

interface TakenRow extends EventRow {
  readonly tries: number | string
}

const toDelivery = ({ tries, ...row }: TakenRow): Delivery => ({ event: toEvent(row), tries: Number(tries) })

// In one way to the database and back. What another server is just taking is left to it. Where there is nothing, which
// is nearly always, nothing is written.
const takeWhere = (p: Taking, also: RawBuilder<unknown>): RawBuilder<TakenRow> => sql<TakenRow>`
  with due as materialized (
    select mine.event_id, mine.tries, mine.due_at, mine.seq from billing_deliveries mine
    where mine.tenant = ${p.tenant} and mine.due_at <= ${p.now} ${also} and not exists (
      select from billing_deliveries before
      where before.registration_id = mine.registration_id and before.seq < mine.seq)
    order by mine.due_at, mine.seq limit ${p.limit} for update of mine skip locked
  ), taken as (
    update billing_deliveries set tries = billing_deliveries.tries + 1, due_at = ${p.leaseUntil}
    from due where billing_deliveries.event_id = due.event_id
    returning billing_deliveries.event_id
  )
  select due.tries, ${sql.join(EVENT_COLUMNS.map((column) => sql.ref(`event.${column}`)))}
  from due join taken on taken.event_id = due.event_id join billing_events event on event.id = due.event_id
  order by due.due_at, due.seq`

const takeAny = preparedSql((p: Taking) => takeWhere(p, sql``))
const takeOf = preparedSql((p: Taking) => takeWhere(p, sql`and mine.registration_id = ${p.registration}`))

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
  if (retryAt === undefined)
    return void (await store.writeOne((db) => remove(db, { tenant, event: eventId })))
  const put = retryAt + (await store.skew())
  await store.writeOne((db) =>
    db
      .updateTable(TABLE)
      .set({ due_at: put })
      .where('event_id', '=', eventId)
      .where('tenant', '=', tenant)
      .execute(),
  )
}
