// What nobody has got round to: how much, and since when.
import type { Backlog, Queued } from '@billing-register/server'
import type { Context } from './ledger.ts'

/** Counts what waits at `now`, a time of this process's clock. */
export async function backlog({ store, tenant }: Context, now: number): Promise<Backlog> {
  const skew = await store.skew()
  return store.read(async (db) => {
    const unsettled = await db
      .selectFrom('billing_registrations')
      .select(({ fn }) => [fn.countAll().as('count'), fn.min('look_at').as('since')])
      .where('tenant', '=', tenant)
      .where('look_at', '<=', now + skew)
      .executeTakeFirst()
    const undelivered = await db
      .selectFrom('billing_deliveries')
      .innerJoin('billing_events', 'billing_events.id', 'billing_deliveries.event_id')
      .select(({ fn }) => [fn.countAll().as('count'), fn.min('billing_events.at').as('since')])
      .where('billing_deliveries.tenant', '=', tenant)
      .executeTakeFirst()
    return { unsettled: waiting(unsettled, skew), undelivered: waiting(undelivered, 0) }
  })
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
