// When a payment is looked at although nobody asks: each state, each look, each wait.
import { describe, expect, it } from 'vitest'
import { payment as samplePayment } from '../testing/ledger-samples.ts'
import { backOff, countedLooks, isFinalLook, scheduledPayment, unsettledCancellation } from './due.ts'
import type { Cancellation, Payment } from './payment.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const SINCE = 10 * DAY
const MADE = 9 * DAY

const cancellation = (state: Cancellation['state']): Cancellation => ({
  id: state,
  amount: 1,
  reason: 'r',
  state,
  attempt: 1,
  requestedAt: 1,
})

const dueOf = (change: Partial<Payment>): number | undefined =>
  scheduledPayment(samplePayment('p', 'a', { createdAt: MADE, ...change })).lookAt

describe('a payment is looked at', () => {
  it.each<[string, Partial<Payment>, number | undefined]>([
    ['when the lease is over', { state: 'charging', leaseUntil: 7 }, 7],
    ['a due one after a minute', { state: 'due' }, MADE + MINUTE],
    ['a charging one without a lease, from its making', { state: 'charging' }, MADE + MINUTE],
    ['a scheduling one', { state: 'scheduling', uncertainSince: SINCE }, SINCE + MINUTE],
    ['an uncertain one a minute later', { state: 'uncertain', uncertainSince: SINCE }, SINCE + MINUTE],
    ['then half an hour', { state: 'uncertain', uncertainSince: SINCE, looks: 1 }, SINCE + 30 * MINUTE],
    ['then a day', { state: 'uncertain', uncertainSince: SINCE, looks: 2 }, SINCE + DAY],
    ['then daily', { state: 'uncertain', uncertainSince: SINCE, looks: 3 }, SINCE + 2 * DAY],
    ['until the 29th day', { state: 'uncertain', uncertainSince: SINCE, looks: 30 }, SINCE + 29 * DAY],
    ['and no more', { state: 'uncertain', uncertainSince: SINCE, looks: 31 }, undefined],
    ['a scheduled one ten minutes after its time', { state: 'scheduled', scheduledFor: 5 }, 5 + 10 * MINUTE],
    ['a scheduled one without a time from its making', { state: 'scheduled' }, MADE + 10 * MINUTE],
    [
      'a scheduled one that is not known, like an uncertain one',
      { state: 'scheduled', scheduledFor: 5, uncertainSince: SINCE },
      SINCE + MINUTE,
    ],
    ['a paid one never', { state: 'paid' }, undefined],
    [
      'a paid one whose cancellation is not settled',
      { state: 'paid', uncertainSince: SINCE, cancellations: [cancellation('uncertain')] },
      SINCE + MINUTE,
    ],
    ['a paid one of which a webhook hinted', { state: 'paid', hint: { askAt: 7, looks: 0 } }, 7],
    ['a declined one of which a webhook hinted', { state: 'declined', hint: { askAt: 7, looks: 0 } }, 7],
    [
      'a hinted one whose cancellation is not settled, for that first',
      {
        state: 'paid',
        uncertainSince: SINCE,
        cancellations: [cancellation('uncertain')],
        hint: { askAt: 7, looks: 0 },
      },
      SINCE + MINUTE,
    ],
    ['a declined one never', { state: 'declined', uncertainSince: SINCE }, undefined],
    ['a cancelled one never', { state: 'cancelled', uncertainSince: SINCE }, undefined],
  ])('%s', (_when, change, at) => {
    expect(dueOf(change)).toBe(at)
  })
})

describe('looks', () => {
  it('count when their time has come', () => {
    expect(countedLooks({ since: SINCE, looks: 0 }, SINCE + MINUTE - 1)).toBe(0)
    expect(countedLooks({ since: SINCE, looks: 0 }, SINCE + MINUTE)).toBe(1)
    expect(countedLooks({ since: SINCE, looks: 31 }, SINCE + 90 * DAY)).toBe(31)
  })

  it('are enough with the third, a day later', () => {
    expect(isFinalLook({ since: SINCE, looks: 2 }, SINCE + DAY)).toBe(true)
    expect(isFinalLook({ since: SINCE, looks: 2 }, SINCE + DAY - 1)).toBe(false)
    expect(isFinalLook({ since: SINCE, looks: 1 }, SINCE + DAY)).toBe(false)
  })

  it('are made further and further apart', () => {
    expect([0, 1, 2, 3, 9].map(backOff)).toEqual([MINUTE, 30 * MINUTE, DAY, DAY, DAY])
  })
})

describe('the unsettled cancellation', () => {
  it.each(['cancelling', 'uncertain'] as const)('is the %s one', (state) => {
    const cancellations = [cancellation('cancelled'), cancellation('declined'), cancellation(state)]
    expect(unsettledCancellation(samplePayment('p', 'a', { cancellations }))?.id).toBe(state)
  })

  it('is none where all are settled', () => {
    const cancellations = [cancellation('cancelled'), cancellation('declined')]
    expect(unsettledCancellation(samplePayment('p', 'a', { cancellations }))).toBeUndefined()
  })
})
