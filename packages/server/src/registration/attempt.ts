// One try with the PG: intent first, then the call, then the answer in the ledger before anything else.
import type { Exchange } from '../http/exchange.ts'
import { callProvider, newAttempt, type AttemptInput } from './call.ts'
import type { Core } from './core.ts'
import { land } from './land.ts'
import { hasKey } from './late-key.ts'
import { leaseFrom } from './lease.ts'
import { merge, type Merged, type MergeInput } from './merge.ts'
import { reload } from './own.ts'
import type { Attempt, Registration } from './record.ts'
import { refuseClaim } from './refuse-claim.ts'
import { step, type Step } from './settle.ts'

/** `conflict`: somebody else moved it. `claim-taken`: the claim was used for another registration. */
export type AttemptResult =
  | { readonly kind: 'conflict' | 'claim-taken' }
  | { readonly kind: 'settled'; readonly registration: Registration }

type OnceResult =
  | Exclude<AttemptResult, { kind: 'settled' }>
  | (Merged & { readonly kind: 'settled'; readonly attempt: Attempt })

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
