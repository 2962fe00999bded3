// What a refusal proves, in every circumstance; when a PG must be asked; and what a balance says of a cancel.
import { describe, expect, it } from 'vitest'
import {
  leftAfter,
  mustLook,
  NO_ANSWER,
  NOT_SENT,
  refusedOutcome,
  STILL_RUNNING,
  type Proof,
  type Refused,
} from './refusal.ts'

/** The kinds that a proof comes to: [of the only call, of a repetition] without a look, and after one that found nothing. */
type Kinds = readonly [Refused['kind'], Refused['kind'], Refused['kind'], Refused['kind']]

describe('a refusal', () => {
  it.each<[Proof, Kinds]>([
    ['always', ['declined', 'declined', 'declined', 'declined']],
    ['first', ['declined', 'uncertain', 'declined', 'declined']],
    ['looked', ['uncertain', 'uncertain', 'declined', 'declined']],
    ['never', ['uncertain', 'uncertain', 'uncertain', 'uncertain']],
    ['running', ['pending', 'pending', 'uncertain', 'uncertain']],
    ['not-sent', ['declined', 'uncertain', 'declined', 'uncertain']],
  ])('that proves it `%s` comes to %j', (proof, kinds) => {
    const refusal = { proof, code: 'provider_refused' } as const
    const kindOf = (first: boolean, untouched: boolean): string =>
      refusedOutcome(refusal, { first, untouched }).kind
    expect([kindOf(true, false), kindOf(false, false), kindOf(true, true), kindOf(false, true)]).toEqual(
      kinds,
    )
  })

  it("is told by our code, with the PG's own where there is one", () => {
    const always = { proof: 'always', code: 'card_limit' } as const
    const at = { first: true, untouched: false }
    expect(refusedOutcome(always, at)).toStrictEqual({ kind: 'declined', code: 'card_limit' })
    expect(refusedOutcome({ ...always, providerCode: 'X1' }, at)).toStrictEqual({
      kind: 'declined',
      code: 'card_limit',
      providerCode: 'X1',
    })
  })

  it('that proves nothing says so, and that a look found nothing', () => {
    const never = { proof: 'never', code: 'provider_refused', providerCode: 'X1' } as const
    const unknown = { kind: 'uncertain', code: 'outcome_unknown', providerCode: 'X1' }
    expect(refusedOutcome(never, { first: true, untouched: false })).toStrictEqual(unknown)
    expect(refusedOutcome(never, { first: true, untouched: true })).toStrictEqual({
      ...unknown,
      absent: true,
    })
    expect(refusedOutcome(STILL_RUNNING, { first: true, untouched: false })).toStrictEqual({
      kind: 'pending',
    })
    expect(refusedOutcome(STILL_RUNNING, { first: true, untouched: true })).toStrictEqual({
      kind: 'uncertain',
      code: 'outcome_unknown',
      absent: true,
    })
  })

  it('that is none is known by its kind', () => {
    expect([NO_ANSWER, STILL_RUNNING, NOT_SENT]).toStrictEqual([
      { proof: 'never', code: 'outcome_unknown' },
      { proof: 'running', code: 'outcome_unknown' },
      { proof: 'not-sent', code: 'provider_unavailable' },
    ])
  })
})

describe('the PG is asked what it knows', () => {
  it.each([
    ['uncertain', 0, true],
    ['uncertain', 1, true],
    ['pending', 0, false],
    ['pending', 1, true],
    ['declined', 1, false],
    ['paid', 1, false],
  ])('after %s with %i earlier tries: %s', (kind, tries, wanted) => {
    expect(mustLook(kind, { earlier: Array.from({ length: tries }) })).toBe(wanted)
  })
})

describe('what is left after a cancel of 3,000 of 10,000', () => {
  it.each([
    [10_000, 'untouched'],
    [7000, 'as-asked'],
    [7001, 'other'],
    [6999, 'other'],
    [0, 'other'],
    [undefined, 'other'],
  ])('%s KRW: %s', (left, says) => {
    expect(leftAfter({ amount: 3000, remaining: 10_000 }, left)).toBe(says)
  })
})
