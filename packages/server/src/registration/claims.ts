// Which of the things that came back may be used, and in which order. What came back is a claim, not a state.
import type { RawReturn } from '@billing-register/contract'
import type { ParsedReturn, FinishingProvider } from '../providers/provider.ts'
import type { Attempt, Claim } from './record.ts'
import type { Core } from './core.ts'

/** Longest claim that is kept, in characters of JSON. */
const MAX_CLAIM_LENGTH = 4096

/** A claim that may be used, read by its provider. */
export interface UsableClaim {
  readonly digest: string
  readonly parsed: ParsedReturn
}

/** Whether a return is too large to be kept. */
export const isTooLarge = (raw: RawReturn): boolean => JSON.stringify(raw).length > MAX_CLAIM_LENGTH

/**
 * The keyed digest of a return. Two returns that name the same transaction are the same claim, however they
 * came, and whichever registration they name: that is how a claim that was used once is known again.
 */
export function claimDigest(
  { digest }: Pick<Core, 'digest'>,
  provider: FinishingProvider,
  raw: RawReturn,
): Promise<string> {
  const parsed = provider.parseReturn(raw)
  const value: Readonly<Record<string, string>> = { ...parsed.value }
  const pairs = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return digest(JSON.stringify([provider.id, provider.account.merchant, parsed.token ?? pairs]))
}

/**
 * The claims that this browser may use, best first: the one in this request, then those it brought (its cookie,
 * or the owner's login at the door), then by arrival. A quarantined claim, and one that arrived without login
 * and whose cookie is not here, are never used.
 */
export function usableClaims(
  provider: FinishingProvider,
  claims: readonly Claim[],
  browser: { readonly inRequest: string | undefined; readonly cookie: string | undefined },
): readonly UsableClaim[] {
  const rank = (claim: Claim): number => {
    if (claim.digest === browser.inRequest) return 0
    return browser.cookie !== undefined && claim.binding.cookies.includes(browser.cookie) ? 1 : 2
  }
  return claims
    .filter((claim) => !claim.binding.quarantined && (claim.binding.owner || rank(claim) === 1))
    .toSorted((a, b) => rank(a) - rank(b) || a.receivedAt - b.receivedAt)
    .map((claim) => claimOf(provider, claims, claim.digest))
}

/** The claim of this digest, read by its provider. */
export function claimOf(provider: FinishingProvider, claims: readonly Claim[], digest: string): UsableClaim {
  const claim = claims.find((one) => one.digest === digest)
  return { digest, parsed: provider.parseReturn({ ...claim?.raw }) }
}

/** The claim of the last call that issued, or else of the last look: what the PG is asked with again. */
export function askedWith(
  provider: FinishingProvider,
  claims: readonly Claim[],
  attempts: readonly Attempt[],
): UsableClaim | undefined {
  const asked = attempts.findLast(({ kind }) => kind === 'issue') ?? attempts.at(-1)
  return asked && claimOf(provider, claims, asked.claimDigest)
}

/** What to do with the usable claims: the next one to issue from, or what the window reported, or nothing. */
export type ClaimChoice =
  | { readonly kind: 'issue'; readonly claim: UsableClaim }
  | { readonly kind: 'look'; readonly claim: UsableClaim }
  | { readonly kind: 'said'; readonly claim: UsableClaim; readonly what: 'cancelled' | 'failed' }
  | { readonly kind: 'nothing' }

/** Nothing came back: a PG that can be looked up is asked by our own id. */
export const NO_RETURN: UsableClaim = { digest: '', parsed: { kind: 'empty', value: {} } }

/**
 * Chooses. A PG that can be looked up is asked whatever the window said, because flags prove nothing; one that
 * cannot is called once per claim.
 */
export function chooseClaim(
  provider: FinishingProvider,
  usable: readonly UsableClaim[],
  attempts: readonly Attempt[],
  refused: ReadonlySet<string>,
): ClaimChoice {
  if (provider.can.lookup) {
    const claim = usable.find((one) => one.parsed.kind === 'token') ?? usable[0] ?? NO_RETURN
    return { kind: 'look', claim }
  }
  const tried = new Set(attempts.map((attempt) => attempt.claimDigest))
  const fresh = usable.filter((claim) => !tried.has(claim.digest) && !refused.has(claim.digest))
  const token = fresh.find((claim) => claim.parsed.kind === 'token')
  if (token) return { kind: 'issue', claim: token }
  const said = fresh[0]
  if (said?.parsed.kind === 'cancelled') return { kind: 'said', claim: said, what: 'cancelled' }
  if (said) return { kind: 'said', claim: said, what: 'failed' }
  return { kind: 'nothing' }
}
