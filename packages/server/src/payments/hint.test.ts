// What is left to ask for of what a webhook hinted at, after the PG was asked.
import { describe, expect, it } from 'vitest'
import { AT, DAY, MINUTE, cancellation, settling } from '../testing/settling.ts'
import { hintAfter, withHint } from './hint.ts'
import type { ChargeOutcome } from './operations.ts'
import type { Payment } from './payment.ts'

const HINT = { askAt: AT, looks: 0 }
const UNKNOWN: ChargeOutcome = { kind: 'uncertain', code: 'outcome_unknown' }
const hinted = (change: Partial<Payment> = {}): Payment => settling({ state: 'paid', hint: HINT, ...change })

describe('a hint', () => {
  it.each<[string, ChargeOutcome]>([
    ['has paid', { kind: 'paid', mismatches: [] }],
    ['has paid something else', { kind: 'paid', mismatches: ['amount'] }],
    ['has given it back', { kind: 'cancelled' }],
    ['has refused', { kind: 'declined', code: 'card_declined' }],
    ['knows of none', { ...UNKNOWN, absent: true }],
  ])('is over when the PG says that it %s', (_said, outcome) => {
    expect(hintAfter(hinted(), HINT, outcome, AT)).toBeUndefined()
  })

  it.each<ChargeOutcome>([UNKNOWN, { kind: 'pending' }])(
    'is followed four times where it is %j',
    (outcome) => {
      const waits: unknown[] = []
      for (let hint: Payment['hint'] = HINT; hint; hint = hintAfter(hinted({ hint }), hint, outcome, AT)) {
        waits.push(hint.askAt - AT)
      }
      expect(waits).toEqual([0, MINUTE, 30 * MINUTE, DAY])
    },
  )

  it('stays when another one came while the PG was asked', () => {
    const another = { askAt: AT + 1, looks: 0 }
    expect(hintAfter(hinted({ hint: another }), HINT, { kind: 'cancelled' }, AT)).toEqual(another)
  })

  it('stays while a cancellation of ours hides what else went back', () => {
    const cancellations = [cancellation({ state: 'uncertain' })]
    expect(hintAfter(hinted({ cancellations }), HINT, { kind: 'paid', mismatches: [] }, AT)).toEqual(HINT)
  })

  it('is none where there was none', () => {
    expect(hintAfter(hinted({ hint: undefined }), undefined, UNKNOWN, AT)).toBeUndefined()
  })

  it('brings the payment up when its time has come', () => {
    expect(withHint(hinted({ hint: undefined, leaseUntil: undefined, version: 3 }), HINT)).toMatchObject({
      version: 4,
      hint: HINT,
      lookAt: AT,
    })
  })
})
