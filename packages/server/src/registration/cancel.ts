// The customer stops: the registration ends, unless the window has already made the key.
import { BillingError } from '@billing-register/contract'
import { foundKey } from './found-key.ts'
import type { Core } from './core.ts'
import { providerOf } from './provider-of.ts'
import { reload } from './own.ts'
import type { RecordState, Registration } from './record.ts'
import { step } from './settle.ts'

/** Shortest time between two looks at the PG that cancelling makes for one registration, ms. */
const LOOK_EVERY_MS = 10_000

/** States that have ended without a key, where cancelling changes at most what may still come. */
const ENDED: readonly RecordState[] = ['cancelled', 'declined', 'expired']

/** Who stops what, and how. */
export interface CancelInput {
  readonly registration: Registration
  /** The customer pressed cancel on the page; otherwise the window went away by itself. */
  readonly asked: boolean
  readonly requestId: string
}

/**
 * Ends a registration that the customer stopped. What they asked for themselves stays so: nothing is issued from a return
 * that comes later, and a key that the window makes all the same is held. Throws `registration_conflict` once issuing has
 * begun, or when it turns out that the window has made the key although its page was never told.
 */
export async function cancelRegistration(core: Core, input: CancelInput): Promise<Registration> {
  const { asked, requestId } = input
  let current = await findKey(core, input)
  for (;;) {
    const over = ENDED.includes(current.state)
    if (over && (!asked || current.stoppedAt !== undefined)) return current
    const at = core.now()
    const stopped = asked ? { stoppedAt: at } : {}
    const cancelled = over
      ? { next: { ...current, ...stopped, version: current.version + 1 }, effects: { events: [] } }
      : step(current, 'cancel', { at, requestId, mint: core.mint }, stopped)
    if (!cancelled) throw new BillingError('registration_conflict', `state is ${current.state}`)
    const written = await core.ledger.replace(current, cancelled.next, cancelled.effects)
    if (written === 'ok') return cancelled.next
    current = await reload(core, current)
  }
}

/** Settles from a key that the window made. Where there is none, or the PG cannot tell, nothing changes. */
async function findKey(core: Core, { registration, requestId }: CancelInput): Promise<Registration> {
  const { id, state, openedAt } = registration
  const provider = await providerOf(core, registration)
  // A window that was never opened has made nothing, and a PG without look-ups makes keys only when it is called.
  const waiting = state === 'held' || (openedAt !== undefined && (state === 'open' || state === 'returned'))
  if (!provider.can.lookup || !waiting) return registration
  const last = (await core.ledger.attempts(id)).at(-1)
  if (last && core.now() - last.sentAt < LOOK_EVERY_MS) return registration
  return foundKey(core, provider, registration, requestId)
}
