// The request that opens PortOne V1's window.
import { describe, expect, it } from 'vitest'
import { mintId } from '../../mint.ts'
import type { Customer, Order, Prepared } from '../provider.ts'
import { portoneV1 } from './index.ts'
import type { PortoneV1Options } from './options.ts'

const KEYS = { userCode: 'imp12345678', apiKey: '1234567890123456', apiSecret: 's'.repeat(80) }
const ORDER: Order = { name: 'Pro', amount: 9900, currency: 'KRW', charge: 'later' }
const CUSTOMER: Customer = { id: 'alice' }
const URLS = {
  server: 'https://shop.example/billing/registrations/r1/return',
  page: 'https://shop.example/pay',
}

interface Change {
  options?: Partial<PortoneV1Options>
  order?: Partial<Order>
  customer?: Partial<Customer>
}

const make = (
  options: Partial<PortoneV1Options> = { pg: 'danal_tpay.9810030929' },
): ReturnType<typeof portoneV1> => portoneV1({ ...KEYS, ...options })

function prepare({ options, order, customer }: Change = {}): Prepared<'portone-v1'> {
  const registration = {
    id: 'r1',
    customer: { ...CUSTOMER, ...customer },
    order: { ...ORDER, ...order },
    locale: 'ko' as const,
  }
  return make(options).prepare(registration, URLS, mintId)
}

const refuse = ({ options, order, customer }: Change): string | undefined =>
  make(options).refuse({ ...ORDER, ...order }, { ...CUSTOMER, ...customer })

describe('prepare', () => {
  it('asks for the key alone, under ids made for this registration', () => {
    const { launch, memo, providerRef } = prepare()
    const { merchantUid, customerUid } = memo
    expect(launch).toEqual({
      provider: 'portone-v1',
      sdkUrl: 'https://cdn.iamport.kr/v1/iamport.js',
      userCode: 'imp12345678',
      request: {
        pg: 'danal_tpay.9810030929',
        pay_method: 'card',
        merchant_uid: merchantUid,
        customer_uid: customerUid,
        name: 'Pro',
        amount: 0,
        m_redirect_url: URLS.server,
      },
    })
    expect(providerRef).toBe(merchantUid)
    expect(memo).toMatchObject({
      amount: 0,
      sandbox: false,
      payMethod: 'card',
      pgProvider: 'danal_tpay',
      pgId: '9810030929',
    })
    expect(String(merchantUid)).toMatch(/^[A-Za-z0-9]{20,40}$/)
    expect(String(customerUid)).toMatch(/^[A-Za-z0-9]{24,80}$/)
  })

  it('names neither customer nor order in an id', () => {
    const { memo } = prepare({ customer: { id: 'alice' }, order: { name: 'Pro' } })
    expect(`${memo['customerUid']}${memo['merchantUid']}`).not.toContain('alice')
  })

  it('sends the amount only where the order charges now', () => {
    const { launch, memo } = prepare({ order: { charge: 'now' } })
    expect([launch.request.amount, memo['amount']]).toEqual([9900, 9900])
  })

  it('names the channel by its key, and by nothing else then', () => {
    const { launch, memo } = prepare({ options: { channelKey: 'channel-key-1' } })
    expect(launch.request).toMatchObject({ channelKey: 'channel-key-1' })
    expect(launch.request).not.toHaveProperty('pg')
    expect(memo).not.toHaveProperty('pgProvider')
  })

  it('fits the buyer into the fields and leaves out what would make the window fail', () => {
    const name = '가'.repeat(20)
    const customer = { name, email: 'alice@shop.example', phone: '+82 10-1234-5678' }
    expect(prepare({ customer }).launch.request).toMatchObject({
      buyer_name: '가'.repeat(16),
      buyer_email: 'alice@shop.example',
      buyer_tel: '01012345678',
    })
    const bare = prepare({ customer: { email: `${'a'.repeat(64)}@shop.example`, phone: '없음' } }).launch
      .request
    expect(bare).not.toHaveProperty('buyer_email')
    expect(bare).not.toHaveProperty('buyer_tel')
  })

  it('sends a phone number where the customer has none, if the merchant gave one', () => {
    const options = { pg: 'danal_tpay', buyerTelFallback: '02-123-4567' }
    expect(prepare({ options }).launch.request.buyer_tel).toBe('021234567')
    expect(prepare({ options, customer: { phone: '010-1234-5678' } }).launch.request.buyer_tel).toBe(
      '01012345678',
    )
  })

  it('asks Naver Pay for a window in the page, and no other PG', () => {
    const customer = { phone: '01012345678' }
    const asked = prepare({ options: { pg: 'naverpay' }, customer }).launch.request
    expect(asked.naverPopupMode).toBe(false)
    expect(prepare({ options: { pg: 'kakaopay' } }).launch.request).not.toHaveProperty('naverPopupMode')
  })

  it('sends the customer id only to PGs that require one, and never too long', () => {
    const id = '0198c1f2-7a3b-7000-8000-000000000001'
    expect(prepare({ customer: { id } }).launch.request).not.toHaveProperty('customer_id')
    expect(prepare({ options: { pg: 'tosspay_v2' }, customer: { id } }).launch.request.customer_id).toBe(id)
    const short = prepare({ options: { pg: 'smartro_v2' }, customer: { id } }).launch.request.customer_id
    expect(short).toMatch(/^[A-Za-z0-9]{20}$/)
  })

  it.each([
    ['tosspay_v2', 'tosspay'],
    ['settle', 'trans'],
    ['danal', 'phone'],
    ['html5_inicis', 'card'],
  ])('pays %s by its own method', (pg, payMethod) => {
    expect(prepare({ options: { pg } }).launch.request.pay_method).toBe(payMethod)
  })

  it('passes window options and the sub-merchant on', () => {
    const options = {
      pg: 'kicc',
      tierCode: 'A1B',
      noticeUrl: 'https://shop.example/h',
      appScheme: 'app',
      language: 'en',
    }
    const { launch } = prepare({ options })
    expect(launch.tierCode).toBe('A1B')
    expect(launch.request).toMatchObject({
      notice_url: 'https://shop.example/h',
      app_scheme: 'app',
      language: 'en',
    })
  })
})

describe('refuse', () => {
  it.each<[string, Change]>([
    ['an ordinary order', {}],
    ['an order that charges now at Danal', { order: { charge: 'now' } }],
    [
      'one at a PG that is named beside the channel key',
      { options: { channelKey: 'c', pgProvider: 'kakaopay' }, order: { charge: 'now' } },
    ],
    ['a name of 40 characters', { order: { name: '가'.repeat(40) } }],
    [
      'a phone number where one is required',
      { options: { pg: 'naverpay' }, customer: { phone: '01012345678' } },
    ],
    ['a phone payment that registers', { options: { pg: 'mobilians' }, order: { charge: 'now' } }],
  ])('takes %s', (_what, change) => {
    expect(refuse(change)).toBeUndefined()
  })

  it.each<[string, Change]>([
    ['the PG is not known', { options: { channelKey: 'c' }, order: { charge: 'now' } }],
    ['the window only shows an amount', { options: { pg: 'html5_inicis' }, order: { charge: 'now' } }],
  ])('leaves charging to the key where %s: no amount is in the window', (_what, change) => {
    expect(refuse(change)).toBeUndefined()
    const { launch } = prepare(change)
    expect(launch).toMatchObject({ request: { amount: 0 } })
  })

  it.each<[string, Change, RegExp]>([
    ['less than Danal charges', { order: { charge: 'now', amount: 99 } }, /at least 100/],
    ['registering only where the PG must be paid', { options: { pg: 'danal' } }, /must charge now/],
    ['no phone number where one is required', { options: { pg: 'naverpay' } }, /phone/],
    ['a name of 41 characters', { order: { name: '가'.repeat(41) } }, /name/],
    ['half a won', { order: { amount: 0.5 } }, /amount/],
  ])('refuses %s, in words', (_what, change, words) => {
    expect(refuse(change)).toMatch(words)
  })
})
