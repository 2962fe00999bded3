// What nobody has got round to: how much, and since when.
import type { Backlog, Queued } from '@billing-register/server'
import { sql } from 'kysely'
import type { Watched } from './due.ts'
import type { Context } from './ledger.ts'

/** Counts what waits at `now`, a time of this process's clock: all of it, or that of one customer. */
export async function backlog(
  context: Context,
  now: number,
  customerId: string | undefined,
): Promise<Backlog> {
  const { store, tenant } = context
  const skew = await store.skew()
  const whose = customerId === undefined ? sql<boolean>`1 = 1` : sql<boolean>`customer_id = ${customerId}`
  const due = async (table: Watched): Promise<Queued> => {
    const [row] = await store.read(async (db) => {
      const query = sql<Counted>`select count(*) as count, min(look_at) as since from ${sql.table(table)}
        where tenant = ${tenant} and look_at <= ${now + skew} and ${whose}`
      return (await query.execute(db)).rows
    })
    return waiting(row, skew)
  }
  const undelivered = await store.read((db) =>
    db
      .selectFrom('billing_deliveries')
      .innerJoin('billing_events', 'billing_events.id', 'billing_deliveries.event_id')
      .select(({ fn }) => [fn.countAll().as('count'), fn.min('billing_events.at').as('since')])
      .where('billing_deliveries.tenant', '=', tenant)
      .where(whose)
      .executeTakeFirst(),
  )
  return {
    unsettled: await due('billing_registrations'),
    payments: await due('billing_payments'),
    methods: await due('billing_payment_methods'),
    undelivered: waiting(undelivered, 0),
  }
}

interface Counted {
  readonly count: number | string | bigint
  readonly since: number | string | null
}

function waiting(row: Counted | undefined, skew: number): Queued {
  const count = Number(row?.count ?? 0)
  const since = row?.since ?? null
  return since === null ? { count } : { count, since: Number(since) - skew }
}
