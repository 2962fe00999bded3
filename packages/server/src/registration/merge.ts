// What an answer of the PG makes of its registration, whatever has become of that meanwhile.
import type { FinishingProvider, IssueOutcome } from '../providers/provider.ts'
import { withAftermath } from './aftermath.ts'
import { triesOf, type AttemptInput } from './call.ts'
import { claimOf, type UsableClaim } from './claims.ts'
import { PENDING_MS, STOPPED_MS, type Core } from './core.ts'
import { deliverNow } from './deliver.ts'
import { unlessKept } from './elsewhere.ts'
import { judge } from './judge.ts'
import { hasKey, keepSurplus } from './late-key.ts'
import { nameOf } from './offer.ts'
import { reload } from './own.ts'
import { heldIfQuarantined, suspendIfQuarantined } from './quarantine.ts'
import type { Attempt, Registration } from './record.ts'
import { refuseClaim } from './refuse-claim.ts'
import { settle } from './settle.ts'
import { stopOther } from './stray-charge.ts'

/** Whose answer it is. */
export type MergeInput = Omit<AttemptInput, 'kind'>

/** `lookAtOnce`: what came back is to be looked at before it counts. */
export interface Merged {
  readonly registration: Registration
  readonly lookAtOnce: boolean
}

/** Judges the answer and settles the registration from it; again, when somebody else wrote meanwhile. */
export async function merge(core: Core, input: MergeInput, attempt: Attempt): Promise<Merged> {
  const { provider, registration, claim, requestId, by = 'customer' } = input
  const answer = judge(input, attempt.exchanges ?? [])
  const own = answer.otherOrder ? await stopOther(core, input, attempt, answer) : answer
  const sought = provider.can.seek && claim.parsed.kind === 'empty'
  const found = sought ? await unlessKept(core, provider, registration, own) : own
  const judged = await heldIfQuarantined(core, provider, registration, attempt, found)
  const lookAtOnce = judged.kind === 'pending' && judged.atOnce === true
  let current = registration
  for (;;) {
    const outcome = tooLongPending(core, current, claim, judged)
    const context = { at: core.now(), by, requestId, mint: core.mint }
    const bare = settle(current, outcome, context)
    if (!bare) {
      const late = outcome.kind === 'issued'
      const kept = late ? await keepSurplus(core, current, outcome.issued, requestId) : current
      return { registration: kept, lookAtOnce: lookAtOnce && hasKey(kept) }
    }
    const settled = withAftermath(core, provider, bare, current, outcome, context)
    if ((await core.ledger.replace(current, settled.next, settled.effects)) === 'ok') {
      const next = await afterwards(core, settled.next, outcome, requestId)
      return { registration: next, lookAtOnce }
    }
    current = await reload(core, current)
  }
}

/** Settles a registration from an answer that landed although whoever asked for it did not finish. */
export async function settleLanded(
  core: Core,
  provider: FinishingProvider,
  registration: Registration,
  attempts: readonly Attempt[],
  who: Pick<AttemptInput, 'requestId' | 'by'>,
): Promise<Registration> {
  const attempt = attempts.at(-1)
  if (!attempt) return registration
  const claims = await core.ledger.claims(registration.id)
  const claim = claimOf(provider, claims, attempt.claimDigest)
  const earlier = triesOf(provider, attempts.slice(0, -1), claim.digest)
  const merged = await merge(core, { provider, registration, claim, earlier, ...who }, attempt)
  return merged.registration
}

// A PG that says nothing for too long leaves the outcome uncertain; it is still asked again later. Where the window
// reported a stop and the PG knows of no payment and no key, waiting longer would only worry the customer.
function tooLongPending(
  core: Core,
  registration: Registration,
  claim: UsableClaim,
  outcome: IssueOutcome,
): IssueOutcome {
  if (outcome.kind !== 'pending' || registration.state !== 'issuing') return outcome
  const waited = core.now() - (registration.authorizedAt ?? core.now())
  const stopped = claim.parsed.kind === 'cancelled' || registration.stoppedAt !== undefined
  if (stopped && waited >= STOPPED_MS) {
    return { kind: 'declined', code: 'not_completed', cancelled: true }
  }
  return waited < PENDING_MS ? outcome : { kind: 'uncertain', code: 'outcome_unknown' }
}

async function afterwards(
  core: Core,
  registration: Registration,
  outcome: IssueOutcome,
  requestId: string,
): Promise<Registration> {
  const { id, state, provider, reason } = registration
  core.log({
    level: state === 'issued' || outcome.kind === 'pending' ? 'info' : 'warn',
    event: 'settled',
    registrationId: id,
    requestId,
    provider,
    state,
    code: reason?.code,
    providerCode: reason?.providerCode,
    mismatches: reason?.mismatches?.join(' '),
    notes: outcome.notes?.join(' '),
  })
  if (outcome.notes?.includes('foreign_return')) {
    await refuseClaim(core, registration, requestId, 'of_another_order')
  }
  if (outcome.kind === 'declined') {
    await core.ledger.tally(registration.customer.id, core.now())
    if (outcome.claimRefused) await refuseClaim(core, registration, requestId, 'unknown_to_provider')
  }
  if (state !== 'issued') return registration
  // Another login may have come to the door between the last look at the claims and the write.
  const current = (await suspendIfQuarantined(core, id, requestId)) ?? registration
  const isDue = current.chargesAfterIssue && current.payment?.state === 'uncertain'
  const charged = isDue ? await charge(core, current, requestId) : current
  await deliverNow(core, id)
  return charged
}

// A first payment that is not made now is made by the next reconciliation: the key is safe in any case.
async function charge(core: Core, registration: Registration, requestId: string): Promise<Registration> {
  try {
    const { chargeFirst } = await import('../payments/charge-first.ts')
    return await chargeFirst(core, registration, requestId)
  } catch (error) {
    const { id: registrationId } = registration
    core.log({ level: 'error', event: 'not_charged', registrationId, requestId, error: nameOf(error) })
    return registration
  }
}
