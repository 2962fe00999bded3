// Looks once, a while after the key was issued, for others that the same window made: recorded, and revoked by the sweep.
import { keyAsked } from '../payments/revoke.ts'
import { isOwnAccount, operationsOf } from '../payments/providers.ts'
import { providerNamed, type Core } from '../registration/core.ts'
import { reload } from '../registration/own.ts'
import type { PaymentMethod, Registration } from '../registration/record.ts'
import { eventOf } from '../registration/event-of.ts'
import { scheduled } from '../registration/due.ts'
import type { Secret } from '../secret.ts'

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
  // A PG that did not answer has not said that there is none: this stays due.
  if (!exchanges.some(({ failure }) => failure === undefined)) return registration
  let current = registration
  for (const key of surplus.judge(asked, exchanges).keys) {
    current = await keep(core, current, method, key, requestId)
  }
  return sought(core, current)
}

async function sought(core: Core, registration: Registration): Promise<Registration> {
  const next = scheduled({ ...registration, seekSurplusAt: undefined, version: registration.version + 1 })
  const written = await core.ledger.replace(registration, next, { events: [] })
  return written === 'ok' ? next : reload(core, registration)
}

async function keep(
  core: Core,
  registration: Registration,
  kept: PaymentMethod,
  key: Secret,
  requestId: string,
): Promise<Registration> {
  const known = await core.ledger.charges.methodByKey(kept.provider, key)
  if (known || key.reveal() === kept.key.reveal()) return registration
  const at = core.now()
  const paymentMethod = surplusOf(kept, registration.id, key, core.mint('pm_'), at)
  const context = { at, by: 'server', requestId, mint: core.mint } as const
  const event = eventOf(registration, 'key.surplus', context, { detail: { paymentMethod: paymentMethod.id } })
  const next = { ...registration, version: registration.version + 1 }
  const written = await core.ledger.replace(registration, next, { events: [event], paymentMethod })
  return written === 'ok' ? next : reload(core, registration)
}

/** Nothing is known of it but what charges it. */
function surplusOf(
  { kind, customerId, provider, account, customerRef }: PaymentMethod,
  registrationId: string,
  key: Secret,
  id: string,
  at: number,
): PaymentMethod {
  return {
    id,
    version: 1,
    kind,
    customerId,
    registrationId,
    provider,
    account,
    key,
    binding: 'weak',
    state: 'surplus',
    mismatches: [],
    ...(customerRef === undefined ? {} : { customerRef }),
    lookAt: at,
    createdAt: at,
  }
}
