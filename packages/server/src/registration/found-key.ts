// Looks for a key that a PG's window has made, and begins nothing: a window that still waits must stay cancellable.
import type { FinishingProvider, IssueOutcome } from '../providers/provider.ts'
import { callProvider, newAttempt } from './call.ts'
import { claimOf } from './claims.ts'
import { TAKE_MS, type Core } from './core.ts'
import { judge } from './judge.ts'
import { land } from './land.ts'
import { merge, type MergeInput } from './merge.ts'
import { reload } from './own.ts'
import type { Attempt, Registration } from './record.ts'

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
