// What the PG's provider is told of a claim's answers, and how long a call belongs to whoever makes it.
import { describe, expect, it } from 'vitest'
import type { Exchange } from '../http/exchange.ts'
import { danal } from '../providers/danal/index.ts'
import { finishing } from '../providers/finishing.ts'
import type { FinishingProvider, IssueOutcome } from '../providers/provider.ts'
import { attempt, sampleRegistration } from '../testing/ledger-samples.ts'
import { TEST_KEYS } from '../testing/shop.ts'
import type { UsableClaim } from './claims.ts'
import { judge } from './judge.ts'
import { leaseFrom } from './lease.ts'
import type { Attempt } from './record.ts'

const DANAL: FinishingProvider = await finishing(danal(TEST_KEYS))
const CLAIM: UsableClaim = { digest: 'd', parsed: { kind: 'token', token: 'TX-1', value: {} } }
const REGISTRATION = sampleRegistration('a')

const answer = (status: number): Exchange => ({ operation: 'issue', status })
const answered = (id: string, exchanges?: readonly Exchange[]): Attempt => ({
  ...attempt(id, 'a', 'd'),
  ...(exchanges ? { exchanges } : {}),
})

function judgedBy(
  ask: FinishingProvider['judge'],
  earlier: readonly Attempt[],
  exchanges: readonly Exchange[],
): IssueOutcome {
  const provider = { ...DANAL, judge: ask }
  return judge({ provider, registration: REGISTRATION, claim: CLAIM, earlier }, exchanges)
}

describe('a provider judges', () => {
  it('by the registration, the claim and all answers, those of earlier tries first', () => {
    const seen: unknown[] = []
    const outcome: IssueOutcome = { kind: 'pending' }
    const earlier = [
      answered('one', [answer(500), answer(502)]),
      answered('two'),
      answered('three', [answer(504)]),
    ]
    const given = judgedBy((...all) => (seen.push(...all), outcome), earlier, [answer(200)])
    expect(given).toBe(outcome)
    expect(seen).toEqual([REGISTRATION, CLAIM.parsed, [answer(500), answer(502), answer(504), answer(200)]])
  })

  it('by what has just come where nothing was tried before', () => {
    let seen: readonly Exchange[] | undefined
    judgedBy((_registration, _claim, all) => ((seen = all), { kind: 'pending' }), [], [answer(200)])
    expect(seen).toEqual([answer(200)])
  })

  it('and what it throws costs no key: the outcome is not known', () => {
    const throwing = (): never => {
      throw new TypeError('broken')
    }
    expect(judgedBy(throwing, [], [answer(200)])).toEqual({ kind: 'uncertain', code: 'outcome_unknown' })
  })
})

describe('a call belongs to whoever makes it', () => {
  it.each([
    ['for at least 75 s', 1, 75_000],
    ['for just that with a minute to answer', 60_000, 75_000],
    ['for 15 s longer than a PG may take that takes longer', 60_001, 75_001],
    ['for 15 s longer than one that takes much longer', 100_000, 115_000],
  ])('%s', (_how, timeoutMs, ms) => {
    expect(leaseFrom({ ...DANAL, timeoutMs }, 7)).toBe(7 + ms)
  })
})
