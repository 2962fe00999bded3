// All doors lead here: the owner's browser asks to finish, and at most one issue call is made per claim.
import { BillingError, type CompleteRequest } from '@billing-register/contract'
import { mayMissClaims } from '../ledger/ledger.ts'
import type { Customer, FinishingProvider } from '../providers/provider.ts'
import { HOLD_MS } from './card-form.ts'
import { attemptIssue } from './attempt.ts'
import { triesOf } from './call.ts'
import { refuseClaim } from './refuse-claim.ts'
import {
  chooseClaim,
  claimDigest,
  askedWith,
  isTooLarge,
  usableClaims,
  type ClaimChoice,
  type UsableClaim,
} from './claims.ts'
import { MAX_ISSUE_CALLS, type Core } from './core.ts'
import { providerOf } from './provider-of.ts'
import { markOpened, ownRegistration, reload } from './own.ts'
import type { Attempt, Registration } from './record.ts'
import { seekOwn } from './seek.ts'
import { step } from './settle.ts'
import { maySpend } from './stray-charge.ts'
import { takeAttempt } from './take-attempt.ts'
import { takeOver } from './take-over.ts'

/** Who asks to finish, and what their browser brought. */
export interface CompleteInput {
  readonly id: string
  readonly customer: Customer
  readonly request: CompleteRequest
  /** Value of the claim cookie, where this browser has one. */
  readonly cookie: string | undefined
  readonly requestId: string
}

/** Shortest time between two looks at the PG for one registration, ms. */
const LOOK_EVERY_MS = 1000

/**
 * Finishes the registration as far as it can be finished now, and returns it in the state it has then.
 * Throws `not_found`, `consent_required`, `registration_expired`, `too_many_attempts`, and `return_refused` when so much
 * junk came that the real return may not have been kept.
 */
export async function complete(core: Core, input: CompleteInput): Promise<Registration> {
  let registration = await ownRegistration(core, input.id, input.customer)
  const { clickedMsAgo } = input.request
  if (clickedMsAgo !== undefined)
    registration = await markOpened(core, registration, clickedMsAgo, input.requestId)
  const provider = await providerOf(core, registration)
  const inRequest = await keepClaim(core, provider, registration, input)
  const cookie = input.cookie === undefined ? undefined : await core.digest(input.cookie)
  const refused = new Set<string>()
  for (;;) {
    const done = await oneStep(core, { provider, registration, input, inRequest, cookie, refused })
    if (done) return done
    registration = await reload(core, registration)
  }
}

// The claim in this request comes from the owner's own page and login: it is bound to them.
async function keepClaim(
  core: Core,
  provider: FinishingProvider,
  registration: Registration,
  input: CompleteInput,
): Promise<string | undefined> {
  const raw = input.request.return
  if (!raw || isTooLarge(raw) || Object.keys(raw).length === 0) return undefined
  const digest = await claimDigest(core, provider, raw)
  const binding = { owner: true, cookies: [], quarantined: false }
  const { id: registrationId } = registration
  const claim = { registrationId, digest, receivedAt: core.now(), raw, binding, inRequest: true }
  const stored = await core.ledger.addClaim(claim)
  if (stored === 'full') await refuseClaim(core, registration, input.requestId, 'full')
  return digest
}

interface StepInput {
  readonly provider: FinishingProvider
  readonly registration: Registration
  readonly input: CompleteInput
  readonly inRequest: string | undefined
  readonly cookie: string | undefined
  /** Claims that turned out to belong to another registration. */
  readonly refused: Set<string>
}

/** One step towards the end: the final registration, or undefined when it must be looked at again. */
async function oneStep(core: Core, at: StepInput): Promise<Registration | undefined> {
  const { provider, registration, input } = at
  if (registration.state === 'issued' || registration.state === 'suspended') return registration
  const attempts = await core.ledger.attempts(registration.id)
  const over = await takeOver(core, provider, registration, attempts, { requestId: input.requestId })
  if (over !== 'ask') return over
  const last = attempts.at(-1)
  const choice = await choose(core, at, attempts)
  switch (choice.kind) {
    case 'nothing':
      return at.refused.size > 0 ? allRefused(core, at) : registration
    case 'wait':
      return { ...registration, state: 'issuing' }
    case 'said':
      return reported(core, registration, choice.what, input)
    case 'look':
      // A key that is known to be there is given at once, and a look that a webhook began is not the owner's own.
      if (registration.state !== 'held' && registration.authorizedAt !== undefined && tooSoon(core, last))
        return registration
      if (isOver(registration, choice.claim)) return registration
      return issueFrom(core, at, attempts, choice)
    case 'issue': {
      // The customer said so themselves, and no key has been made: none is asked for.
      if (registration.stoppedAt !== undefined) return registration
      // Its order was charged by somebody else's call: another one would charge it again.
      if (registration.strayCharges) return registration
      const calls = attempts.filter((attempt) => attempt.kind === 'issue').length
      return calls >= MAX_ISSUE_CALLS ? registration : issueFrom(core, at, attempts, choice)
    }
  }
}

/** What to do next: a call whose outcome is not known comes before any other claim. */
async function choose(
  core: Core,
  at: StepInput,
  attempts: readonly Attempt[],
): Promise<ClaimChoice | { readonly kind: 'wait' }> {
  const { provider, registration } = at
  const claims = await core.ledger.claims(registration.id)
  const unsettled = registration.state === 'issuing' || registration.state === 'uncertain'
  if (provider.can.replay && unsettled) {
    const claim = askedWith(provider, claims, attempts)
    if (claim) return { kind: 'look', claim }
  }
  const choice = chooseClaim(provider, usableClaims(provider, claims, at), attempts, at.refused)
  // A typed card that this process does not hold: the one that took it may be about to call the PG with it.
  if (choice.kind === 'said' && registration.mode === 'card-form' && registration.stoppedAt === undefined) {
    const { receivedAt = 0 } = claims.find(({ digest }) => digest === choice.claim.digest) ?? {}
    if (core.now() < receivedAt + HOLD_MS) return { kind: 'wait' }
  }
  // Junk that may have crowded out the real return must not speak for it either.
  if (choice.kind === 'said' && choice.claim.digest !== at.inRequest && mayMissClaims(claims)) {
    throw new BillingError('return_refused', 'return: more came than is kept')
  }
  return choice
}

const tooSoon = (core: Core, last: Attempt | undefined): boolean =>
  last !== undefined && core.now() - last.sentAt < LOOK_EVERY_MS

// A look that has ended stays ended until the customer brings something that says more.
const isOver = ({ state }: Registration, claim: UsableClaim): boolean =>
  (state === 'declined' || state === 'cancelled') && claim.parsed.kind !== 'token'

async function issueFrom(
  core: Core,
  at: StepInput,
  attempts: readonly Attempt[],
  { kind, claim }: Extract<ClaimChoice, { kind: Attempt['kind'] }>,
): Promise<Registration | undefined> {
  const { provider, registration, input } = at
  const { requestId } = input
  if (registration.consent && registration.openedAt === undefined) {
    throw new BillingError('consent_required', 'the click that gave consent was never told')
  }
  if (kind === 'issue') {
    if (core.now() >= registration.returnsUntil) {
      throw new BillingError('registration_expired', 'the return came after 24 hours')
    }
    const may = await maySpend(core, { provider, registration, claim, requestId })
    if (may !== 'yes') return unspent(core, at, claim, may)
    await takeAttempt(core, registration, requestId)
  }
  const earlier = triesOf(provider, attempts, claim.digest)
  const result = await attemptIssue(core, { provider, registration, claim, kind, earlier, requestId })
  switch (result.kind) {
    case 'conflict':
      return undefined
    case 'claim-taken':
      at.refused.add(claim.digest)
      return undefined
    case 'settled':
      // After a definitive refusal the next claim may be tried; chooseClaim says when there is none.
      return kind === 'issue' && result.registration.state === 'declined' ? undefined : result.registration
  }
}

/** Every claim there was belongs to other registrations. */
async function allRefused(
  core: Core,
  { provider, registration, refused: digests, input }: StepInput,
): Promise<Registration | undefined> {
  const { requestId } = input
  const sought = await seekOwn(core, { provider, registration, digests, requestId })
  return sought === 'refused' ? reported(core, registration, 'return_refused', input) : sought
}

/** What is done instead of a call that could charge an order a second time. */
async function unspent(
  core: Core,
  { registration, input, refused }: StepInput,
  { digest }: UsableClaim,
  why: 'stopped' | 'wait' | 'refused',
): Promise<Registration | undefined> {
  // A call about this very return is under way elsewhere: the page waits for it as for one of its own.
  if (why === 'wait') return { ...registration, state: 'issuing' }
  if (why === 'refused') {
    await refuseClaim(core, registration, input.requestId, 'of_another_registration')
    refused.add(digest)
  }
  return undefined
}

async function reported(
  core: Core,
  registration: Registration,
  what: 'cancelled' | 'failed' | 'return_refused',
  { requestId }: CompleteInput,
): Promise<Registration | undefined> {
  const context = { at: core.now(), requestId, mint: core.mint }
  const code = what === 'return_refused' ? what : 'not_completed'
  const said =
    what === 'cancelled'
      ? step(registration, 'said-cancelled', context)
      : step(registration, 'said-failed', context, { reason: { code, requestId } })
  if (!said) return registration
  const written = await core.ledger.replace(registration, said.next, said.effects)
  return written === 'ok' ? said.next : undefined
}
