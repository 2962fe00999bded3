// What the card form makes of what is typed, pasted or filled in, and which of it can be a card.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expiryDigits, shown } from '../../form/fields.ts'
import { markerCard } from '../../form/fill-in.ts'
import type { CardDetails } from '../providers/provider.ts'
import { brandOf, isCardNumber, passesCheckDigit } from './card-number.ts'
import { cardProblems } from './card.ts'

const NOW = Date.UTC(2026, 10, 22)
const CARD: CardDetails = {
  number: '4111111111111111',
  expiryYear: '29',
  expiryMonth: '07',
  identity: '900101',
  password: '12',
}

describe('a card number', () => {
  it.each([
    ['4111111111111111', '4111 1111 1111 1111', 'visa'],
    ['4111-1111-1111-1111', '4111 1111 1111 1111', 'visa'],
    ['４１１１１１１１１１１１１１１１', '4111 1111 1111 1111', 'visa'],
    ['5555555555554444', '5555 5555 5555 4444', 'mastercard'],
    ['2223003122003222', '2223 0031 2200 3222', 'mastercard'],
    ['378282246310005', '3782 822463 10005', 'amex'],
    ['30569309025904', '3056 930902 5904', 'diners'],
    ['3530111333300000', '3530 1113 3330 0000', 'jcb'],
    ['6212345678901265', '6212 3456 7890 1265', 'unionpay'],
    ['9410111122223332', '9410 1111 2222 3332', 'local'],
    ['37828', '3782 8', 'amex'],
    ['4111 1111 x', '4111 1111', 'visa'],
    ['1234', '1234', undefined],
  ])('%s is shown as %s, and its brand is told', (typed, seen, brand) => {
    expect(shown('number', typed, 'birthDate')).toBe(seen)
    expect(brandOf(seen.replaceAll(' ', ''))).toBe(brand)
  })

  it('is shown the same when what is shown is typed again', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9 -]{0,30}$/), (typed) => {
        const once = shown('number', typed, 'birthDate')
        expect(shown('number', once, 'birthDate')).toBe(once)
      }),
    )
  })

  it('with one digit changed is found wrong', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 1, max: 9 }), (at, add) => {
        const { number } = CARD
        const changed = (Number(number.charAt(at)) + add) % 10
        expect(passesCheckDigit(number.slice(0, at) + String(changed) + number.slice(at + 1))).toBe(false)
      }),
    )
  })

  it.each(['411111111111111', '41111111111111111', '4111111111111112', '', '0000', '378282246310006'])(
    'cannot be %s',
    (number) => expect(isCardNumber(number)).toBe(false),
  )

  it('for Korea alone needs no check digit, because nothing public says that it has one', () => {
    expect(isCardNumber('9410001234567890')).toBe(true)
  })
})

describe('an expiry date', () => {
  it.each([
    ['0729', '07/29'],
    ['07/29', '07/29'],
    ['7/29', '07/29'],
    ['729', '07/29'],
    ['07 / 2029', '07/29'],
    ['07/2029', '07/29'],
    ['072029', '07/29'],
    ['2029-07', '07/29'],
    ['07-29', '07/29'],
    ['1', '1'],
    ['12', '12'],
    ['12/', '12'],
    ['12/2', '12/2'],
    ['12/20', '12/20'],
    ['9', '09'],
  ])('%s is shown as %s', (typed, seen) => {
    expect(shown('expiry', typed, 'birthDate')).toBe(seen)
  })

  it('can be typed a digit at a time', () => {
    let seen = ''
    for (const digit of '0729') seen = shown('expiry', seen + digit, 'birthDate')
    expect(expiryDigits(seen)).toBe('0729')
  })
})

describe('who the holder is', () => {
  it.each([
    ['900101', 'birthDate', '900101'],
    ['90.01.01', 'birthDate', '900101'],
    ['1248100998', 'businessNumber', '124-81-00998'],
    ['124-81-00998', 'businessNumber', '124-81-00998'],
    ['1248', 'businessNumber', '124-8'],
  ] as const)('%s as %s is shown as %s', (typed, kind, seen) => {
    expect(shown('identity', typed, kind)).toBe(seen)
  })
})

describe('a card', () => {
  it('that can be right has no problem', () => {
    expect(cardProblems(CARD, NOW)).toEqual({})
    expect(cardProblems({ ...CARD, identity: '1248100998' }, NOW)).toEqual({})
    for (let count = 0; count < 50; count += 1) expect(cardProblems(markerCard(), NOW)).toEqual({})
  })

  it.each<[Partial<CardDetails>, object]>([
    [{ number: '' }, { number: 'empty' }],
    [{ number: '4111' }, { number: 'short' }],
    [{ number: '4111111111111112' }, { number: 'wrong' }],
    [{ expiryMonth: '', expiryYear: '' }, { expiry: 'empty' }],
    [{ expiryYear: '' }, { expiry: 'short' }],
    [{ expiryMonth: '13' }, { expiry: 'wrong' }],
    [{ expiryMonth: '00' }, { expiry: 'wrong' }],
    [{ expiryMonth: '10', expiryYear: '26' }, { expiry: 'past' }],
    [{ expiryYear: '99' }, { expiry: 'wrong' }],
    [{ identity: '' }, { identity: 'empty' }],
    [{ identity: '9001' }, { identity: 'short' }],
    [{ identity: '901301' }, { identity: 'wrong' }],
    [{ identity: '900230' }, { identity: 'wrong' }],
    [{ identity: '1248100999' }, { identity: 'wrong' }],
    [{ password: '1' }, { password: 'short' }],
    [{ password: 'ab' }, { password: 'wrong' }],
  ])('with %o is wrong there', (change, problems) => {
    expect(cardProblems({ ...CARD, ...change }, NOW)).toEqual(problems)
  })

  it('is good until its month ends in Korea', () => {
    const card = { ...CARD, expiryMonth: '11', expiryYear: '26' }
    const end = Date.UTC(2026, 11) - 9 * 3_600_000
    expect(cardProblems(card, end - 1)).toEqual({})
    expect(cardProblems(card, end)).toEqual({ expiry: 'past' })
  })
})
