// Retires what a customer left lying about before they began anew.
import { MAX_UNSTARTED, type Core } from './core.ts'
import type { Registration } from './record.ts'
import { step } from './settle.ts'
import { canRetry } from './view.ts'

/**
 * The sixth unstarted registration retires the oldest (its late return still lands); one that was left uncertain long
 * enough for the customer to start again will not attach a late key beside the new card.
 * `pending`: all of the customer's, the new one among them.
 */
export async function tidyUp(
  core: Core,
  created: Registration,
  pending: readonly Registration[],
  requestId: string,
): Promise<void> {
  const unstarted = pending.filter(({ state, openedAt }) => state === 'open' && openedAt === undefined)
  const context = { at: core.now(), requestId, mint: core.mint }
  for (const oldest of unstarted.slice(0, Math.max(0, unstarted.length - MAX_UNSTARTED))) {
    const retired = step(oldest, 'retire', context)
    if (retired) await core.ledger.replace(oldest, retired.next, retired.effects)
  }
  for (const other of pending) {
    const samePlan = other.plan === created.plan && other.state === 'uncertain' && !other.superseded
    if (!samePlan || !canRetry(other, core.now())) continue
    const next = { ...other, superseded: true, version: other.version + 1 }
    await core.ledger.replace(other, next, { events: [] })
  }
}
