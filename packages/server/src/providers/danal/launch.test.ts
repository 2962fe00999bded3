// The request that opens Danal's window.
import { describe, expect, it } from 'vitest'
import { mintId } from '../../mint.ts'
import type { Customer, Order, Prepared } from '../provider.ts'
import { danal } from './index.ts'
import type { DanalOptions } from './options.ts'

const KEYS = { clientKey: 'CL_TEST_abc', merchantId: '9810030930', secretKey: 'SK_TEST_abc' }
const ORDER: Order = { name: 'Pro', amount: 9900, currency: 'KRW', charge: 'later' }
const CUSTOMER: Customer = { id: 'alice' }
const URLS = {
  server: 'https://shop.example/billing/registrations/r1/return',
  page: 'https://shop.example/pay?a=1',
}

interface Change {
  options?: Partial<DanalOptions>
  order?: Partial<Order>
  customer?: Partial<Customer>
  urls?: Partial<typeof URLS>
}

function prepare({ options, order, customer, urls }: Change = {}): Prepared<'danal'> {
  const registration = {
    id: 'r1',
    customer: { ...CUSTOMER, ...customer },
    order: { ...ORDER, ...order },
    locale: 'ko' as const,
  }
  return danal({ ...KEYS, ...options }).prepare(registration, { ...URLS, ...urls }, mintId)
}

const refuse = ({ options, order, customer }: Change): string | undefined =>
  danal({ ...KEYS, ...options }).refuse({ ...ORDER, ...order }, { ...CUSTOMER, ...customer })

describe('prepare', () => {
  it('asks for the key alone, explicitly, because Danal charges by default', () => {
    const { launch, memo, providerRef } = prepare()
    expect(launch).toEqual({
      provider: 'danal',
      sdkUrl: 'https://static.danalpay.com/d1/sdk/index.js',
      clientKey: 'CL_TEST_abc',
      request: {
        paymentsMethod: 'CARD',
        orderName: 'Pro',
        orderId: providerRef,
        userId: 'alice',
        amount: 9900,
        merchantId: '9810030930',
        successUrl: URLS.server,
        failUrl: URLS.server,
        issueKeyOnly: true,
      },
    })
    expect(memo).toEqual({ orderId: providerRef, amount: 9900, issueKeyOnly: true })
  })

  it('charges only where the order says so', () => {
    const { launch, memo } = prepare({ order: { charge: 'now' } })
    expect(launch.request.issueKeyOnly).toBe(false)
    expect(memo['issueKeyOnly']).toBe(false)
  })

  it('remembers what Danal echoes exactly as it was sent', () => {
    const { launch, memo } = prepare({ customer: { name: '김, 하늘별이바다', phone: '+82 10-1234-5678' } })
    expect(launch.request).toMatchObject({ userName: '김 하늘별이바', userPhoneNumber: '01012345678' })
    expect(memo).toMatchObject({ userName: '김 하늘별이바', userPhoneNumber: '01012345678' })
  })

  it('leaves out what would make the window fail', () => {
    const { request } = prepare({ customer: { name: '&', phone: '없음', email: 'nobody' } }).launch
    expect(request).not.toHaveProperty('userName')
    expect(request).not.toHaveProperty('userPhoneNumber')
    expect(request).not.toHaveProperty('userEmail')
  })

  it('keeps forbidden characters out of the name', () => {
    expect(prepare({ order: { name: 'Pro+, "월간"' } }).launch.request.orderName).toBe('Pro 월간')
  })

  it('passes the window options on', () => {
    const window = {
      title: '02',
      offerPeriod: '2026',
      hideAmount: true,
      subMerchantId: 's',
      itemCode: 'i',
    } as const
    expect(prepare({ options: window }).launch.request).toMatchObject(window)
  })

  it('returns to the page only where the merchant chose so and the address fits', () => {
    const options = { returnBy: 'page' } as const
    expect(prepare({ options }).launch.request.successUrl).toBe(URLS.page)
    const page = `https://shop.example/${'x'.repeat(255)}`
    expect(prepare({ options, urls: { page } }).launch.request.successUrl).toBe(URLS.server)
  })

  it('refuses a publicUrl that Danal could not take', () => {
    const server = `https://shop.example/${'x'.repeat(255)}`
    expect(() => prepare({ urls: { server } })).toThrow(/publicUrl/)
  })
})

describe('refuse', () => {
  it.each<[string, Change]>([
    ['an ordinary order', {}],
    ['the smallest amount that is charged', { order: { charge: 'now', amount: 100 } }],
    ['the largest amount that is charged', { order: { charge: 'now', amount: 999_999 } }],
    ['any amount that is charged later', { order: { amount: 5_000_000 } }],
    ['a hidden amount that is charged later', { options: { hideAmount: true } }],
    ['the longest name', { order: { name: '가'.repeat(85) } }],
  ])('takes %s', (_what, change) => {
    expect(refuse(change)).toBeUndefined()
  })

  it.each<[string, Change, RegExp]>([
    ['less than Danal charges', { order: { charge: 'now', amount: 99 } }, /100 to 999999/],
    ['more than the answer can name', { order: { charge: 'now', amount: 1_000_000 } }, /100 to 999999/],
    ['half a won', { order: { amount: 1.5 } }, /amount/],
    ['nothing', { order: { amount: 0 } }, /amount/],
    [
      'a hidden amount that is charged',
      { options: { hideAmount: true }, order: { charge: 'now' } },
      /hideAmount/,
    ],
    ['a name that is too long', { order: { name: '가'.repeat(86) } }, /name/],
    ['a name of nothing but forbidden characters', { order: { name: '+++' } }, /name/],
    ['a customer id that is too long', { customer: { id: '가'.repeat(43) } }, /customer\.id/],
  ])('refuses %s, in words', (_what, change, words) => {
    expect(refuse(change)).toMatch(words)
  })
})
