// Counts an issue call against the hourly limit before it is made.
import { HOUR_MS, type Core } from './core.ts'
import { eventOf } from './event-of.ts'
import { tooMany } from './limit.ts'
import type { Registration } from './record.ts'

/** Throws `too_many_attempts` when there is no room left in this hour. */
export async function takeAttempt(core: Core, registration: Registration, requestId: string): Promise<void> {
  const now = core.now()
  const { id, customer } = registration
  if (await core.ledger.tallyBelow(customer.id, now, now - HOUR_MS, core.attemptsPerHour)) return
  // Told once for each registration, however often it is tried.
  const told = (await core.ledger.events(id)).some(({ type }) => type === 'attempts.limited')
  const context = { at: now, requestId, mint: core.mint }
  if (!told) await core.ledger.record([eventOf(registration, 'attempts.limited', context)])
  throw tooMany(now, (await core.ledger.tallied(customer.id, now - HOUR_MS)).oldest)
}
