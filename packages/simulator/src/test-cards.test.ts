import { describe, expect, it } from 'vitest'
import { issuerOf, maskCardNumber, outcomeOf, passesCheckDigit, TEST_CARDS } from './test-cards.ts'

describe('test cards', () => {
  it('all pass the check digit, so that the window takes every one of them', () => {
    expect(TEST_CARDS.map(({ number }) => passesCheckDigit(number))).toEqual(TEST_CARDS.map(() => true))
  })

  it('are told apart by their number, and any other number is approved', () => {
    expect(TEST_CARDS.map(({ number }) => outcomeOf(number))).toEqual([
      'approve',
      'decline',
      'limit',
      'expired',
      'charge-declined',
    ])
    expect(outcomeOf('4242424242424242')).toBe('approve')
  })

  it('one wrong digit fails the check digit', () => {
    expect(passesCheckDigit('9410111122223333')).toBe(false)
  })

  it('the same number always has the same issuer, and only its ends are shown', () => {
    expect(issuerOf('9410111122223332')).toEqual(issuerOf('9410111122223332'))
    expect(maskCardNumber('9410111122223332')).toBe('9410-****-****-3332')
  })
})
