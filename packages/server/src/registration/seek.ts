// A registration whose returns others have used looks for the key that a call of theirs may have made for its own owner.
import type { FinishingProvider } from '../providers/provider.ts'
import { attemptIssue } from './attempt.ts'
import { NO_RETURN } from './claims.ts'
import type { Core } from './core.ts'
import { callElsewhere, isUnderWay, isUnknown } from './elsewhere.ts'
import type { Registration } from './record.ts'

/** Returns that were refused because others have used them, and who asks. */
interface Refused {
  readonly provider: FinishingProvider
  readonly registration: Registration
  readonly digests: ReadonlySet<string>
  readonly requestId: string
}

/**
 * What became of a registration whose returns others have used, where the PG goes by what the window was opened with: their
 * call is waited for; where nobody knows what it came to, a key is looked for under our own id, and kept aside for an
 * operator. `refused` when there is nothing to look for, undefined when it must be read again.
 */
export async function seekOwn(
  core: Core,
  { provider, registration, digests, requestId }: Refused,
): Promise<Registration | 'refused' | undefined> {
  if (!provider.can.seek) return 'refused'
  let open = false
  for (const digest of digests) {
    const call = await callElsewhere(core, registration, digest)
    if (!call) continue
    if (await isUnderWay(core, call)) return { ...registration, state: 'issuing' }
    open ||= await isUnknown(core, provider, call)
  }
  if (!open) return 'refused'
  const input = { provider, registration, claim: NO_RETURN, kind: 'look', earlier: [], requestId } as const
  const result = await attemptIssue(core, input)
  return result.kind === 'settled' ? result.registration : undefined
}
