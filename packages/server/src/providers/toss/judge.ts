// Decides what came of issuing at Toss. By the answer's code, not its status: PROVIDER_ERROR is a 400 that passes by itself.
// Source: Toss Payments docs, API error codes; the page on idempotency keys for what a repetition answers.
import type { Exchange } from '../../http/exchange.ts'
import { readJson } from '../../http/read-json.ts'
import { field, fieldsOf, isOk, loggableCode, textOf } from '../answer.ts'
import type { IssueOutcome, ParsedReturn, ReturnedRegistration } from '../provider.ts'
import { meaningOf, type Meaning } from './codes.ts'
import { CALLS, isForeign } from './issue.ts'
import { issuedOutcome } from './issued.ts'
import type { TossConfig } from './options.ts'

const UNKNOWN: IssueOutcome = { kind: 'uncertain', code: 'outcome_unknown' }

/** What came of it, from the last answer. Only an answer that proves it is called issued, or declined. */
export function judge(
  config: TossConfig,
  registration: ReturnedRegistration,
  claim: ParsedReturn<'toss'>,
  exchanges: readonly Exchange[],
): IssueOutcome {
  const exchange = exchanges.at(-1)
  if (exchange === undefined) return withoutCall(registration, claim)
  const first = exchange.operation === CALLS.first
  if (exchange.failure === 'not-sent' && first) return { kind: 'declined', code: 'provider_unavailable' }
  if (exchange.failure !== undefined) return UNKNOWN
  const answer = fieldsOf(readJson(exchange.body))
  const key = textOf(field(answer, 'billingKey'))
  if (isOk(exchange.status)) {
    return answer !== undefined && key !== undefined
      ? issuedOutcome(config, registration, answer, key)
      : UNKNOWN
  }
  return refused(exchange.status ?? 0, field(answer, 'code'), first)
}

/** Nothing was sent: the window reported an end, the claim is another's, or it is too late to ask again. */
function withoutCall({ memo }: ReturnedRegistration, claim: ParsedReturn<'toss'>): IssueOutcome {
  const told = claim.providerCode === undefined ? {} : { providerCode: claim.providerCode }
  switch (claim.kind) {
    case 'token':
      return isForeign(memo, claim)
        ? { kind: 'declined', code: 'return_refused', claimRefused: true }
        : UNKNOWN
    case 'cancelled':
      return { kind: 'declined', code: 'not_completed', cancelled: true, ...told }
    case 'failed':
      return { kind: 'declined', code: saidCode(meaningOf(claim.providerCode ?? '')), ...told }
    case 'empty':
      return { kind: 'declined', code: 'return_refused', claimRefused: true }
  }
}

// What the window says of a card is taken for the wording; of anything else it only proves that nothing was finished.
const saidCode = ({ code, proof }: Meaning): Meaning['code'] => (proof === 'always' ? code : 'not_completed')

function refused(status: number, code: unknown, first: boolean): IssueOutcome {
  const name = loggableCode(code)
  const told = name === undefined ? {} : { providerCode: name }
  // Too many requests in this minute: this one was not looked at.
  if (status === 429) return { kind: 'pending' }
  if (typeof code !== 'string' || code === '') return UNKNOWN
  const meaning = meaningOf(code)
  if (meaning.proof === 'running') return { kind: 'pending' }
  const proved =
    meaning.proof === 'always' ||
    (meaning.proof === 'first' && first) ||
    (meaning.proof === 'again' && !first)
  const unlisted = meaning.code === 'not_completed' && meaning.proof === 'first'
  // An unlisted code counts as a refusal only where the status says so.
  if (!proved || (unlisted && (status < 400 || status >= 500))) {
    const seen = meaning.code === 'provider_refused' ? meaning.code : 'outcome_unknown'
    return { kind: 'uncertain', code: seen, ...told }
  }
  return {
    kind: 'declined',
    code: meaning.code,
    ...told,
    ...(meaning.claimRefused && { claimRefused: true }),
  }
}
