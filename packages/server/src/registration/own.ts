// The small steps of an owner: reading and opening their own registration.
import { BillingError } from '@billing-register/contract'
import type { Customer } from '../providers/provider.ts'
import type { Core } from './core.ts'
import { scheduled } from './due.ts'
import type { Registration } from './record.ts'
import { eventOf } from './event-of.ts'

/** The registration, if this customer owns it; otherwise `not_found`, exactly as for an unknown id. */
export async function ownRegistration(core: Core, id: string, customer: Customer): Promise<Registration> {
  const registration = await core.ledger.find(id)
  if (registration?.customer.id !== customer.id) throw new BillingError('not_found', 'no such registration')
  return registration
}

/**
 * Writes down when the customer clicked, once. `clickedMsAgo` is the page's own measure, because page clocks
 * are wrong; it cannot reach back before the registration was made.
 */
export async function markOpened(
  core: Core,
  registration: Registration,
  clickedMsAgo: number,
  requestId: string,
): Promise<Registration> {
  let current = registration
  while (current.openedAt === undefined) {
    const openedAt = Math.max(current.createdAt, core.now() - clickedMsAgo)
    const { consent } = current
    const next = scheduled({
      ...current,
      openedAt,
      ...(consent ? { consent: { ...consent, at: openedAt } } : {}),
      activeAt: core.now(),
      looks: 0,
      version: current.version + 1,
    })
    const context = { at: core.now(), requestId, mint: core.mint }
    const events = [eventOf(next, 'registration.opened', context)]
    if ((await core.ledger.replace(current, next, { events })) === 'ok') return next
    current = await reload(core, current)
  }
  return current
}

/** The newest version of a registration that is known to exist. */
export async function reload(core: Core, registration: Registration): Promise<Registration> {
  const current = await core.ledger.find(registration.id)
  if (!current) throw new BillingError('ledger_unavailable', 'the registration is gone from the ledger')
  return current
}
