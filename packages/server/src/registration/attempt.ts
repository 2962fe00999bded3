// One call to the PG: intent first, then the call, then the answer in the ledger before anything else.
import type { Exchange } from '../http/exchange.ts'
import type { IssueOutcome, ReturnedRegistration, FinishingProvider } from '../providers/provider.ts'
import { claimOf, type UsableClaim } from './claims.ts'
import { PENDING_MS, STOPPED_MS, TAKE_MS, type Core } from './core.ts'
import { deliverNow } from './deliver.ts'
import { unlessKept } from './elsewhere.ts'
import { judge } from './judge.ts'
import { land } from './land.ts'
import { hasKey, keepLate } from './late-key.ts'
import type { Actor } from './event.ts'
import { leaseFrom } from './lease.ts'
import type { Attempt, Registration } from './record.ts'
import { reload } from './own.ts'
import { heldIfQuarantined, suspendIfQuarantined } from './quarantine.ts'
import { withAftermath } from './aftermath.ts'
import { nameOf } from './offer.ts'
import { asTry } from './try.ts'
import { eventOf } from './event-of.ts'
import { settle, step, type Step } from './settle.ts'
import { stopOther } from './stray-charge.ts'

/** What is attempted. */
export interface AttemptInput {
  readonly provider: FinishingProvider
  readonly registration: Registration
  readonly claim: UsableClaim
  readonly kind: Attempt['kind']
  /** Attempts of this claim so far, where the provider replays: the first of them issued. */
  readonly earlier: readonly Attempt[]
  readonly requestId: string
  /** Who brings it about. Default: the customer. */
  readonly by?: Actor
}

/** `conflict`: somebody else moved it. `claim-taken`: the claim was used for another registration. */
export type AttemptResult =
  | { readonly kind: 'conflict' | 'claim-taken' }
  | { readonly kind: 'settled'; readonly registration: Registration }

type OnceResult =
  | Exclude<AttemptResult, { kind: 'settled' }>
  | (Merged & { readonly kind: 'settled'; readonly attempt: Attempt })

/** Attempts that a repetition for this claim has to know of. */
export const triesOf = (
  { can }: FinishingProvider,
  attempts: readonly Attempt[],
  claimDigest: string,
): readonly Attempt[] => (can.replay ? attempts.filter((one) => one.claimDigest === claimDigest) : [])

/** Writes the intent, calls the PG, lands the answer, settles. Nothing is sent if the intent is not written. */
export async function attemptIssue(core: Core, input: AttemptInput): Promise<AttemptResult> {
  const work = attemptAndLook(core, input)
  core.underWay.add(work)
  return work.finally(() => core.underWay.delete(work))
}

// An answer that has to be looked at before it counts is looked at once, here: after it was written down.
async function attemptAndLook(core: Core, input: AttemptInput): Promise<AttemptResult> {
  const first = await attemptOnce(core, input)
  if (first.kind !== 'settled' || !first.lookAtOnce) return first
  const { registration, attempt } = first
  const earlier = [...input.earlier, attempt]
  let look = await attemptOnce(core, { ...input, registration, kind: 'look', earlier })
  // Nobody else looks at what came when there was a key already.
  while (look.kind === 'conflict' && hasKey(registration)) {
    const current = await reload(core, registration)
    look = await attemptOnce(core, { ...input, registration: current, kind: 'look', earlier })
  }
  return look.kind === 'settled' ? look : first
}

function newAttempt(
  core: Core,
  { provider, registration, claim, kind }: Pick<AttemptInput, 'provider' | 'registration' | 'claim' | 'kind'>,
): Attempt {
  return {
    id: core.mint('att_'),
    registrationId: registration.id,
    kind,
    claimDigest: claim.digest,
    // The account that is asked now: its credential may have changed since the registration was opened.
    account: provider.account,
    sentAt: core.now(),
  }
}

async function attemptOnce(core: Core, input: AttemptInput): Promise<OnceResult> {
  const { provider, registration, requestId, by = 'customer' } = input
  const attempt = newAttempt(core, input)
  const { sentAt } = attempt
  const leaseUntil = leaseFrom(provider, sentAt)
  const begun =
    step(
      registration,
      'begin',
      { at: sentAt, by, requestId, mint: core.mint },
      { leaseUntil, authorizedAt: registration.authorizedAt ?? sentAt },
    ) ?? beside(input)
  if (!begun) return { kind: 'conflict' }
  const written = await core.ledger.replace(registration, begun.next, { attempt, ...begun.effects })
  if (written === 'claim-taken') await refuseClaim(core, registration, requestId, 'used_elsewhere')
  if (written !== 'ok') return { kind: written }
  const exchanges = await callProvider(core, input, attempt)
  const answered = { exchanges, ...attempt }
  const merged = await landAndMerge(core, { ...input, registration: begun.next }, answered)
  return { kind: 'settled', attempt: answered, ...merged }
}

// A look at what an earlier call made, although there is a key by now: the registration stays as it is.
const beside = ({ registration, kind }: AttemptInput): Step | undefined =>
  kind === 'look' && hasKey(registration)
    ? { next: { ...registration, version: registration.version + 1 }, effects: { events: [] } }
    : undefined

// The key is in here. Until it is written there is nothing else to do.
async function landAndMerge(
  core: Core,
  input: MergeInput,
  attempt: Attempt & { readonly exchanges: readonly Exchange[] },
): Promise<Merged> {
  const settling = (): Promise<Merged> => merge(core, input, attempt)
  await land(core, attempt, attempt.exchanges, settling)
  return settling()
}

/**
 * Looks once for a key that the window has made, and settles from it. Nothing is begun: a window that is still waiting
 * must stay cancellable. Of many looks at once only the one that is written down first is made.
 */
export async function foundKey(
  core: Core,
  provider: FinishingProvider,
  registration: Registration,
  requestId: string,
): Promise<Registration> {
  const work = lookOnce(core, provider, registration, requestId)
  core.underWay.add(work)
  return work.finally(() => core.underWay.delete(work))
}

async function lookOnce(
  core: Core,
  provider: FinishingProvider,
  registration: Registration,
  requestId: string,
): Promise<Registration> {
  const seen = await askOnce(core, provider, registration, requestId)
  if (seen?.outcome.kind !== 'issued') return reload(core, registration)
  return (await merge(core, seen.input, seen.attempt)).registration
}

/** What a look saw. */
export interface Seen {
  readonly input: MergeInput
  readonly attempt: Attempt
  readonly outcome: IssueOutcome
  /** Whether the PG answered at all. */
  readonly reached: boolean
}

/**
 * Asks a PG whose window makes the keys what there is, and begins nothing. An answer with a key is written down; what it
 * makes of the registration is the caller's. Undefined when somebody else wrote first.
 */
export async function askOnce(
  core: Core,
  provider: FinishingProvider,
  registration: Registration,
  requestId: string,
): Promise<Seen | undefined> {
  const claim = claimOf(provider, [], '')
  const look = newAttempt(core, { provider, registration, claim, kind: 'look' })
  // Whoever dies here leaves it to be looked at again.
  const begun = { ...registration, version: registration.version + 1, lookAt: look.sentAt + TAKE_MS }
  const written = await core.ledger.replace(registration, begun, { events: [], attempt: look })
  if (written !== 'ok') return undefined
  const input = { provider, registration: begun, claim, kind: 'look', earlier: [], requestId } as const
  const exchanges = await callProvider(core, input, look)
  const outcome = judge(input, exchanges)
  const answered = { ...look, exchanges }
  if (outcome.kind === 'issued') await land(core, look, exchanges, () => merge(core, input, answered))
  const reached = exchanges.some(({ failure }) => failure === undefined)
  return { input, attempt: answered, outcome, reached }
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

const asReturned = (registration: Registration): ReturnedRegistration => registration

async function callProvider(core: Core, input: AttemptInput, attempt: Attempt): Promise<readonly Exchange[]> {
  const { provider, registration, claim, earlier, requestId } = input
  try {
    return await provider.issue(asReturned(registration), claim.parsed, {
      fetch: core.fetch,
      now: core.now,
      // The id of the first attempt: written before the first call, and never another one for this claim.
      idempotencyKey: (earlier[0] ?? attempt).id,
      earlier: earlier.map(asTry),
    })
  } catch {
    // A provider must not throw. If it does, the PG may or may not have been called: uncertain.
    core.log({ level: 'error', event: 'provider_threw', registrationId: registration.id, requestId })
    return []
  }
}

type MergeInput = Omit<AttemptInput, 'kind'>

interface Merged {
  readonly registration: Registration
  readonly lookAtOnce: boolean
}

async function merge(core: Core, input: MergeInput, attempt: Attempt): Promise<Merged> {
  const { provider, registration, claim, requestId, by = 'customer' } = input
  const own = await stopOther(core, input, attempt, judge(input, attempt.exchanges ?? []))
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
      if (outcome.kind === 'issued') await keepLate(core, current, outcome.issued, requestId)
      return { registration: current, lookAtOnce: lookAtOnce && hasKey(current) }
    }
    const settled = withAftermath(core, bare, current, outcome, context)
    if ((await core.ledger.replace(current, settled.next, settled.effects)) === 'ok') {
      const next = await afterwards(core, settled.next, outcome, requestId)
      return { registration: next, lookAtOnce }
    }
    current = await reload(core, current)
  }
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
  const charged = await chargeIfDue(core, current, requestId)
  await deliverNow(core, id)
  return charged
}

// A first payment that is not made now is made by the next reconciliation: the key is safe in any case.
async function chargeIfDue(core: Core, registration: Registration, requestId: string): Promise<Registration> {
  if (!registration.chargesAfterIssue || registration.payment?.state !== 'uncertain') return registration
  try {
    const { chargeFirst } = await import('../payments/charge-first.ts')
    return await chargeFirst(core, registration, requestId)
  } catch (error) {
    const { id: registrationId } = registration
    core.log({ level: 'error', event: 'not_charged', registrationId, requestId, error: nameOf(error) })
    return registration
  }
}

/** Says in log and audit trail that a claim was not taken, and why. */
export async function refuseClaim(
  core: Core,
  registration: Registration,
  requestId: string,
  why: string,
): Promise<void> {
  const type = 'claim.refused' as const
  core.log({ level: 'warn', event: type, registrationId: registration.id, requestId, why })
  const context = { at: core.now(), requestId, mint: core.mint }
  await core.ledger.record([eventOf(registration, type, context, { detail: { why } })])
}
