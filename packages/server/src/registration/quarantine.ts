// A key whose claim came under another login, too: held before it is used, suspended when it is in use already.
import type { IssueOutcome, FinishingProvider } from '../providers/provider.ts'
import { withEnd } from './aftermath.ts'
import type { Core } from './core.ts'
import { reload } from './own.ts'
import type { Attempt, Claim, Reason, Registration } from './record.ts'
import { step, type Step } from './settle.ts'

const MISMATCH = 'another_login'

/**
 * Holds a key back. A window that somebody came out of under another login may have that person's card in it: where the
 * key is made in the window, any return of theirs counts; otherwise the one that is being issued from.
 */
export async function heldIfQuarantined(
  core: Core,
  provider: FinishingProvider,
  { id, foreignReturn }: Registration,
  { claimDigest }: Attempt,
  outcome: IssueOutcome,
): Promise<IssueOutcome> {
  if (outcome.kind !== 'issued') return outcome
  const claims = await core.ledger.claims(id)
  const counts = (claim: Claim): boolean => provider.can.lookup || claim.digest === claimDigest
  const held = foreignReturn || claims.some((claim) => claim.binding.quarantined && counts(claim))
  return held ? { ...outcome, mismatches: [...outcome.mismatches, MISMATCH] } : outcome
}

/** Whether a return says the identifier that was minted for this registration, which only its window was told. */
export const namesOrder = ({ providerRef }: Registration, raw: Claim['raw']): boolean =>
  Object.values(raw).includes(providerRef)

/** Remembers a return under another login that could not be kept. */
export async function markForeign(core: Core, registration: Registration): Promise<void> {
  let current = registration
  while (!current.foreignReturn) {
    const next = { ...current, foreignReturn: true, version: current.version + 1 }
    if ((await core.ledger.replace(current, next, { events: [] })) === 'ok') return
    current = await reload(core, current)
  }
}

/**
 * Suspends a key that is in use when the claim that it came from, or another return that names its order, arrived under
 * another login. Junk does not: a card that works is not taken away by whoever finds the door.
 */
export async function suspendIfQuarantined(
  core: Core,
  id: string,
  requestId: string,
): Promise<Registration | undefined> {
  for (;;) {
    const current = await core.ledger.find(id)
    if (current?.state !== 'issued' || !(await isItsClaimQuarantined(core, current))) return current
    const suspended = await suspension(core, current, requestId)
    if (!suspended) return current
    if ((await core.ledger.replace(current, suspended.next, suspended.effects)) !== 'ok') continue
    core.log({
      level: 'error',
      event: 'method_suspended',
      registrationId: id,
      requestId,
      mismatches: MISMATCH,
    })
    return suspended.next
  }
}

async function isItsClaimQuarantined(core: Core, registration: Registration): Promise<boolean> {
  if (registration.foreignReturn) return true
  const { id } = registration
  const claims = await core.ledger.claims(id)
  const quarantined = claims.filter(({ binding }) => binding.quarantined)
  if (quarantined.length === 0) return false
  const used = new Set((await core.ledger.attempts(id)).map(({ claimDigest }) => claimDigest))
  return quarantined.some(({ digest, raw }) => used.has(digest) || namesOrder(registration, raw))
}

async function suspension(core: Core, current: Registration, requestId: string): Promise<Step | undefined> {
  const methods = await core.ledger.paymentMethods(current.customer.id)
  const method = methods.find(({ id }) => id === current.paymentMethodId)
  const at = core.now()
  const reason: Reason = { code: 'return_mismatch', requestId, mismatches: [MISMATCH] }
  const result = step(
    current,
    'quarantined',
    { at, requestId, mint: core.mint },
    { reason, uncertainSince: at },
  )
  if (!result || !method) return result
  const paymentMethod = {
    ...method,
    state: 'suspended' as const,
    mismatches: [...method.mismatches, MISMATCH],
  }
  return withEnd({ ...result, effects: { ...result.effects, paymentMethod } }, at + core.holdMs)
}
