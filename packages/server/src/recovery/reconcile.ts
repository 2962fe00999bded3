// billing.reconcile(): looks after what nobody asks for, a bounded amount per run, beside any number of other servers.
import { TAKE_MS, type Core } from '../registration/core.ts'
import { deliverDue } from '../registration/deliver.ts'
import { nameOf } from '../registration/offer.ts'
import type { RecordState, Registration } from '../registration/record.ts'
import { lookAfterPayments } from './payments.ts'
import { recover } from './recover.ts'

/** How many are worked on at once. */
const BATCH = 8
const DEFAULT_LIMIT = 500
const DEFAULT_TIME_MS = 30_000

/** Bounds of one run. */
export interface ReconcileOptions {
  /** Most registrations, and most payments and most payment methods, to look at. Default 500. */
  readonly limit?: number
  /** Most events to deliver, about. Default 500. */
  readonly events?: number
  /** No new one is begun after so long, ms. Default 30,000. */
  readonly timeMs?: number
  /** Told after each few. */
  readonly onProgress?: (soFar: { readonly looked: number; readonly settled: number }) => void
}

/** One registration that changed its state. */
export interface Settled {
  readonly id: string
  readonly provider: string
  readonly from: RecordState
  readonly to: RecordState
}

/** What one run did. Ids and counts only. */
export interface ReconcileReport {
  /** Registrations that were due and were looked at. */
  readonly looked: number
  readonly settled: readonly Settled[]
  /** Ids of those, and of payments and payment methods, that could not be looked at; they are due again in five minutes. */
  readonly failed: readonly string[]
  /** Payments that were due and were looked at: unsettled charges and cancellations, and first payments not made yet. */
  readonly payments: number
  /** Payment methods that were due and were looked at: being revoked, or to be. */
  readonly methods: number
  /** Events that the merchant took. */
  readonly delivered: number
  /** Events that the merchant refused; they are told again later. */
  readonly undelivered: number
  /** The bounds ended the run: there may be more to do now. */
  readonly more: boolean
}

/** Looks after registrations, payments and payment methods that are due, then delivers events. Safe to run anywhere at any time. */
export async function reconcile(core: Core, options: ReconcileOptions = {}): Promise<ReconcileReport> {
  const { limit = DEFAULT_LIMIT, events = DEFAULT_LIMIT, timeMs = DEFAULT_TIME_MS, onProgress } = options
  const requestId = core.mint('run_').slice(0, 16)
  const until = core.now() + timeMs
  const settled: Settled[] = []
  const failed: string[] = []
  let looked = 0
  let more = false
  for (;;) {
    const room = Math.min(BATCH, limit - looked)
    more = room <= 0 || core.now() >= until
    if (more) break
    const taken = await core.ledger.takeUnsettled(core.now(), core.now() + TAKE_MS, room)
    if (taken.length === 0) break
    const results = await Promise.all(taken.map((registration) => one(core, registration, requestId)))
    for (const { id, change, ok } of results) {
      if (!ok) failed.push(id)
      if (change) settled.push(change)
    }
    looked += taken.length
    onProgress?.({ looked, settled: settled.length })
  }
  const payments = await lookAfterPayments(core, { limit, until, requestId })
  const { delivered, failed: undelivered } = await deliverDue(core, events)
  const { failed: unpaid, more: morePayments, ...counts } = payments
  return {
    looked,
    settled,
    ...counts,
    failed: [...failed, ...unpaid],
    delivered,
    undelivered,
    more: more || morePayments,
  }
}

interface One {
  readonly id: string
  readonly ok: boolean
  readonly change?: Settled
}

// One that fails must not keep the others waiting.
async function one(core: Core, before: Registration, requestId: string): Promise<One> {
  const { id, provider, state: from } = before
  try {
    const recovered = await recover(core, before, requestId)
    if (recovered === 'unreachable') return refuse(core, before, requestId, 'unreachable')
    const { state: to } = recovered.registration
    if (to === from) return { id, ok: true }
    core.log({ level: 'info', event: 'reconciled', registrationId: id, requestId, provider, from, to })
    return { id, ok: true, change: { id, provider, from, to } }
  } catch (error) {
    return refuse(core, before, requestId, nameOf(error))
  }
}

function refuse(core: Core, { id, provider }: Registration, requestId: string, why: string): One {
  core.log({ level: 'warn', event: 'not_reconciled', registrationId: id, requestId, provider, why })
  return { id, ok: false }
}
