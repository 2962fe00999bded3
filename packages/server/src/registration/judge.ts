// What a provider makes of an attempt's answers, told of those before it. A check that throws is a check that failed.
import type { Exchange } from '../http/exchange.ts'
import type { IssueOutcome, ReturnedRegistration, FinishingProvider } from '../providers/provider.ts'
import type { UsableClaim } from './claims.ts'
import type { Attempt } from './record.ts'

/** Whose answer is judged. */
export interface JudgeInput {
  readonly provider: FinishingProvider
  readonly registration: ReturnedRegistration
  readonly claim: UsableClaim
  /** Attempts of this claim before, where the provider replays. */
  readonly earlier: readonly Attempt[]
}

/** The outcome. Never throws: it must never cost a key. */
export function judge(input: JudgeInput, exchanges: readonly Exchange[]): IssueOutcome {
  const { provider, registration, claim, earlier } = input
  try {
    const all = [...earlier.flatMap((one) => one.exchanges ?? []), ...exchanges]
    return provider.judge(registration, claim.parsed, all)
  } catch {
    return { kind: 'uncertain', code: 'outcome_unknown' }
  }
}
