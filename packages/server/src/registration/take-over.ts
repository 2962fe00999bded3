// Goes on where somebody stopped: a server that died, or a call whose answer came too late for whoever asked.
import type { FinishingProvider } from '../providers/provider.ts'
import { settleLanded } from './merge.ts'
import type { Core } from './core.ts'
import type { Attempt, Registration } from './record.ts'
import { step, type SettleContext } from './settle.ts'

/** In which request, and who made it. Default: the customer. */
type Who = Pick<SettleContext, 'requestId' | 'by'>

/** Whether an unknown outcome can be found out without a person. */
const canAskAgain = ({ can }: FinishingProvider): boolean => can.lookup || can.replay === true

/**
 * What has become of the last call: the registration as far as it is known now, undefined when it must be read again,
 * `ask` when there is nothing to wait for and the PG may be asked.
 */
export async function takeOver(
  core: Core,
  provider: FinishingProvider,
  registration: Registration,
  attempts: readonly Attempt[],
  who: Who,
): Promise<Registration | undefined | 'ask'> {
  const { state, leaseUntil } = registration
  if (leaseUntil !== undefined && leaseUntil > core.now()) return registration
  const askable = canAskAgain(provider)
  // A lease that is over but was never given back: whoever held it did not finish. Their answer may still have landed.
  const abandoned = leaseUntil !== undefined
  if ((abandoned || (state === 'uncertain' && !askable)) && attempts.at(-1)?.exchanges) {
    return settleLanded(core, provider, registration, attempts, who)
  }
  if (askable) return 'ask'
  if (state === 'uncertain') return registration
  return abandoned ? loseLease(core, registration, who) : 'ask'
}

// The call may have made a key, and this PG cannot be asked: only a person can settle it.
async function loseLease(
  core: Core,
  registration: Registration,
  { requestId, by = 'customer' }: Who,
): Promise<Registration | undefined> {
  const at = core.now()
  const reason = { code: 'outcome_unknown', requestId } as const
  const lost = step(
    registration,
    'lease-lost',
    { at, by, requestId, mint: core.mint },
    { reason, uncertainSince: at },
  )
  if (!lost) return registration
  const written = await core.ledger.replace(registration, lost.next, lost.effects)
  return written === 'ok' ? lost.next : undefined
}
