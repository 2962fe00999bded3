import { describe, expect, it } from 'vitest'
import { parseReturn } from './resume.ts'

describe('a return in the URL', () => {
  it('is found by our own parameter, and taken out without touching another byte', () => {
    expect(parseReturn('?a=b%20c&billing_registration=reg_1&x=%ED%95%9C+1')).toEqual({
      id: 'reg_1',
      fields: {},
      search: '?a=b%20c&x=%ED%95%9C+1',
    })
  })

  it('brings the values of the PG and removes all of them', () => {
    const found = parseReturn(
      '?billing_registration=r&transactionId=t1&code=SUCCESS&message=ok&orderId=o&keep=1',
    )
    expect(found).toEqual({
      id: 'r',
      fields: { transactionId: 't1', code: 'SUCCESS', message: 'ok', orderId: 'o' },
      search: '?keep=1',
    })
  })

  it('is known by this tab’s memory when the PG has dropped our parameter', () => {
    expect(parseReturn('?imp_uid=imp_1&merchant_uid=m&imp_success=true', 'reg_9')).toMatchObject({
      id: 'reg_9',
      search: '',
    })
    expect(parseReturn('?code=2101&message=%EC%B7%A8%EC%86%8C', 'reg_9')).toMatchObject({ id: 'reg_9' })
  })

  it.each([
    ['billing_registration=r&&customerKey=c&authKey=a%2Bb', { customerKey: 'c', authKey: 'a+b' }],
    [
      'billing_registration=r&code=PAY_PROCESS_CANCELED&message=x',
      { code: 'PAY_PROCESS_CANCELED', message: 'x' },
    ],
    [
      'billing_registration=r&billingKey=NEEDS_CONFIRMATION&billingIssueToken=t&transactionType=T',
      { billingKey: 'NEEDS_CONFIRMATION', billingIssueToken: 't', transactionType: 'T' },
    ],
    [
      'billing_registration=r&code=c&message=m&pgCode=p&pgMessage=q',
      { message: 'm', code: 'c', pgCode: 'p', pgMessage: 'q' },
    ],
  ])('of every PG is taken whole: %s', (query, fields) => {
    expect(parseReturn(`?keep=1&${query}`)).toEqual({ id: 'r', fields, search: '?keep=1' })
  })

  it('leaves the page’s own parameters alone', () => {
    expect(parseReturn('?code=oauth&state=1', 'reg_9')).toBeUndefined()
    expect(parseReturn('?transactionId=mine')).toBeUndefined()
    expect(parseReturn('')).toBeUndefined()
    expect(parseReturn('?billing_registration=r&code=PROMO')).toEqual({
      id: 'r',
      fields: {},
      search: '?code=PROMO',
    })
  })

  it('shortens what the endpoint would refuse', () => {
    const found = parseReturn(`?billing_registration=r&transactionId=t&message=${'x'.repeat(5000)}`)
    expect(found?.fields['message']).toHaveLength(1024)
  })
})
