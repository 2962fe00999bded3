// What waits for somebody, how much of it, and since when: what a monitor or `doctor` alarms on.
import type { Queued } from '../ledger/ledger.ts'
import type { Core } from '../registration/core.ts'
import type { RecordState } from '../registration/record.ts'

/** How many are read at once. */
const PAGE = 1000

/** Registrations that wait for somebody, and the one that has waited for longest. */
export interface Waiting extends Queued {
  /** Its id. */
  readonly oldest?: string
}

/** Times are ms since the epoch. */
export interface Overview {
  /** Registrations whose time to be looked at has come: they grow when nobody reconciles. */
  readonly unsettled: Queued
  /** Payments whose time to be looked at has come. */
  readonly payments: Queued
  /** Payment methods whose time to be looked at has come: keys that are to be revoked. */
  readonly methods: Queued
  /** Events that the merchant has not taken yet: they grow when a callback fails. */
  readonly undelivered: Queued
  /** Registrations that are uncertain. */
  readonly uncertain: Waiting
  /** Keys that differ from what was asked and wait for a person. */
  readonly suspended: Waiting
  /** Keys that wait for their owner to finish. */
  readonly held: Waiting
}

/** Counts what waits. Reads each registration that does: a few in a shop where somebody looks after them. */
export async function overview(core: Core): Promise<Overview> {
  const [backlog, uncertain, suspended, held] = await Promise.all([
    core.ledger.backlog(core.now()),
    waiting(core, 'uncertain'),
    waiting(core, 'suspended'),
    waiting(core, 'held'),
  ])
  return { ...backlog, uncertain, suspended, held }
}

async function waiting({ ledger }: Core, state: RecordState): Promise<Waiting> {
  let [count, since, oldest] = [0, Infinity, '']
  let before: string | undefined
  for (;;) {
    const page = await ledger.list({ states: [state], limit: PAGE, ...(before !== undefined && { before }) })
    for (const { id, uncertainSince, activeAt, createdAt } of page) {
      const at = uncertainSince ?? activeAt ?? createdAt
      if (at < since) [since, oldest] = [at, id]
    }
    count += page.length
    before = page.at(-1)?.id
    if (page.length < PAGE) return count === 0 ? { count } : { count, since, oldest }
  }
}
