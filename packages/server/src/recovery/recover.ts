// One registration that is due: finished where its owner has authorized that, otherwise only found and held.
import type { IssueOutcome, FinishingProvider } from '../providers/provider.ts'
import { attemptIssue } from '../registration/attempt.ts'
import { triesOf } from '../registration/call.ts'
import { askOnce, type Seen } from '../registration/found-key.ts'
import { tellRegistration } from '../payments/charge-first.ts'
import { recoverPayment } from '../payments/recover.ts'
import { withAftermath } from '../registration/aftermath.ts'
import { askedWith } from '../registration/claims.ts'
import type { Core } from '../registration/core.ts'
import { providerOf } from '../registration/provider-of.ts'
import { scheduled } from '../registration/due.ts'
import { isFinalLook } from '../registration/looks.ts'
import { reload } from '../registration/own.ts'
import { heldIfQuarantined } from '../registration/quarantine.ts'
import type { Registration } from '../registration/record.ts'
import { hold, settle, step, type SettleContext, type Step } from '../registration/settle.ts'
import { takeOver } from '../registration/take-over.ts'
import { seekSurplus } from './seek-surplus.ts'
import { methodOf, withSurplus } from './surplus.ts'

/** `unreachable`: the PG could not be asked; nothing was learned and nothing was written. */
export type Recovered = { readonly registration: Registration } | 'unreachable'

/** Brings one registration as far as it can be brought now. Throws only when the ledger does. */
export async function recover(core: Core, registration: Registration, requestId: string): Promise<Recovered> {
  const { state, authorizedAt, strayCharges } = registration
  const unsettled = state === 'issuing' || state === 'uncertain'
  if (state === 'issued') {
    const sought = await seekSurplus(core, registration, requestId)
    return { registration: await followPayment(core, sought, requestId) }
  }
  if (state === 'suspended') return { registration: await seekSurplus(core, registration, requestId) }
  if (unsettled && (authorizedAt !== undefined || strayCharges)) return finish(core, registration, requestId)
  const provider = await providerOf(core, registration)
  if (state === 'held') return lapseHeld(core, registration, requestId)
  if (provider.can.lookup) return find(core, provider, registration, requestId)
  return { registration: await lapse(core, registration, requestId) }
}

/** A registration whose first payment was not settled when it was last looked at. */
async function followPayment(
  core: Core,
  registration: Registration,
  requestId: string,
): Promise<Registration> {
  if (!registration.chargesAfterIssue || registration.payment?.state !== 'uncertain') return registration
  const payment = await core.ledger.charges.paymentOfOrder(registration.id)
  if (!payment) return registration
  const { state, leaseUntil = 0 } = payment
  const open =
    state === 'due' || ((state === 'charging' || state === 'uncertain') && leaseUntil <= core.now())
  if (open) await recoverPayment(core, payment, requestId)
  else await tellRegistration(core, payment, requestId)
  return reload(core, registration)
}

const contextOf = (core: Core, requestId: string): SettleContext => ({
  at: core.now(),
  by: 'server',
  requestId,
  mint: core.mint,
})

// Another merchant id at the PG knows nothing of this registration: its "absent" would be a lie.
const isSameAccount = (provider: FinishingProvider, { account }: Registration): boolean =>
  provider.account.merchant === account.merchant && provider.account.mode === account.mode

/** Goes on with a call that the owner's own `complete` has begun. */
async function finish(core: Core, registration: Registration, requestId: string): Promise<Recovered> {
  const provider = await providerOf(core, registration)
  const attempts = await core.ledger.attempts(registration.id)
  const over = await takeOver(core, provider, registration, attempts, { requestId, by: 'server' })
  if (over !== 'ask')
    return counting(core, registration, over ?? (await reload(core, registration)), requestId)
  if (!isSameAccount(provider, registration)) return 'unreachable'
  const claim = askedWith(provider, await core.ledger.claims(registration.id), attempts)
  if (!claim) return 'unreachable'
  const earlier = triesOf(provider, attempts, claim.digest)
  const input = { provider, registration, claim, kind: 'look', earlier, requestId, by: 'server' } as const
  const result = await attemptIssue(core, input)
  const after = result.kind === 'settled' ? result.registration : await reload(core, registration)
  return counting(core, registration, after, requestId)
}

// What only a person can settle is looked at less and less often.
async function counting(
  core: Core,
  before: Registration,
  after: Registration,
  requestId: string,
): Promise<Recovered> {
  if (after.version !== before.version || after.leaseUntil !== undefined) return { registration: after }
  const counted = step(after, 'found-pending', contextOf(core, requestId))
  return { registration: counted ? await write(core, after, counted) : after }
}

/** Looks whether the window has made a key although its owner has not finished, or has been told another end. */
async function find(
  core: Core,
  provider: FinishingProvider,
  registration: Registration,
  requestId: string,
): Promise<Recovered> {
  if (!isSameAccount(provider, registration)) return 'unreachable'
  const seen = await askOnce(core, provider, registration, requestId)
  if (!seen) return { registration: await reload(core, registration) }
  const { registration: begun } = seen.input
  if (!seen.reached) return 'unreachable'
  const context = contextOf(core, requestId)
  const outcome = await outcomeOf(core, seen)
  const found = stepTo(core, begun, outcome, context)
  if (!found) return { registration: begun }
  return {
    registration: await write(core, begun, withAftermath(core, provider, found, begun, outcome, context)),
  }
}

const outcomeOf = (core: Core, { input, attempt, outcome }: Seen): Promise<IssueOutcome> =>
  heldIfQuarantined(core, input.provider, input.registration, attempt, outcome)

function stepTo(
  core: Core,
  registration: Registration,
  outcome: IssueOutcome,
  context: SettleContext,
): Step | undefined {
  if (outcome.kind === 'issued') {
    return registration.authorizedAt === undefined
      ? hold(registration, outcome, context, context.at + core.holdMs)
      : settle(registration, outcome, context)
  }
  // What the PG says before the owner has finished ends nothing; only the last look does.
  if (!isFinalLook(registration, context.at)) return step(registration, 'found-pending', context)
  const known = outcome.kind === 'declined' || (outcome.kind === 'pending' && outcome.absent === true)
  return known
    ? step(registration, 'found-absent', context)
    : settle(registration, { kind: 'uncertain', code: 'outcome_unknown' }, context)
}

/** Before a held key goes, those that the same window made beside it are looked for: nobody else ever would. */
async function lapseHeld(core: Core, registration: Registration, requestId: string): Promise<Recovered> {
  const sought = await seekSurplus(core, registration, requestId)
  if ((sought.seekSurplusAt ?? Infinity) <= core.now()) return 'unreachable'
  return { registration: await lapse(core, sought, requestId) }
}

/** Ends what its owner has not finished in time. A key that was held for them is to be revoked. */
async function lapse(core: Core, registration: Registration, requestId: string): Promise<Registration> {
  const context = contextOf(core, requestId)
  const later = scheduled({ ...registration, version: registration.version + 1 })
  // Taken before its time: it was written by a version that did not keep when it is due.
  if (later.lookAt !== undefined && later.lookAt > context.at) {
    return write(core, registration, { next: later, effects: { events: [] } })
  }
  const lapsed = step(registration, 'lapse', context)
  if (!lapsed) return registration
  const method = registration.state === 'held' ? await methodOf(core.ledger, registration) : undefined
  return write(core, registration, method ? withSurplus(lapsed, method, context) : lapsed)
}

// Whoever wrote first was nearer to what happened; the loser looks again when it is due.
async function write(core: Core, before: Registration, { next, effects }: Step): Promise<Registration> {
  return (await core.ledger.replace(before, next, effects)) === 'ok' ? next : reload(core, before)
}
