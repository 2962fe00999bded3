// Looks once, a while after the key was issued, for others that the same window made: recorded, and revoked by the sweep.
import { keyAsked } from '../payments/revoke.ts'
import { isOwnAccount, operationsOf } from '../payments/providers.ts'
import { providerNamed, type Core } from '../registration/core.ts'
import { reload } from '../registration/own.ts'
import { keepSurplus } from '../registration/late-key.ts'
import type { Registration } from '../registration/record.ts'
import { scheduled } from '../registration/due.ts'

/** Seeks what is surplus, where it is time for that. */
export async function seekSurplus(
  core: Core,
  registration: Registration,
  requestId: string,
): Promise<Registration> {
  if (registration.seekSurplusAt === undefined || registration.seekSurplusAt > core.now()) return registration
  const provider = providerNamed(core, registration.provider)
  const { surplus } = await operationsOf(provider)
  const method = await core.ledger.charges.method(registration.paymentMethodId)
  if (!surplus || !method || !isOwnAccount(provider, method)) return sought(core, registration)
  const asked = await keyAsked(core, method)
  const { fetch, now } = core
  const exchanges = await surplus.call(asked, { fetch, now, idempotencyKey: core.mint('sur_'), earlier: [] })
  const keys = surplus.judge(asked, exchanges)
  // A PG that did not tell has not said that there is none: this stays due.
  if (keys === undefined) return registration
  const { kind, customerRef } = method
  let current = registration
  for (const key of keys) {
    // Nothing is known of it but what charges it.
    const unwanted = { kind, key, binding: 'weak', ...(customerRef && { customerRef }) } as const
    if (key.reveal() !== method.key.reveal()) current = await keepSurplus(core, current, unwanted, requestId)
  }
  return sought(core, current)
}

async function sought(core: Core, registration: Registration): Promise<Registration> {
  const next = scheduled({ ...registration, seekSurplusAt: undefined, version: registration.version + 1 })
  const written = await core.ledger.replace(registration, next, { events: [] })
  return written === 'ok' ? next : reload(core, registration)
}
