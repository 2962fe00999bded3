// What fits into a PG's fields.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressToJoin, byteLength, emailFor, fitBytes, oneLine, phoneDigits, plainText } from './outgoing.ts'

// Letters of one to four bytes, what Danal breaks on, and what nobody sees. (Units of all Unicode take seconds to build.)
const LETTERS = Array.from('aZ9가é💥👩 &\'"\\<>|,+\n\u0000\u202e\u200d\ud800')
const text = fc.string({ unit: fc.constantFrom(...LETTERS) })

describe('plainText', () => {
  it.each([
    ['Pro, monthly', 'Pro monthly'],
    [`R&B "Live" 'x' <b>\\|+`, 'R B Live x b'],
    ['  두\n줄 ', '두 줄'],
    ['\u202e뒤집기\u0000', '뒤집기'],
    ['&', ''],
  ])('makes %j of it', (text, plain) => {
    expect(plainText(text)).toBe(plain)
  })

  it('never leaves a forbidden character, and does nothing the second time', () => {
    fc.assert(
      fc.property(text, (given) => {
        const plain = plainText(given)
        expect(plain).not.toMatch(/[&'"\\<>|,+\n\r]/)
        expect(plainText(plain)).toBe(plain)
      }),
    )
  })
})

describe('fitBytes', () => {
  it('cuts between characters, never within one', () => {
    expect(fitBytes('김하늘별이바다', 20)).toBe('김하늘별이바')
    expect(fitBytes('ab 가', 4)).toBe('ab')
    expect(fitBytes('👩‍🚀', 4)).toBe('👩')
  })

  it('keeps a text that fits, and no space at its end', () => {
    expect(fitBytes('가나', 6)).toBe('가나')
    expect(fitBytes('가나', 5)).toBe('가')
    expect(fitBytes('ab ', 3)).toBe('ab')
    expect(fitBytes(' ab', 2)).toBe(' a')
    expect(fitBytes('ab', 0)).toBe('')
  })

  it('counts bytes, not characters', () => {
    expect(['', ' ~', 'é', '가', '💳', 'a가', '\u007f'].map(byteLength)).toEqual([0, 2, 2, 3, 4, 4, 1])
  })

  it('never exceeds the limit', () => {
    fc.assert(
      fc.property(text, fc.nat(64), (given, max) => {
        expect(byteLength(fitBytes(given, max))).toBeLessThanOrEqual(max)
      }),
    )
  })
})

describe('phoneDigits', () => {
  it.each([
    ['010-1234-5678', '01012345678'],
    ['+82 10-1234-5678', '01012345678'],
    ['+82 (0)10 1234 5678', '01012345678'],
    ['821012345678', '01012345678'],
    ['02 123 4567', '021234567'],
    ['8212345678', '012345678'],
    ['없음', undefined],
    ['', undefined],
    [undefined, undefined],
    ['1'.repeat(17), undefined],
    ['1'.repeat(16), '1'.repeat(16)],
    ['1'.repeat(8), '1'.repeat(8)],
    ['1'.repeat(7), undefined],
    ['0108200000', '0108200000'],
    [1012345678, undefined],
  ])('reads %j as %j', (phone, digits) => {
    expect(phoneDigits(phone)).toBe(digits)
  })
})

describe('emailFor', () => {
  it.each([
    ['a+b@shop.example', 'a+b@shop.example'],
    ['a@b', undefined],
    ['a b@shop.example', undefined],
    ['a@b@shop.example', undefined],
    ['a@shop.', undefined],
    ['@shop.example', undefined],
    ['a@.', undefined],
    [' a@shop.example', undefined],
    ['a@shop.example ', undefined],
    [`${'a'.repeat(51)}@shop.example`, `${'a'.repeat(51)}@shop.example`],
    [`${'a'.repeat(52)}@shop.example`, undefined],
    [`${'가'.repeat(17)}@shop.example`, `${'가'.repeat(17)}@shop.example`],
    [`${'가'.repeat(18)}@shop.example`, undefined],
    [['a@shop.example'], undefined],
    ['"a"@shop.example', undefined],
    [`${'a'.repeat(60)}@shop.example`, undefined],
    [undefined, undefined],
  ])('gives %j as %j', (email, given) => {
    expect(emailFor(email, 64)).toBe(given)
  })
})

describe('addressToJoin', () => {
  it.each([
    ['https://shop.example', 'https://shop.example/'],
    ['https://shop.example/back#top', 'https://shop.example/back'],
    ['https://shop.example/back?id=1', 'https://shop.example/back?id=1&'],
    ['https://shop.example/back?id=1#top', 'https://shop.example/back?id=1&'],
  ])('makes of %s', (page, joined) => {
    expect(addressToJoin(page)).toBe(joined)
  })
})

describe('oneLine', () => {
  it('leaves what the card protocol would break on, and joins lines', () => {
    expect(oneLine('  R&B\n\t"Live"\u0000 + more ')).toBe('R&B "Live" + more')
  })
})
