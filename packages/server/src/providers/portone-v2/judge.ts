// Decides what became of a registration at PortOne V2, from its answers alone.
// Source: PortOne REST V2 specification; the overview page for what a repeated request answers.
import type { Exchange } from '../../http/exchange.ts'
import type { Fields } from '../answer.ts'
import type { IssueOutcome, ParsedReturn, ReturnedRegistration } from '../provider.ts'
import { CALLS, findSeen, isOwn, keySeen, lastMaking, madeKey, type Making, type Seen } from './answers.ts'
import { declineCode } from './codes.ts'
import { issuedOutcome } from './issued.ts'
import type { PortoneV2Config } from './options.ts'

const UNKNOWN: IssueOutcome = { kind: 'uncertain', code: 'outcome_unknown' }
const REFUSED_CLAIM: IssueOutcome = { kind: 'declined', code: 'return_refused', claimRefused: true }

type Claim = ParsedReturn<'portone-v2'>

/** What came of it. A key counts only after it was looked at. */
export function judge(
  config: PortoneV2Config,
  registration: ReturnedRegistration,
  claim: Claim,
  exchanges: readonly Exchange[],
): IssueOutcome {
  const confirms = claim.value.billingIssueToken !== undefined && !config.keyInBrowser
  if (confirms) return judgeMaking(registration, exchanges)
  return lookedUp(config, registration, claim, exchanges)
}

const told = (code: string | undefined): { providerCode?: string } =>
  code === undefined ? {} : { providerCode: code }

const refusedCredential = (...seen: readonly Seen[]): boolean =>
  seen.some((one) => one.is === 'unknown' && one.refused)

/** What came of a key that a call of ours was to make: by confirming a token, or from a typed card. */
export function judgeMaking(
  registration: ReturnedRegistration,
  exchanges: readonly Exchange[],
): IssueOutcome {
  const key = keySeen(exchanges)
  const found = findSeen(exchanges, registration.memo)
  const record = key.is === 'found' ? key.record : found.is === 'found' ? found.record : undefined
  if (record !== undefined) return issuedOutcome(registration, record, [])
  if (madeKey(exchanges) !== undefined) {
    const looked = exchanges.some(({ operation }) => operation === CALLS.key)
    return looked ? { kind: 'pending' } : { kind: 'pending', atOnce: true }
  }
  const searched = exchanges.some(({ operation }) => operation === CALLS.find)
  const outcome = byAnswer(registration, lastMaking(exchanges), searched ? found : undefined)
  const credential = outcome === UNKNOWN && refusedCredential(key, found)
  return credential ? { kind: 'uncertain', code: 'provider_refused' } : outcome
}

/** By what the last call that makes the key said; `found` is what the search for keys proved since, if there was one. */
function byAnswer({ memo }: ReturnedRegistration, making: Making, found: Seen | undefined): IssueOutcome {
  const { said, first, type, pgCode } = making
  const ask: IssueOutcome = found === undefined ? { kind: 'pending', atOnce: true } : UNKNOWN
  switch (said) {
    case 'running':
      return { kind: 'pending' }
    case 'declined':
      // A 502 with the PG's code is a decline, once it is sure that there is no key.
      return found?.is === 'absent'
        ? { kind: 'declined', code: declineCode(memo['pgProvider'], pgCode), ...told(pgCode) }
        : ask
    case 'used':
      if (!first) return UNKNOWN
      return found?.is === 'absent' ? { ...REFUSED_CLAIM, ...told(type) } : ask
    case 'refused-claim':
      return first ? { ...REFUSED_CLAIM, ...told(type) } : UNKNOWN
    case 'refused':
      return { kind: first ? 'declined' : 'uncertain', code: 'provider_refused', ...told(type) }
    case 'nothing':
      return first && !making.sent
        ? { kind: 'declined', code: 'provider_unavailable' }
        : { ...UNKNOWN, ...told(type) }
  }
}

/** The window made the key, if there is one; nothing of ours did. */
function lookedUp(
  config: PortoneV2Config,
  registration: ReturnedRegistration,
  claim: Claim,
  exchanges: readonly Exchange[],
): IssueOutcome {
  const { memo } = registration
  const key = keySeen(exchanges)
  const found = findSeen(exchanges, memo)
  const foreign = key.is === 'found' && !isOwn(key.record, memo)
  const notes = foreign ? { notes: ['foreign_return'] as const } : {}
  const record: Fields | undefined =
    key.is === 'found' && !foreign ? key.record : found.is === 'found' ? found.record : undefined
  // Without manual confirm on a channel that was said to have it, the key is kept but not used.
  if (record !== undefined)
    return { ...issuedOutcome(registration, record, config.keyInBrowser ? [] : ['manualConfirm']), ...notes }
  if (exchanges.length === 0) return withoutLook(config, registration, claim)
  if (found.is !== 'absent') {
    const code = refusedCredential(key, found) ? 'provider_refused' : 'outcome_unknown'
    return { kind: 'uncertain', code, ...notes }
  }
  if (foreign) return { ...REFUSED_CLAIM, ...notes }
  return claim.kind === 'cancelled' || claim.kind === 'failed'
    ? saidBy(registration, claim)
    : { kind: 'pending', absent: config.keyInBrowser }
}

/** Nothing was asked: the window reported an end, or what was answered was never written down. */
function withoutLook(
  config: PortoneV2Config,
  registration: ReturnedRegistration,
  claim: Claim,
): IssueOutcome {
  if (claim.kind === 'token' || config.keyInBrowser) return UNKNOWN
  return claim.kind === 'empty' ? REFUSED_CLAIM : saidBy(registration, claim)
}

function saidBy({ memo }: ReturnedRegistration, { kind, providerCode, value }: Claim): IssueOutcome {
  if (kind === 'cancelled')
    return { kind: 'declined', code: 'not_completed', cancelled: true, ...told(providerCode) }
  // The options say that the channel has no manual confirm, and it has.
  if (value.code === undefined && value.pgCode === undefined)
    return { kind: 'declined', code: 'provider_refused', ...told(providerCode) }
  return { kind: 'declined', code: declineCode(memo['pgProvider'], value.pgCode), ...told(providerCode) }
}
