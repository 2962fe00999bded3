// The customer stops: the registration ends, unless the window has already made the key.
import { BillingError } from '@billing-register/contract'
import type { ServerProvider } from '../providers/provider.ts'
import { attemptIssue } from './attempt.ts'
import type { UsableClaim } from './claims.ts'
import { providerNamed, type Core } from './core.ts'
import { reload } from './own.ts'
import type { Registration } from './record.ts'
import { step } from './settle.ts'

/**
 * Ends a registration that the customer stopped. Throws `registration_conflict` once issuing has begun, or when it
 * turns out that the window has made the key although its page was never told.
 */
export async function cancelRegistration(
  core: Core,
  registration: Registration,
  requestId: string,
): Promise<Registration> {
  let current = await findKey(core, registration, requestId)
  for (;;) {
    if (current.state === 'cancelled' || current.state === 'expired' || current.state === 'declined') {
      return current
    }
    const cancelled = step(current, 'cancel', { at: core.now(), requestId, mint: core.mint })
    if (!cancelled) throw new BillingError('registration_conflict', `state is ${current.state}`)
    if ((await core.ledger.replace(current, cancelled.next, cancelled.effects)) === 'ok')
      return cancelled.next
    current = await reload(core, current)
  }
}

/** Settles from a key that the window made. Where there is none, or the PG cannot tell, nothing changes. */
async function findKey(core: Core, registration: Registration, requestId: string): Promise<Registration> {
  const { state, openedAt } = registration
  const provider = providerNamed(core, registration.provider)
  // A window that was never opened has made nothing, and a PG without look-ups makes keys only when it is called.
  if (!provider.can.lookup || openedAt === undefined || (state !== 'open' && state !== 'returned')) {
    return registration
  }
  const claim: UsableClaim = { digest: '', parsed: provider.parseReturn({}) }
  if (!(await hasKey(core, provider, registration, claim))) return registration
  const input = { provider, registration, claim, kind: 'look', earlier: [], requestId } as const
  const found = await attemptIssue(core, input)
  return found.kind === 'settled' ? found.registration : reload(core, registration)
}

/** Only a look: an open window that is still waiting must stay cancellable. */
async function hasKey(
  core: Core,
  provider: ServerProvider,
  registration: Registration,
  { parsed }: UsableClaim,
): Promise<boolean> {
  try {
    const exchanges = await provider.issue(registration, parsed, {
      fetch: core.fetch,
      now: core.now,
      idempotencyKey: core.mint('att_'),
      earlier: [],
    })
    return provider.judge(registration, parsed, exchanges).kind === 'issued'
  } catch {
    return false
  }
}
