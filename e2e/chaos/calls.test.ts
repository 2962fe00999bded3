import { describe, expect, it } from 'vitest'
import { factsOf, operationOf } from './calls.ts'

describe('a call to a PG', () => {
  it.each([
    ['POST', '/danal/v1/billing/CARD/issue-key', 'issue'],
    ['POST', '/toss/v1/billing/authorizations/issue', 'issue'],
    ['POST', '/portone-v2/billing-keys/confirm', 'issue'],
    ['POST', '/toss/v1/billing/authorizations/card', 'issue'],
    ['POST', '/portone-v2/billing-keys', 'issue'],
    ['GET', '/portone-v2/billing-keys?requestBody=%7B%7D', 'lookup'],
    ['POST', '/portone-v1/subscribe/customers/bk_1', 'issue'],
    ['GET', '/portone-v1/subscribe/customers/bk_1', 'lookup'],
    ['POST', '/portone-v1/users/getToken', 'token'],
    ['POST', '/toss/v1/billing/KEY', 'charge'],
    ['POST', '/portone-v1/subscribe/payments/again', 'charge'],
    ['POST', '/portone-v2/payments/ord_1/billing-key', 'charge'],
    ['POST', '/danal/contract/charge', 'charge'],
    ['POST', '/toss/v1/payments/PAY/cancel', 'cancel'],
    ['POST', '/portone-v1/payments/cancel', 'cancel'],
    ['POST', '/danal/contract/cancel', 'cancel'],
    ['DELETE', '/portone-v2/billing-keys/KEY?storeId=s', 'revoke'],
    ['POST', '/danal/contract/revoke', 'revoke'],
    ['POST', '/danal/contract/lookup', 'lookup'],
    ['GET', '/portone-v2/payments/ord_1?storeId=s', 'lookup'],
  ])('%s %s is to %s', (method, path, operation) => {
    expect(operationOf(method, path)).toBe(operation)
  })

  it.each([
    ['/portone-v2/payments/ord_1?storeId=s', '', 'ord_1'],
    ['/portone-v2/payments/ord_1/billing-key', '{"billingKey":"k"}', 'ord_1'],
    ['/portone-v1/payments/find/ord_1', '', 'ord_1'],
    ['/portone-v1/subscribe/payments/again', '{"merchant_uid":"ord_1"}', 'ord_1'],
    ['/portone-v1/payments/cancel', '{"merchant_uid":"ord_1"}', 'ord_1'],
    ['/toss/v1/payments/orders/ord_1', '', 'ord_1'],
    ['/danal/contract/lookup', '{"merchantId":"m","orderId":"ord_1"}', 'ord_1'],
    ['/portone-v1/subscribe/customers/cus_1', '', undefined],
    ['/toss/v1/payments/PAY/cancel', '{"cancelReason":"r"}', undefined],
  ])('to %s names its order', (path, body, order) => {
    expect(factsOf(path, new Headers(), body).order).toBe(order)
  })

  it.each([
    ['/toss/v1/billing/authorizations/card', { customerKey: 'c1', customerIdentityNumber: '1234567891' }],
    [
      '/portone-v2/billing-keys',
      {
        customer: { id: 'c1', name: { full: '김하늘' } },
        method: { card: { credential: { birthOrBusinessRegistrationNumber: '1234567891' } } },
      },
    ],
    ['/portone-v1/subscribe/customers/c1', { birth: '1234567891' }],
  ])('to %s names a typed card by its holder, and whose key it is to be', (path, body) => {
    const claim = 'typed 1234567891'
    expect(factsOf(path, new Headers(), JSON.stringify(body))).toEqual({ claim, customerRef: 'c1' })
  })

  it('names its claim and its Idempotency-Key', () => {
    const headers = new Headers({ 'idempotency-key': 'iss_1' })
    expect(factsOf('/toss/v1/billing/authorizations/issue', headers, '{"authKey":"a1"}')).toEqual({
      claim: 'a1',
      idempotencyKey: 'iss_1',
    })
  })
})
