import { describe, expect, it } from 'vitest'
import { createPriceList, describeOrder, firstPaymentDate } from './plans.ts'

const NOW = Date.parse('2026-11-22T09:00:00Z')

describe('the plans', () => {
  it('ask for consent with the price, the cycle, the first payment and the way out', () => {
    const order = describeOrder('pro-monthly', 9_900, 'ko', NOW)
    expect(order).toMatchObject({ amount: 9_900, cycle: 'month', next: '첫 결제 2026년 12월 1일' })
    expect(order.consent?.facts?.map(({ name }) => name)).toEqual(['금액', '주기', '첫 결제일', '해지 방법'])
    expect(order.consent?.text).toContain('9,900원')
  })

  it('speak English to whoever reads English', () => {
    const order = describeOrder('pro-monthly', 9_900, 'en', NOW)
    expect(order.consent?.label).toBe('I agree to a monthly payment of ₩9,900')
    expect(order.next).toBe('First payment on 1 December 2026')
  })

  it('charge now only where the customer chose the plan that does', () => {
    expect(describeOrder('club-now', 18_900, 'ko', NOW).charge).toBe('now')
    expect(describeOrder('pro-monthly', 9_900, 'ko', NOW).charge).toBeUndefined()
    expect(describeOrder('basic-monthly', 4_900, 'ko', NOW).consent).toBeUndefined()
  })

  it('begin on the first of next month by the calendar of Korea', () => {
    expect(firstPaymentDate(Date.parse('2026-12-31T14:59:00Z')).ko).toBe('2027년 1월 1일')
    expect(firstPaymentDate(Date.parse('2026-12-31T15:00:00Z')).ko).toBe('2027년 2월 1일')
  })

  it('keep their list price until it is changed, and again after a reset', () => {
    const prices = createPriceList()
    prices.set('pro-monthly', 12_900)
    expect(prices.of('pro-monthly')).toBe(12_900)
    expect(prices.of('basic-monthly')).toBe(4_900)
    prices.reset()
    expect(prices.of('pro-monthly')).toBe(9_900)
  })
})
