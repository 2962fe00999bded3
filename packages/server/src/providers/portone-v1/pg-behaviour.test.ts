// What is known of the PGs behind PortOne V1.
import { describe, expect, it } from 'vitest'
import { behaviourOf, hasNoWindow, issuesFromNumbers, kindOf, requesterOf } from './pg-behaviour.ts'

describe('of a PG', () => {
  it.each([
    ['nice', true, true],
    ['daou', true, true],
    ['ksnet', true, true],
    ['html5_inicis', false, true],
    ['danal', false, false],
    ['kakaopay', false, false],
    ['tosspay_v2', false, false],
    ['of_tomorrow', false, true],
    [undefined, false, true],
  ])('%s: has no window %s, issues from numbers %s', (pg, noWindow, numbers) => {
    expect([hasNoWindow(pg), issuesFromNumbers(pg)]).toEqual([noWindow, numbers])
  })

  it('is known what it does with an amount, and who must ask', () => {
    expect(behaviourOf('danal')).toStrictEqual({ amount: 'must', payMethod: 'phone' })
    expect(behaviourOf('danal_tpay')).toStrictEqual({ amount: 'charged', payMethod: 'card' })
    expect(behaviourOf('nice_v2')).toStrictEqual({ amount: 'shown', payMethod: 'card', customerIdMax: 20 })
    expect([behaviourOf('of_tomorrow'), behaviourOf(undefined)]).toEqual([undefined, undefined])
    expect(['naverpay', 'nice_v2', 'of_tomorrow', undefined].map(requesterOf)).toEqual([
      'admin',
      undefined,
      undefined,
      undefined,
    ])
  })

  it('is known what its way of paying registers', () => {
    expect(['phone', 'trans', 'card', 'tosspay', undefined].map(kindOf)).toEqual([
      'phone',
      'account',
      'card',
      'card',
      'card',
    ])
  })
})
