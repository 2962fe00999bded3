// Lenient reading of PGs' answers, and card numbers that may be shown.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { booleanOf, field, fieldsOf, integerOf, isOk, loggableCode, shownText, textOf } from './answer.ts'
import { maskedCardNumber } from './card-number.ts'
import { fingerprintOf } from './fingerprint.ts'
import { Secret } from '../secret.ts'

describe('reading', () => {
  it('takes integers as numbers or as digits, and nothing else', () => {
    expect(['9900', 9900, '9900.00', '0'].map(integerOf)).toEqual([9900, 9900, 9900, 0])
    expect(['9,900', '9900.5', 9900.5, '-1', '', 'NaN', null, [9900], '1'.repeat(20)].map(integerOf)).toEqual(
      Array.from({ length: 9 }),
    )
  })

  it('takes booleans by value or by name', () => {
    expect([true, 'true', 'TRUE', false, 'false'].map(booleanOf)).toEqual([true, true, true, false, false])
    expect(['Y', 1, null, undefined, {}].map(booleanOf)).toEqual(Array.from({ length: 5 }))
  })

  it('takes texts untrimmed, but no empty ones', () => {
    expect([' a ', 7, '', '  ', null, ['a']].map(textOf)).toEqual([' a ', '7', ...Array.from({ length: 4 })])
  })

  it('does not mistake inherited names for fields', () => {
    expect(field(fieldsOf(JSON.parse('{"__proto__":{"code":"SUCCESS"}}')), 'code')).toBeUndefined()
    expect(field(fieldsOf({}), 'constructor')).toBeUndefined()
    expect([null, [], 'x', 1].map(fieldsOf)).toEqual(Array.from({ length: 4 }))
  })

  it('shows one plain line of at most 40 characters', () => {
    expect(shownText('신한\n카드\u202e ')).toBe('신한 카드')
    expect(shownText('가'.repeat(50))).toBe('가'.repeat(40))
    expect([' ', 7, null].map(shownText)).toEqual(Array.from({ length: 3 }))
  })

  it('logs codes of a harmless shape only', () => {
    expect(['1104', 'USER_CANCEL', 'F-1.2'].map(loggableCode)).toEqual(['1104', 'USER_CANCEL', 'F-1.2'])
    expect(['a b', '<b>', 'x'.repeat(41), '', 7].map(loggableCode)).toEqual(Array.from({ length: 5 }))
  })
})

describe('reading, at its edges,', () => {
  it('takes integers up to those that a number holds', () => {
    expect(['1'.repeat(15), '9.0000', '7.', '7.00000', ' 7', '7 ', '0x7'].map(integerOf)).toEqual([
      111_111_111_111_111,
      9,
      ...Array.from({ length: 5 }),
    ])
    expect([-1, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER + 1, NaN].map(integerOf)).toEqual([
      -1,
      Number.MAX_SAFE_INTEGER,
      undefined,
      undefined,
    ])
  })

  it('takes only finite numbers as text', () => {
    expect([0, -1.5, NaN, Infinity].map(textOf)).toEqual(['0', '-1.5', undefined, undefined])
  })

  it('reads fields of objects alone', () => {
    expect(field(undefined, 'code')).toBeUndefined()
    expect(field({ code: null }, 'code')).toBeNull()
    const made = { code: 1 }
    expect(fieldsOf(made)).toBe(made)
  })

  it('shows a text that is short as it is, and cuts between characters', () => {
    expect(shownText('가'.repeat(40))).toBe('가'.repeat(40))
    expect(shownText('💳'.repeat(41))).toBe('💳'.repeat(40))
    expect(shownText('  a\t\u0000b  c ')).toBe('a b c')
  })

  it('logs codes of 1 to 40 characters', () => {
    expect(loggableCode('x'.repeat(40))).toBe('x'.repeat(40))
    expect(['', ' x', 'x ', 'x\n', 'é'].map(loggableCode)).toEqual(Array.from({ length: 5 }))
  })

  it('knows what an HTTP status says', () => {
    expect([199, 200, 299, 300, 0, undefined].map(isOk)).toEqual([false, true, true, false, false, false])
  })
})

describe('maskedCardNumber', () => {
  it.each([
    ['1234-****-****-5678', '1234-****-****-5678'],
    ['123456******5678', '123456******5678'],
    ['1234-5678-9012-3456', '1234-****-****-3456'],
    ['1234567890123456', '1234********3456'],
    ['4000-00**-****-1234', '4000-00**-****-1234'],
    ['<b>1234</b>', undefined],
    [1234, undefined],
    ['', undefined],
  ])('shows %j as %j', (given, shown) => {
    expect(maskedCardNumber(given)).toBe(shown)
  })

  it('never shows more than ten digits', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\d*-]{4,40}$/), (number) => {
        expect(maskedCardNumber(number)?.replace(/\D/g, '').length).toBeLessThanOrEqual(10)
      }),
    )
  })
})

describe('fingerprintOf', () => {
  it('names a credential by 8 digits that do not tell it', () => {
    const [a, b] = [fingerprintOf(new Secret('SK_TEST_a')), fingerprintOf(new Secret('SK_TEST_b'))]
    expect(a).toMatch(/^[0-9a-f]{8}$/)
    expect(a).not.toBe(b)
    expect(fingerprintOf(new Secret('SK_TEST_a'))).toBe(a)
  })
})
