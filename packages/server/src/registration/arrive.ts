// The return door: keeps what came back as a claim, and decides whose it may be. It settles nothing.
import { BillingError, type RawReturn } from '@billing-register/contract'
import type { Customer } from '../providers/provider.ts'
import { claimDigest, isTooLarge } from './claims.ts'
import type { Core } from './core.ts'
import { providerOf } from './provider-of.ts'
import type { EventType } from './event.ts'
import type { ClaimBinding, Registration } from './record.ts'
import { pageWith } from './return-to.ts'
import { markForeign, namesOrder, suspendIfQuarantined } from './quarantine.ts'
import { eventOf } from './event-of.ts'
import { step } from './settle.ts'

/** What arrived, and under whose login. */
export interface Arrival {
  readonly id: string
  readonly raw: RawReturn
  readonly visitor: Customer | null
  readonly requestId: string
}

/** Where the browser goes next, and the one-time cookie that ties a claim without login to this browser. */
export interface Arrived {
  readonly location: string
  readonly cookie?: string
}

/** Stores the claim. Throws `not_found` for an unknown registration. */
export async function arrive(core: Core, arrival: Arrival): Promise<Arrived> {
  const registration = await core.ledger.find(arrival.id)
  if (!registration || registration.erased) throw new BillingError('not_found', 'no such registration')
  const location = pageWith(registration.returnTo, registration.id)
  // Unbounded or empty returns are not kept; the page finds out from the registration itself.
  // The card form has no window that could come back here.
  if (registration.mode || isTooLarge(arrival.raw) || Object.keys(arrival.raw).length === 0)
    return { location }
  const cookie = arrival.visitor ? undefined : core.mint('')
  const kept = await store(core, registration, arrival, cookie)
  return { location, ...(kept && cookie ? { cookie } : {}) }
}

/** Whether it was kept. */
async function store(
  core: Core,
  registration: Registration,
  arrival: Arrival,
  cookie: string | undefined,
): Promise<boolean> {
  const owner = arrival.visitor?.id === registration.customer.id
  const binding: ClaimBinding = {
    owner,
    cookies: cookie ? [await core.digest(cookie)] : [],
    quarantined: arrival.visitor !== null && !owner,
  }
  const provider = await providerOf(core, registration)
  const digest = await claimDigest(core, provider, arrival.raw)
  const stored = await core.ledger.addClaim({
    registrationId: registration.id,
    digest,
    receivedAt: core.now(),
    raw: arrival.raw,
    binding,
  })
  const kept = stored !== 'full'
  if (!kept) await note(core, registration, arrival, 'claim.refused', 'full')
  if (binding.quarantined) await quarantine(core, registration, arrival, kept)
  else if (kept && owner) await markReturned(core, registration, arrival)
  return kept
}

async function quarantine(
  core: Core,
  registration: Registration,
  arrival: Arrival,
  kept: boolean,
): Promise<void> {
  await note(core, registration, arrival, 'claim.quarantined', 'another_login')
  // A full door must not hide whose window it was.
  if (!kept && namesOrder(registration, arrival.raw)) await markForeign(core, registration)
  await suspendIfQuarantined(core, registration.id, arrival.requestId)
}

// Only a hint for the page that something is there; losing the race to a later state is fine.
async function markReturned(core: Core, registration: Registration, arrival: Arrival): Promise<void> {
  if (registration.state !== 'open') return
  const returned = step(registration, 'returned', {
    at: core.now(),
    requestId: arrival.requestId,
    mint: core.mint,
  })
  if (returned) await core.ledger.replace(registration, returned.next, returned.effects)
}

async function note(
  core: Core,
  registration: Registration,
  arrival: Arrival,
  type: EventType,
  why: string,
): Promise<void> {
  core.log({ level: 'warn', event: type, registrationId: registration.id, requestId: arrival.requestId, why })
  const { requestId, visitor } = arrival
  const by = visitor?.id === registration.customer.id ? 'customer' : 'visitor'
  const context = { at: core.now(), by, requestId, mint: core.mint } as const
  await core.ledger.record([eventOf(registration, type, context, { detail: { why } })])
}
