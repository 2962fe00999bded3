// The request that opens Toss' window.
import { describe, expect, it } from 'vitest'
import { mintId } from '../../mint.ts'
import type { Customer, Prepared } from '../provider.ts'
import { toss } from './index.ts'
import type { TossOptions } from './options.ts'

const KEYS = { clientKey: 'test_ck_abc', secretKey: 'test_sk_abc' }
const ORDER = { name: 'Pro', amount: 9900, currency: 'KRW', charge: 'later' } as const
const URLS = {
  server: 'https://shop.example/billing/registrations/r1/return',
  page: 'https://shop.example/pay?a=1&billing_registration=r1#card',
}

function prepare(options: Partial<TossOptions> = {}, customer: Partial<Customer> = {}): Prepared<'toss'> {
  const registration = {
    id: 'r1',
    customer: { id: 'alice', ...customer },
    order: ORDER,
    locale: 'ko' as const,
  }
  return toss({ ...KEYS, ...options }).prepare(registration, URLS, mintId)
}

describe('prepare', () => {
  it('asks for the method, under a customerKey that it remembers, and leaves the kind of window to the SDK', () => {
    const { launch, memo, providerRef } = prepare()
    expect(launch).toEqual({
      provider: 'toss',
      sdkUrl: 'https://js.tosspayments.com/v2/standard',
      clientKey: 'test_ck_abc',
      customerKey: providerRef,
      request: { method: 'CARD', successUrl: URLS.server, failUrl: URLS.server },
    })
    expect(memo).toEqual({ customerKey: providerRef, method: 'CARD' })
  })

  it('makes a customerKey that fits every one of the rules that Toss publishes, anew for each registration', () => {
    const [a, b] = [prepare().providerRef, prepare().providerRef]
    expect(a).toMatch(/^[A-Za-z0-9]{20,50}$/)
    expect(a).not.toBe(b)
    expect(a).not.toContain('alice')
  })

  it('passes on what was configured, and the name and address that it knows', () => {
    const { request } = prepare(
      { method: 'TRANSFER', windowTarget: 'self' },
      { name: ' 김\n하늘 ', email: 'alice@example.com' },
    ).launch
    expect(request).toMatchObject({
      method: 'TRANSFER',
      windowTarget: 'self',
      customerName: '김 하늘',
      customerEmail: 'alice@example.com',
    })
  })

  it('leaves out what Toss would refuse', () => {
    const { request } = prepare({}, { name: '가'.repeat(200), email: 'no address' }).launch
    expect(request.customerName).toBe('가'.repeat(100))
    expect(request).not.toHaveProperty('customerEmail')
  })

  it('ends a page’s address so that Toss’ parameters read right however they are joined', () => {
    const { successUrl, failUrl } = prepare({ returnBy: 'page' }).launch.request
    expect(successUrl).toBe('https://shop.example/pay?a=1&billing_registration=r1&')
    expect(failUrl).toBe(successUrl)
    for (const joint of ['', '&']) {
      const query = new URL(`${successUrl}${joint}customerKey=c&authKey=k`).searchParams
      expect(query.get('billing_registration')).toBe('r1')
      expect(query.get('authKey')).toBe('k')
    }
  })
})

describe('refuse', () => {
  const refuse = (change: object): string | undefined =>
    toss(KEYS).refuse({ ...ORDER, ...change }, { id: 'alice' })

  it('takes an ordinary order', () => expect(refuse({})).toBeUndefined())

  it.each([
    [{ amount: 0 }, 'whole number'],
    [{ amount: 1.5 }, 'whole number'],
    [{ charge: 'now', amount: 99 }, 'at least 100 KRW'],
  ])('refuses %j and says why', (change, why) => expect(refuse(change)).toContain(why))
})
