// What waits for somebody, how much of it, and since when: what a monitor or `doctor` alarms on.
import type { Queued } from '../ledger/ledger.ts'
import type { Core } from '../registration/core.ts'
import type { RecordState } from '../registration/record.ts'

/** How many are counted at most: beyond that it does not matter how many exactly. */
const COUNTED = 1000

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
  /** Registrations that are uncertain. `count` stops at 1,000. */
  readonly uncertain: Queued
  /** Keys that differ from what was asked and wait for a person. `count` stops at 1,000. */
  readonly suspended: Queued
  /** Keys that wait for their owner to finish. `count` stops at 1,000. */
  readonly held: Queued
}

/** Counts what waits. */
export async function overview(core: Core): Promise<Overview> {
  const [backlog, uncertain, suspended, held] = await Promise.all([
    core.ledger.backlog(core.now()),
    waiting(core, 'uncertain'),
    waiting(core, 'suspended'),
    waiting(core, 'held'),
  ])
  return { ...backlog, uncertain, suspended, held }
}

async function waiting(core: Core, state: RecordState): Promise<Queued> {
  const all = await core.ledger.list({ states: [state], limit: COUNTED })
  if (all.length === 0) return { count: 0 }
  const times = all.map(({ uncertainSince, activeAt, createdAt }) => uncertainSince ?? activeAt ?? createdAt)
  return { count: all.length, since: Math.min(...times) }
}
