// A key that came although its registration has another one: put aside to be revoked, or nobody would ever find it at the
// PG.
import type { Core } from './core.ts'
import { eventOf } from './event-of.ts'
import { reload } from './own.ts'
import type { PaymentMethod, Registration } from './record.ts'

/** Whether a key is there already, so that another one could only be surplus. */
export const hasKey = ({ state }: Registration): boolean => state === 'issued' || state === 'suspended'

/** What is known of a key that nobody wants. */
type Unwanted = Pick<PaymentMethod, 'kind' | 'key' | 'binding' | 'customerRef'>

/**
 * Keeps it as surplus, whatever else is written meanwhile, unless it is known: a replay answers the key that is there.
 * Returns the registration as it is then.
 */
export async function keepSurplus(
  core: Core,
  registration: Registration,
  unwanted: Unwanted,
  requestId: string,
): Promise<Registration> {
  const { provider } = registration
  for (let current = registration; ; current = await reload(core, current)) {
    if (await core.ledger.charges.methodByKey(provider, unwanted.key)) return current
    const at = core.now()
    const paymentMethod = surplusOf(current, unwanted, core.mint('pm_'), at)
    const context = { at, by: 'server', requestId, mint: core.mint } as const
    const event = eventOf(current, 'key.surplus', context, { detail: { paymentMethod: paymentMethod.id } })
    const next = { ...current, version: current.version + 1 }
    if ((await core.ledger.replace(current, next, { events: [event], paymentMethod })) === 'ok') return next
  }
}

function surplusOf(
  { id: registrationId, customer, provider, account }: Registration,
  { kind, key, binding, customerRef }: Unwanted,
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
