// The request that opens PortOne V2's window.
import { describe, expect, it } from 'vitest'
import { mintId } from '../../mint.ts'
import type { Customer, Prepared } from '../provider.ts'
import { portoneV2 } from './index.ts'
import type { PortoneV2Options } from './options.ts'

const KEYS = { storeId: 'store-1', channelKey: 'channel-key-1', apiSecret: 'secret-abc' }
const ORDER = { name: ' Pro\n요금제 ', amount: 9900, currency: 'KRW', charge: 'later' } as const
const URLS = {
  server: 'https://shop.example/billing/registrations/r1/return',
  page: 'https://shop.example/pay?billing_registration=r1#card',
}

function prepare(
  options: Partial<PortoneV2Options> = {},
  customer: Partial<Customer> = {},
): Prepared<'portone-v2'> {
  const registration = {
    id: 'r1',
    customer: { id: 'alice', ...customer },
    order: ORDER,
    locale: 'ko' as const,
  }
  return portoneV2({ ...KEYS, ...options }).prepare(registration, URLS, mintId)
}

describe('prepare', () => {
  it('asks for a card under ids that it remembers, and comes back by promise or to the server', () => {
    const { launch, memo, providerRef } = prepare({ pgProvider: 'tosspayments', sandbox: true })
    const customerId = memo['customerId']
    expect(launch).toEqual({
      provider: 'portone-v2',
      sdkUrl: 'https://cdn.portone.io/v2/browser-sdk.js',
      request: {
        storeId: 'store-1',
        channelKey: 'channel-key-1',
        billingKeyMethod: 'CARD',
        issueId: providerRef,
        issueName: 'Pro 요금제',
        displayAmount: 9900,
        currency: 'KRW',
        customer: { customerId },
        redirectUrl: URLS.server,
      },
    })
    expect(memo).toEqual({
      issueId: providerRef,
      customerId,
      storeId: 'store-1',
      channelKey: 'channel-key-1',
      sandbox: true,
      pgProvider: 'tosspayments',
    })
  })

  it('makes ids that every PG behind PortOne takes, anew for each registration', () => {
    const [a, b] = [prepare().memo, prepare().memo]
    expect(a['customerId']).toMatch(/^[A-Za-z0-9]{20}$/)
    expect(a['issueId']).toMatch(/^[A-Za-z0-9]{1,40}$/)
    expect(a['customerId']).not.toBe(b['customerId'])
    expect(a['issueId']).not.toBe(b['issueId'])
  })

  it('passes on what was configured, and what it knows of the customer', () => {
    const { request } = prepare(
      { forceRedirect: true, returnBy: 'page', locale: 'EN_US' },
      { name: '김하늘', phone: '+82 10-1234-5678', email: 'a@example.com' },
    ).launch
    expect(request).toMatchObject({
      forceRedirect: true,
      locale: 'EN_US',
      redirectUrl: 'https://shop.example/pay?billing_registration=r1&',
      customer: { fullName: '김하늘', phoneNumber: '01012345678', email: 'a@example.com' },
    })
  })
})

describe('refuse', () => {
  it.each([
    [{}, undefined],
    [{ amount: 0 }, 'whole number'],
    [{ name: ' \n' }, 'order.name'],
    [{ charge: 'now' }, undefined],
  ])('%j: %s', (change, why) => {
    const refused = portoneV2(KEYS).refuse({ ...ORDER, ...change } as typeof ORDER, { id: 'alice' })
    if (why === undefined) expect(refused).toBeUndefined()
    else expect(refused).toContain(why)
  })
})
