// A return of one registration that was used in another: the call that was made with it there, and what that came to.
import type { FinishingProvider, IssueOutcome } from '../providers/provider.ts'
import { claimOf } from './claims.ts'
import type { Core } from './core.ts'
import { judge } from './judge.ts'
import type { Attempt, Registration } from './record.ts'

/** The call that another registration has made with this return, if there is one. */
export async function callElsewhere(
  core: Core,
  { id }: Registration,
  digest: string,
): Promise<Attempt | undefined> {
  const consumer = await core.ledger.consumerOf(digest)
  if (consumer === undefined || consumer === id) return undefined
  const attempts = await core.ledger.attempts(consumer)
  return attempts.find((one) => one.kind === 'issue' && one.claimDigest === digest)
}

/** Whether somebody is still waiting for its answer. */
export async function isUnderWay(core: Core, { registrationId, exchanges }: Attempt): Promise<boolean> {
  if (exchanges) return false
  const its = await core.ledger.find(registrationId)
  return (its?.leaseUntil ?? 0) > core.now()
}

/**
 * Whether what its PG answered, to it and to what asked after it, leaves open what it has made. What it was told of is
 * kept by the registration that made the call.
 */
export async function isUnknown(
  core: Core,
  provider: FinishingProvider,
  { registrationId, claimDigest, exchanges }: Attempt,
): Promise<boolean> {
  const its = await core.ledger.find(registrationId)
  if (!its || !exchanges) return true
  const attempts = await core.ledger.attempts(registrationId)
  // Where it called with other returns too, a look may have found what those made: only the call itself counts.
  const alone = attempts.every((one) => one.kind === 'look' || one.claimDigest === claimDigest)
  const looks = alone ? attempts.filter((one) => one.kind === 'look' && one.claimDigest === claimDigest) : []
  const answers = [...exchanges, ...looks.flatMap((look) => look.exchanges ?? [])]
  const claim = claimOf(provider, await core.ledger.claims(registrationId), claimDigest)
  const { kind } = judge({ provider, registration: its, claim, earlier: [] }, answers)
  return kind === 'uncertain' || kind === 'pending'
}

/** The outcome of a search, unless another registration holds what was found: nobody keeps a key twice. */
export async function unlessKept(
  core: Core,
  { name }: FinishingProvider,
  { id }: Registration,
  outcome: IssueOutcome,
): Promise<IssueOutcome> {
  if (outcome.kind !== 'issued') return outcome
  const known = await core.ledger.charges.methodByKey(name, outcome.issued.key)
  return known && known.registrationId !== id
    ? { kind: 'declined', code: 'return_refused', claimRefused: true }
    : outcome
}
