// A key that a call made although the registration has another one by now: put aside to be revoked, or nobody would ever
// find it at the PG.
import type { IssuedKey } from '../providers/provider.ts'
import type { Core } from './core.ts'
import { eventOf } from './event-of.ts'
import { reload } from './own.ts'
import type { PaymentMethod, Registration } from './record.ts'

/** Whether a key is there already, so that another one could only be surplus. */
export const hasKey = ({ state }: Registration): boolean => state === 'issued' || state === 'suspended'

/** Keeps it as surplus, unless it is known: a replay answers the key that is there. */
export async function keepLate(
  core: Core,
  registration: Registration,
  issued: IssuedKey,
  requestId: string,
): Promise<void> {
  const { provider } = registration
  for (let current = registration; hasKey(current); current = await reload(core, current)) {
    if (await core.ledger.charges.methodByKey(provider, issued.key)) return
    const at = core.now()
    const paymentMethod = surplusOf(current, issued, core.mint('pm_'), at)
    const context = { at, by: 'server', requestId, mint: core.mint } as const
    const event = eventOf(current, 'key.surplus', context, { detail: { paymentMethod: paymentMethod.id } })
    const next = { ...current, version: current.version + 1 }
    if ((await core.ledger.replace(current, next, { events: [event], paymentMethod })) === 'ok') return
  }
}

function surplusOf(
  { id: registrationId, customer, provider, account }: Registration,
  { kind, key, binding, customerRef }: IssuedKey,
  id: string,
  at: number,
): PaymentMethod {
  return {
    id,
    version: 1,
    kind,
    customerId: customer.id,
    registrationId,
    provider,
    account,
    key,
    binding,
    state: 'surplus',
    mismatches: [],
    ...(customerRef === undefined ? {} : { customerRef }),
    lookAt: at,
    createdAt: at,
  }
}
