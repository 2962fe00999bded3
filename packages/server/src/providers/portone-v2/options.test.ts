// What portoneV2() refuses when it is made, and that its messages tell the option and never the value.
import { BillingError } from '@billing-register/contract'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../secret.ts'
import { portoneV2 } from './index.ts'
import { portoneV2Config, type PortoneV2Options } from './options.ts'

const KEYS = { storeId: 'store-1', channelKey: 'channel-key-1', apiSecret: 'secret-abc' }

function refusal(options: object): string {
  try {
    portoneV2({ ...KEYS, ...options })
  } catch (error) {
    if (error instanceof BillingError && error.code === 'misconfigured') return error.message
    throw error
  }
  return 'accepted'
}

describe('portoneV2()', () => {
  it.each([
    ['storeId', { storeId: '' }, 'is missing'],
    ['storeId', { storeId: 'imp12345678' }, 'use portoneV1()'],
    ['storeId', { storeId: 'channel-key-hidden' }, 'holds a channel key'],
    ['channelKey', { channelKey: 'store-hidden' }, 'holds a store id'],
    ['channelKey', { channelKey: undefined }, 'is missing'],
    ['apiSecret', { apiSecret: 'store-hidden' }, 'holds a store id'],
    ['apiSecret', { apiSecret: ['secret-1', 'whsec_hidden'] }, 'webhook secret'],
    ['apiSecret', { apiSecret: 'hidden secret' }, 'printable ASCII'],
    ['sandbox', { sandbox: 'yes' }, 'true or false'],
    ['allowKeyInBrowser', { allowKeyInBrowser: 'yes' }, 'true or false'],
    ['returnBy', { returnBy: 'popup' }, 'must be one of'],
    ['returnBy', { returnBy: 'page', allowKeyInBrowser: true }, 'the key would stand in the page'],
    ['billingKeyMethod', { billingKeyMethod: 'TRANSFER' }, 'must be one of'],
    ['productType', { billingKeyMethod: 'MOBILE' }, 'is required'],
    ['windowType', { windowType: 'IFRAME' }, 'must be an object'],
    ['windowType.pc', { windowType: { pc: 'hidden' } }, 'must be one of'],
    ['offerPeriod', { offerPeriod: { interval: 'monthly' } }, "such as '30d'"],
    ['offerPeriod', { offerPeriod: {} }, 'either `interval` or `range`'],
    ['offerPeriod', { offerPeriod: { range: {} } }, '`from` or `to`'],
    ['offerPeriod', { offerPeriod: { range: { from: 'soon' } } }, 'RFC 3339'],
    [
      'offerPeriod',
      { offerPeriod: { range: { from: '2026-02-01T00:00:00Z', to: '2026-01-01T00:00:00Z' } } },
      'ends after',
    ],
    ['locale', { locale: 'ko' }, 'like KO_KR'],
    ['noticeUrls', { noticeUrls: [] }, 'must be a list'],
    ['noticeUrls', { noticeUrls: ['http://shop.example/hidden'] }, 'https'],
    ['bypass', { bypass: [] }, 'must be an object'],
    ['cancelCodes', { cancelCodes: 'X' }, 'list'],
    ['apiBase', { apiBase: 'http://api.portone.io' }, 'https'],
    ['sdkUrl', { sdkUrl: 'javascript:hidden' }, 'https'],
    ['timeoutMs', { timeoutMs: 0 }, 'milliseconds'],
    ['name', { name: 'a b' }, 'must be'],
    ['channelGroupId', { channelGroupId: 'x' }, 'is not an option'],
  ])('refuses a wrong `%s` by name (%#)', (option, options, why) => {
    const message = refusal(options)
    expect(message).toContain(`portoneV2: \`${option}\``)
    expect(message).toContain(why)
    expect(message).not.toContain('hidden')
  })

  it('takes everything it documents', () => {
    const options: Required<PortoneV2Options> = {
      name: 'portone-b',
      storeId: 'store-1',
      channelKey: 'channel-key-1',
      apiSecret: [new Secret('new'), 'old'],
      webhookSecret: [
        'whsec_c2ltdWxhdG9yLXdlYmhvb2stc2VjcmV0',
        new Secret('whsec_c2ltdWxhdG9yLXdlYmhvb2stc2VjcmV0'),
      ],
      pgProvider: 'KCP_V2',
      sandbox: true,
      billingKeyMethod: 'CARD',
      allowKeyInBrowser: false,
      returnBy: 'page',
      forceRedirect: true,
      windowType: { pc: 'IFRAME', mobile: 'REDIRECTION' },
      offerPeriod: { interval: '1y' },
      locale: 'EN_US',
      productType: 'DIGITAL',
      appScheme: 'shop://',
      noticeUrls: ['https://shop.example/hook'],
      bypass: { kcp_v2: { batch_soc_choice: 'S' } },
      cancelCodes: ['X1'],
      apiBase: 'http://127.0.0.1:4400/portone-v2/',
      sdkUrl: 'http://localhost:4400/portone-v2/browser-sdk.js',
      fetch,
      timeoutMs: 1,
    }
    const config = portoneV2Config(options)
    expect(config).toMatchObject({ apiBase: 'http://127.0.0.1:4400/portone-v2', pgProvider: 'kcp_v2' })
    expect(config.window).toMatchObject({ locale: 'EN_US', offerPeriod: { interval: '1y' } })
    expect(portoneV2(options).account).toMatchObject({ merchant: 'store-1/channel-key-1', mode: 'test' })
  })

  it('speaks to PortOne itself, live, with manual confirm, by default', () => {
    expect(portoneV2Config(KEYS)).toMatchObject({
      apiBase: 'https://api.portone.io',
      sdkUrl: 'https://cdn.portone.io/v2/browser-sdk.js',
      sandbox: false,
      keyInBrowser: false,
    })
    expect(portoneV2(KEYS).can).toMatchObject({ lookup: false, replay: true })
    expect(portoneV2({ ...KEYS, allowKeyInBrowser: true }).can).toMatchObject({ lookup: true, replay: false })
  })
})

describe('what a PG requires', () => {
  it.each([
    ['windowType.pc', 'tosspayments', { windowType: { pc: 'POPUP' } }, 'must be IFRAME for tosspayments'],
    ['windowType.mobile', 'ksnet', { windowType: { mobile: 'IFRAME' } }, 'must be REDIRECTION for ksnet'],
    [
      'windowType.pc',
      'naverpay',
      { billingKeyMethod: 'EASY_PAY', windowType: { pc: 'IFRAME' } },
      'must be POPUP for naverpay',
    ],
    ['locale', 'tosspayments', { locale: 'EN_US' }, 'must be KO_KR for tosspayments'],
    ['offerPeriod', 'inicis_v2', {}, 'is required by inicis_v2 on phones'],
    ['offerPeriod', 'welcome', { offerPeriod: { interval: '30d' } }, '1m or 1y for welcome'],
    [
      'offerPeriod',
      'kcp_v2',
      { offerPeriod: { range: { to: '2027-01-01T00:00:00Z' } } },
      'interval for kcp_v2',
    ],
    [
      'billingKeyMethod',
      'nice_v2',
      { billingKeyMethod: 'MOBILE', productType: 'REAL' },
      'must be EASY_PAY for nice_v2',
    ],
    ['billingKeyMethod', 'kakaopay', { billingKeyMethod: 'CARD' }, 'must be EASY_PAY for kakaopay'],
    ['billingKeyMethod', 'tosspayments', { billingKeyMethod: 'EASY_PAY' }, 'must be CARD for tosspayments'],
    ['pgProvider', 'DANAL_TPAY', {}, 'use danal() or portoneV1()'],
    ['pgProvider', 'kicc', { allowKeyInBrowser: true }, 'without a billing window'],
    ['pgProvider', 'eximbay_v2', {}, 'set `allowKeyInBrowser`'],
  ])('`%s` at %s is refused by name, before any window opens (%#)', (option, pgProvider, options, why) => {
    const message = refusal({ pgProvider, ...options })
    expect(message).toContain(`portoneV2: \`${option}\``)
    expect(message).toContain(why)
  })

  it.each([
    ['tosspayments', { windowType: { pc: 'IFRAME', mobile: 'REDIRECTION' }, locale: 'KO_KR' }],
    ['inicis_v2', { offerPeriod: { interval: '1m' } }],
    ['inicis_v2', { offerPeriod: { range: { from: '2026-01-01T00:00:00+09:00' } } }],
    ['kakaopay', { billingKeyMethod: 'EASY_PAY' }],
    ['smartro_v2', {}],
    ['a_pg_of_tomorrow', { billingKeyMethod: 'MOBILE', productType: 'REAL' }],
  ])('%s is taken with %j', (pgProvider, options) => {
    expect(refusal({ pgProvider, ...options })).toBe('accepted')
  })

  it('a card at NICE has no window: it is typed', () => {
    expect(portoneV2({ ...KEYS, pgProvider: 'nice_v2' })).toMatchObject({ noWindow: true })
    const wallet = portoneV2({ ...KEYS, pgProvider: 'nice_v2', billingKeyMethod: 'EASY_PAY' })
    expect(wallet.noWindow).toBe(false)
  })

  it('a customer’s name, phone and e-mail are asked for where the window does not open without them', () => {
    const inicis = portoneV2({ ...KEYS, pgProvider: 'inicis_v2', offerPeriod: { interval: '1m' } })
    const order = { name: 'Pro', amount: 9900, currency: 'KRW', charge: 'later' } as const
    const alice = { id: 'alice', name: '김하늘', phone: '010-1234-5678', email: 'a@example.com' }
    expect(inicis.refuse(order, alice)).toBeUndefined()
    expect(inicis.refuse(order, { id: 'alice', name: '김하늘', email: 'no address' })).toBe(
      "inicis_v2 requires the customer's phone, email: let identify() answer `phone`, `email`",
    )
  })
})
