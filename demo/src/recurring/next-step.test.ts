import { describe, expect, it } from 'vitest'
import { dueAt, koreanDate } from './due-day.ts'
import { nextStep, type Charged, type NextStep, type Renewal } from './next-step.ts'

const START = '2027-01-31'
const FEBRUARY: Renewal = { subscription: 'sub1', period: 1, attempt: 1, look: 0 }
const NOW = dueAt(START, 1)

const after = (charged: Charged, renewal: Partial<Renewal> = {}, now = NOW): NextStep =>
  nextStep({ ...FEBRUARY, ...renewal }, charged, START, now)

describe('after a renewal', () => {
  it('that was paid, the next month is due on its own day', () => {
    expect(after('paid')).toMatchObject({
      kind: 'renew',
      renewal: { period: 2, attempt: 1 },
      at: dueAt(START, 2),
    })
  })

  it('that was paid late, the next month is still due on its own day', () => {
    const late = after('paid', { attempt: 3 }, NOW + 4 * 86_400_000)
    expect(late).toMatchObject({ renewal: { period: 2, attempt: 1 }, at: dueAt(START, 2) })
  })

  it('that was declined, the same month is tried again after one, three and five days, and then no more', () => {
    const days: string[] = []
    let step = after('declined')
    while (step.kind === 'renew') {
      expect(step.renewal.period).toBe(1)
      days.push(koreanDate(step.at))
      step = nextStep(step.renewal, 'declined', START, step.at)
    }
    expect(days).toEqual(['2027-03-01', '2027-03-04', '2027-03-09'])
    expect(step).toEqual({ kind: 'pause' })
  })

  it('whose outcome nobody knows, the very same try is looked at again: no other one is made', () => {
    let step = after('uncertain', { attempt: 2 })
    for (let look = 1; look < 5; look += 1) {
      expect(step).toMatchObject({ kind: 'renew', renewal: { period: 1, attempt: 2, look } })
      if (step.kind === 'renew') step = nextStep(step.renewal, 'uncertain', START, step.at)
    }
  })

  it('that could not be charged at all, the subscription pauses', () => {
    expect(after('impossible')).toEqual({ kind: 'pause' })
  })
})
