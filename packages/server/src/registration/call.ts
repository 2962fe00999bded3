// One call to the PG: what it is about, how it is written down, and what came back.
import type { Exchange } from '../http/exchange.ts'
import type { FinishingProvider, ReturnedRegistration } from '../providers/provider.ts'
import type { UsableClaim } from './claims.ts'
import type { Core } from './core.ts'
import type { Actor } from './event.ts'
import type { Attempt, Registration } from './record.ts'
import { asTry } from './try.ts'

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

/** Attempts that a repetition for this claim has to know of. */
export const triesOf = (
  { can }: FinishingProvider,
  attempts: readonly Attempt[],
  claimDigest: string,
): readonly Attempt[] => (can.replay ? attempts.filter((one) => one.claimDigest === claimDigest) : [])

/** The intent, to be written before the call. */
export function newAttempt(
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

const asReturned = (registration: Registration): ReturnedRegistration => registration

/** Calls the PG. Never throws: without exchanges nobody knows whether it was called. */
export async function callProvider(
  core: Core,
  input: AttemptInput,
  attempt: Attempt,
): Promise<readonly Exchange[]> {
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
