import { describe, expect, it } from 'vitest'
import { readBillingRequest } from './billing-request.ts'

const request = {
  paymentsMethod: 'CARD',
  orderName: '구독',
  orderId: 'order-1',
  userId: 'user-1',
  amount: 9900,
  merchantId: 'A000000001',
  successUrl: 'https://shop.example/ok',
  failUrl: 'https://shop.example/fail',
}

describe('what requestBilling asks', () => {
  it('charges unless issueKeyOnly is true, as Danal does', () => {
    expect(readBillingRequest(request)).toMatchObject({ issueKeyOnly: false, hideAmount: false, title: '00' })
    expect(readBillingRequest({ ...request, issueKeyOnly: true, amount: 0 })).toMatchObject({
      issueKeyOnly: true,
    })
  })

  it.each([
    [{ orderId: '' }, 'orderId is required'],
    [{ userId: undefined }, 'userId is required'],
    [{ amount: '9900' }, 'amount must be a whole number'],
    [{ amount: 99 }, 'amount must be 100 or more'],
    [{ paymentsMethod: 'TRANSFER' }, 'paymentsMethod must be'],
    [{ paymentsMethod: 'MOBILE' }, 'itemCode is required'],
    [{ hideAmount: true }, 'hideAmount is allowed only with issueKeyOnly'],
    [{ issueKeyOnly: 'true' }, 'issueKeyOnly must be a boolean'],
    [{ title: '정기결제' }, 'title must be'],
    [{ userPhoneNumber: '010-1234-5678' }, 'digits only'],
    [{ userName: 1 }, 'userName must be a string'],
    [{ successUrl: '/ok' }, 'successUrl must be an absolute URL'],
    [{ failUrl: 'javascript:alert(1)' }, 'failUrl must be an absolute URL'],
    [{ cardOwner: { type: 'PERSONAL', value: '19900101' } }, 'cardOwner.value'],
  ])('refuses %j', (change, reason) => {
    expect(readBillingRequest({ ...request, ...change })).toContain(reason)
  })
})
