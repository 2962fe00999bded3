// When a registration is looked at although nobody asks: each state, each look, each wait.
import { describe, expect, it } from 'vitest'
import { sampleRegistration } from '../testing/ledger-samples.ts'
import { scheduled } from './due.ts'
import { counted, isFinalLook } from './looks.ts'
import type { Registration } from './record.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const ACTIVE = 10 * DAY

/** A registration that was opened, unless it says `unopened`, and used, unless `untouched`. */
interface Change extends Partial<Registration> {
  readonly unopened?: true
  readonly untouched?: true
}

const record = ({ unopened, untouched, ...change }: Change): Registration =>
  sampleRegistration('a', {
    state: 'uncertain',
    createdAt: 9 * DAY,
    ...(untouched ? {} : { activeAt: ACTIVE }),
    ...(unopened ? {} : { openedAt: ACTIVE }),
    opensUntil: ACTIVE + 1,
    returnsUntil: ACTIVE + 2,
    ...change,
  })

const dueOf = (change: Change): number | undefined => scheduled(record(change)).lookAt

describe('it is looked at', () => {
  it.each<[string, Change, number | undefined]>([
    ['an uncertain one a minute later', {}, ACTIVE + MINUTE],
    ['then half an hour later', { looks: 1 }, ACTIVE + 30 * MINUTE],
    ['then a day later', { looks: 2 }, ACTIVE + DAY],
    ['then daily', { looks: 3 }, ACTIVE + 2 * DAY],
    ['until the 29th day', { looks: 30 }, ACTIVE + 29 * DAY],
    ['and no more', { looks: 31 }, undefined],
    ['an issuing one alike', { state: 'issuing', looks: 30 }, ACTIVE + 29 * DAY],
    ['when the lease is over', { state: 'issuing', leaseUntil: 7 }, 7],
    ['an uncertain one with a lease, too', { leaseUntil: 7 }, 7],
    ['not twice within a minute', { lookedAt: ACTIVE + 50_000 }, ACTIVE + 50_000 + MINUTE],
    ['counted from its making where nothing was done since', { untouched: true }, 9 * DAY + MINUTE],
    ['once, a day later, where nobody told of an opening', { unopened: true }, ACTIVE + DAY],
    [
      'soon, where its owner has finished without telling of it',
      { unopened: true, authorizedAt: ACTIVE },
      ACTIVE + MINUTE,
    ],
    ['an open one when the window may no longer be opened', { state: 'open' }, ACTIVE + 1],
    ['an open one whose window makes the key', { state: 'open', madeInWindow: true }, ACTIVE + MINUTE],
    ['a returned one when no return is taken any more', { state: 'returned' }, ACTIVE + 2],
    ['a returned one whose window makes the key', { state: 'returned', madeInWindow: true }, ACTIVE + MINUTE],
    ['such a one three times only', { state: 'returned', madeInWindow: true, looks: 3 }, undefined],
    ['a held one when its time is over', { state: 'held', heldUntil: 77 }, 77],
    ['a suspended one for other keys', { state: 'suspended', seekSurplusAt: 78 }, 78],
    ['a suspended one not otherwise', { state: 'suspended' }, undefined],
    ['an issued one for other keys', { state: 'issued', seekSurplusAt: 78 }, 78],
    ['an issued one not otherwise', { state: 'issued' }, undefined],
    [
      'an issued one whose first payment is not known',
      { state: 'issued', chargesAfterIssue: true, payment: { state: 'uncertain', amount: 1 } },
      ACTIVE + MINUTE,
    ],
    [
      'such a one daily, after a day',
      { state: 'issued', chargesAfterIssue: true, payment: { state: 'uncertain', amount: 1 }, looks: 3 },
      ACTIVE + 2 * DAY,
    ],
    [
      'whichever comes first',
      {
        state: 'issued',
        chargesAfterIssue: true,
        payment: { state: 'uncertain', amount: 1 },
        seekSurplusAt: 5,
      },
      5,
    ],
    [
      'not for a payment that is known',
      { state: 'issued', chargesAfterIssue: true, payment: { state: 'paid', amount: 1 } },
      undefined,
    ],
    ['not for one that is to come', { state: 'issued', chargesAfterIssue: true }, undefined],
    [
      'not for one that the window made',
      { state: 'issued', payment: { state: 'uncertain', amount: 1 } },
      undefined,
    ],
  ])('%s', (_when, change, at) => {
    expect(dueOf(change)).toBe(at)
  })

  it.each(['declined', 'cancelled', 'expired'] as const)(
    'a %s one, while its window may have made a key that was never held',
    (state) => {
      expect(dueOf({ state })).toBeUndefined()
      expect(dueOf({ state, madeInWindow: true })).toBe(ACTIVE + MINUTE)
      expect(dueOf({ state, madeInWindow: true, heldUntil: 5 })).toBeUndefined()
    },
  )
})

describe('a look that found no key', () => {
  it('counts when its time has come, and is remembered', () => {
    expect(counted(record({}), ACTIVE + MINUTE - 1)).toEqual({})
    expect(counted(record({}), ACTIVE + MINUTE)).toEqual({ looks: 1, lookedAt: ACTIVE + MINUTE })
    expect(counted(record({ looks: 1 }), ACTIVE + HOUR)).toEqual({ looks: 2, lookedAt: ACTIVE + HOUR })
    expect(counted(record({ looks: 31 }), ACTIVE + 60 * DAY)).toEqual({})
  })

  it('is the last when it is the third, at its time', () => {
    expect(isFinalLook(record({ looks: 2 }), ACTIVE + DAY)).toBe(true)
    expect(isFinalLook(record({ looks: 2 }), ACTIVE + DAY - 1)).toBe(false)
    expect(isFinalLook(record({ looks: 1 }), ACTIVE + DAY)).toBe(false)
    expect(isFinalLook(record({ looks: 3 }), ACTIVE)).toBe(true)
  })

  it('is the last at once after a day where nobody told of an opening', () => {
    expect(isFinalLook(record({ unopened: true }), ACTIVE + DAY)).toBe(true)
    expect(isFinalLook(record({ unopened: true }), ACTIVE + DAY - 1)).toBe(false)
  })
})
