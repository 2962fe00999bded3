// Says that a claim was not taken.
import type { Core } from './core.ts'
import { eventOf } from './event-of.ts'
import type { Registration } from './record.ts'

/** Says in log and audit trail that a claim was not taken, and why. */
export async function refuseClaim(
  core: Core,
  registration: Registration,
  requestId: string,
  why: string,
): Promise<void> {
  const type = 'claim.refused' as const
  core.log({ level: 'warn', event: type, registrationId: registration.id, requestId, why })
  const context = { at: core.now(), requestId, mint: core.mint }
  await core.ledger.record([eventOf(registration, type, context, { detail: { why } })])
}
