// What danal() refuses when it is made, and that its messages tell the option and never the value.
import { BillingError } from '@billing-register/contract'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../secret.ts'
import { danal } from './index.ts'
import { danalConfig, type DanalOptions } from './options.ts'

const KEYS = { clientKey: 'CL_TEST_abc', merchantId: '9810030930', secretKey: 'SK_TEST_abc' }

function refusal(options: object): string {
  try {
    danal({ ...KEYS, ...options })
  } catch (error) {
    if (error instanceof BillingError && error.code === 'misconfigured') return error.message
    throw error
  }
  return 'accepted'
}

describe('danal()', () => {
  it.each([
    ['clientKey', { clientKey: 'SK_TEST_hidden' }],
    ['clientKey', { clientKey: '' }],
    ['clientKey', { clientKey: undefined }],
    ['clientKey', { clientKey: 'CL_LIVE_hidden' }],
    ['clientKey', { secretKey: 'SK_LIVE_hidden' }],
    ['secretKey', { secretKey: 'CL_TEST_hidden' }],
    ['secretKey', { secretKey: 'SK_TEST_hidden\n' }],
    ['secretKey', { secretKey: new Secret('') }],
    ['secretKey', { secretKey: 42 }],
    ['merchantId', { merchantId: '' }],
    ['merchantId', { merchantId: 'hidden890123456789012' }],
    ['merchantId', { merchantId: '가맹점' }],
    ['paymentsMethod', { paymentsMethod: 'card' }],
    ['itemCode', { paymentsMethod: 'MOBILE' }],
    ['pathMethod', { pathMethod: 'x'.repeat(21) }],
    ['title', { title: '정기결제' }],
    ['offerPeriod', { offerPeriod: '2026년 1월 1일부터 매월' }],
    ['offerPeriod', { offerPeriod: '&' }],
    ['hideAmount', { hideAmount: 'yes' }],
    ['returnBy', { returnBy: 'popup' }],
    ['cancelCodes', { cancelCodes: '2101' }],
    ['cancelCodes', { cancelCodes: [2101] }],
    ['apiBase', { apiBase: 'http://one-api.danalpay.com' }],
    ['apiBase', { apiBase: 'https://user:hidden@one-api.danalpay.com' }],
    ['apiBase', { apiBase: '/danal' }],
    ['sdkUrl', { sdkUrl: 'http://static.danalpay.com/sdk.js' }],
    ['sdkUrl', { sdkUrl: 'javascript:hidden' }],
    ['fetch', { fetch: 'fetch' }],
    ['timeoutMs', { timeoutMs: 0 }],
    ['timeoutMs', { timeoutMs: 120_001 }],
    ['name', { name: 'danal/b' }],
    ['payMethod', { payMethod: 'card' }],
  ])('refuses a wrong `%s` by name (%#)', (option, options) => {
    const message = refusal(options)
    expect(message).toContain(`danal: \`${option}\``)
    expect(message).not.toContain('hidden')
  })

  it('takes everything it documents', () => {
    const options: Required<DanalOptions> = {
      name: 'danal-b',
      operations: { revoke: async () => ({ kind: 'revoked' }) },
      clientKey: 'CL_abc',
      merchantId: '12345678901234567890',
      secretKey: new Secret('SK_abc'),
      paymentsMethod: 'MOBILE',
      itemCode: 'I1',
      pathMethod: 'mobile',
      cancelCodes: ['X1'],
      subMerchantId: 'sub',
      title: '01',
      offerPeriod: '2026.01.01~2026.12.31',
      hideAmount: true,
      returnBy: 'page',
      apiBase: 'http://127.0.0.1:4400/danal/',
      sdkUrl: 'http://localhost:4400/danal/sdk.js?window=popup',
      fetch,
      timeoutMs: 1,
    }
    expect(danalConfig(options).issueUrl).toBe('http://127.0.0.1:4400/danal/v1/billing/mobile/issue-key')
    expect(danal(options).name).toBe('danal-b')
  })

  it('speaks to Danal itself by default, with the method as the SDK writes it', () => {
    const config = danalConfig(KEYS)
    expect(config.issueUrl).toBe('https://one-api.danalpay.com/v1/billing/CARD/issue-key')
    expect(config.sdkUrl).toBe('https://static.danalpay.com/d1/sdk/index.js')
  })

  it.each([
    ['test', 'CL_TEST_a', 'SK_TEST_a'],
    ['live', 'CL_LIVE_a', 'SK_LIVE_a'],
    ['live', 'CL_a', 'SK_LIVE_a'],
  ])('is in %s mode by the prefix of its keys', (mode, clientKey, secretKey) => {
    const { account } = danal({ ...KEYS, clientKey, secretKey })
    expect(account).toMatchObject({ mode, merchant: KEYS.merchantId })
    expect(account.credentialFingerprint).not.toContain(secretKey)
  })

  it('tells of a small charge for cards, not for phones', () => {
    expect(danal(KEYS).checksWithSmallCharge).toBe(true)
    expect(danal({ ...KEYS, paymentsMethod: 'MOBILE', itemCode: 'I1' }).checksWithSmallCharge).toBe(false)
  })
})
