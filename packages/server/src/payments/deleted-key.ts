// A key that a webhook says the PG has deleted: found out, or put out of use where nobody can be asked.
import type { ServerProvider } from '../providers/provider.ts'
import type { Core } from '../registration/core.ts'
import { leaseFrom } from '../registration/lease.ts'
import type { PaymentMethod } from '../registration/record.ts'
import type { Secret } from '../secret.ts'
import { backOff } from './due.ts'
import { LOOK_EVERY_MS, MOST_LOOKS } from './hint.ts'
import type { KeyOutcome } from './operations.ts'
import { operationsOf } from './providers.ts'
import { methodEvent, reloadMethod } from './revoke.ts'

/** Asks the PG what it knows of a key now. */
export async function askKey(core: Core, provider: ServerProvider, key: Secret): Promise<KeyOutcome> {
  const { key: look } = await operationsOf(provider)
  if (look === undefined) return { kind: 'unknown' }
  const { fetch, now, mint } = core
  const exchanges = await look.call({ key }, { fetch, now, idempotencyKey: mint('opn_'), earlier: [] })
  return look.judge({ key }, exchanges)
}

/** Writes down that its key is said to be gone, unless it is to be looked at soon anyway. */
export function rememberDeleted(core: Core, method: PaymentMethod): Promise<PaymentMethod> {
  const soon = core.now() + LOOK_EVERY_MS
  return whileActive(core, method, (current) =>
    current.saidGone && current.lookAt !== undefined && current.lookAt <= soon
      ? undefined
      : {
          next: {
            ...current,
            saidGone: true,
            lookAt: soon,
            looks: current.looks ?? 0,
            version: current.version + 1,
          },
        },
  )
}

/**
 * Asks the PG where it can be asked. Where it cannot, the key is put out of use: whoever knows it has it, and the next
 * charge would say so at the customer's cost.
 */
export async function followDeleted(
  core: Core,
  provider: ServerProvider,
  method: PaymentMethod,
  requestId: string,
): Promise<PaymentMethod> {
  const { key: look } = await operationsOf(provider)
  const begun = look === undefined ? method : await beginLook(core, provider, method)
  if (begun === undefined) return reloadMethod(core, method)
  const kind = look === undefined ? 'gone' : (await askKey(core, provider, method.key)).kind
  const at = core.now()
  return whileActive(core, begun, (current) => {
    // Another webhook came while the PG was asked: it may have been deleted since.
    if (kind !== 'gone' && current.lookAt !== begun.lookAt) return undefined
    const version = current.version + 1
    const settled = { ...current, saidGone: undefined, lookAt: undefined, looks: undefined, version }
    if (kind === 'gone') {
      const next = { ...settled, state: 'suspended', reason: { code: 'method_gone', requestId } } as const
      const move = { from: current.state, to: next.state }
      const context = { at, by: 'pg', requestId, mint: core.mint } as const
      return { next, events: [methodEvent(next, 'method.suspended', context, move)] }
    }
    const { looks = 0 } = current
    const again = kind === 'unknown' && looks + 1 < MOST_LOOKS
    return {
      next: again ? { ...settled, saidGone: true, lookAt: at + backOff(looks), looks: looks + 1 } : settled,
    }
  })
}

// Whoever dies then leaves it to be asked again. Undefined when somebody wrote first: it is due to be looked at anyway.
async function beginLook(
  core: Core,
  provider: ServerProvider,
  method: PaymentMethod,
): Promise<PaymentMethod | undefined> {
  const next = { ...method, lookAt: leaseFrom(provider, core.now()), version: method.version + 1 }
  return (await core.ledger.charges.replaceMethod(method, next, { events: [] })) === 'ok' ? next : undefined
}

interface Step {
  readonly next: PaymentMethod
  readonly events?: readonly ReturnType<typeof methodEvent>[]
}

/** Writes a step of a method, again when somebody wrote first, as long as it is active. */
async function whileActive(
  core: Core,
  method: PaymentMethod,
  step: (current: PaymentMethod) => Step | undefined,
): Promise<PaymentMethod> {
  const { charges } = core.ledger
  let current = method
  while (current.state === 'active') {
    const made = step(current)
    if (!made) return current
    const { next, events = [] } = made
    if ((await charges.replaceMethod(current, next, { events })) === 'ok') return next
    current = (await charges.method(method.id)) ?? next
  }
  return current
}
