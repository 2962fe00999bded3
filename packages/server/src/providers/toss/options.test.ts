// What toss() refuses when it is made, and that its messages tell the option and never the value.
import { BillingError } from '@billing-register/contract'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../secret.ts'
import { toss } from './index.ts'
import { tossConfig, type TossOptions } from './options.ts'

const KEYS = { clientKey: 'test_ck_abc', secretKey: 'test_sk_abc' }

function refusal(options: object): string {
  try {
    toss({ ...KEYS, ...options })
  } catch (error) {
    if (error instanceof BillingError && error.code === 'misconfigured') return error.message
    throw error
  }
  return 'accepted'
}

describe('toss()', () => {
  it.each([
    ['clientKey', { clientKey: 'test_sk_hidden' }, 'holds a secret key'],
    ['clientKey', { clientKey: 'live_gsk_hidden' }, 'holds a secret key'],
    ['clientKey', { clientKey: 'test_gck_hidden' }, 'widget key'],
    ['clientKey', { clientKey: 'ck_hidden' }, 'must begin with test_ck_ or live_ck_'],
    ['clientKey', { clientKey: 'test_ck_' }, 'must begin with'],
    ['clientKey', { clientKey: undefined }, 'is missing'],
    ['clientKey', { clientKey: 'live_ck_hidden' }, 'different modes'],
    ['clientKey', { secretKey: 'live_sk_hidden' }, 'different modes'],
    ['clientKey', { secretKey: ['test_sk_a', 'live_sk_hidden'] }, 'different modes'],
    ['secretKey', { secretKey: 'test_ck_hidden' }, 'holds a client key'],
    ['secretKey', { secretKey: ['test_sk_a', 'test_gck_hidden'] }, 'holds a client key'],
    ['secretKey', { secretKey: 'test_gsk_hidden' }, 'widget key'],
    ['secretKey', { secretKey: 'test_sk_hidden\n' }, 'printable ASCII'],
    ['secretKey', { secretKey: [] }, 'is missing'],
    ['secretKey', { secretKey: ['test_sk_a', 'test_sk_b', 'test_sk_hidden'] }, 'not more'],
    ['merchantId', { merchantId: 'hidden901234567' }, 'at most 14'],
    ['method', { method: 'card' }, 'must be one of'],
    ['windowTarget', { windowTarget: 'iframe' }, 'must be one of self'],
    ['selectableCardTypes', { selectableCardTypes: [] }, 'must be a list'],
    ['selectableCardTypes', { selectableCardTypes: ['hidden'] }, 'must be one of'],
    ['selectableCardTypes', { selectableCardTypes: ['PERSONAL'], method: 'TRANSFER' }, "method 'CARD' only"],
    ['easyPay', { easyPay: '토스페이', method: 'TRANSFER' }, "method 'CARD' only"],
    ['easyPay', { easyPay: '토스페이', cardCompany: '현대' }, 'together with'],
    ['cardCompany', { cardCompany: '<hidden>' }, 'must be a name'],
    ['returnBy', { returnBy: 'popup' }, 'must be one of'],
    ['cancelCodes', { cancelCodes: 'USER_CANCEL' }, 'list'],
    [
      'testCode',
      { clientKey: 'live_ck_a', secretKey: 'live_sk_a', testCode: 'INVALID_REJECT_CARD' },
      'test keys only',
    ],
    ['apiBase', { apiBase: 'http://api.tosspayments.com' }, 'https'],
    ['sdkUrl', { sdkUrl: 'javascript:hidden' }, 'https'],
    ['fetch', { fetch: 'fetch' }, 'function'],
    ['timeoutMs', { timeoutMs: 0 }, 'milliseconds'],
    ['name', { name: 'toss/b' }, 'must be'],
    ['customerKey', { customerKey: 'x' }, 'is not an option'],
  ])('refuses a wrong `%s` by name (%#)', (option, options, why) => {
    const message = refusal(options)
    expect(message).toContain(`toss: \`${option}\``)
    expect(message).toContain(why)
    expect(message).not.toContain('hidden')
  })

  it('takes everything it documents', () => {
    const options: Required<TossOptions> = {
      name: 'toss-b',
      clientKey: 'test_ck_a',
      secretKey: [new Secret('test_sk_new'), 'test_sk_old'],
      merchantId: 'tvivarepublica',
      method: 'CARD',
      windowTarget: 'self',
      selectableCardTypes: ['CORPORATE', 'PERSONAL'],
      cardCompany: '현대',
      easyPay: undefined,
      cancelCodes: ['X1'],
      returnBy: 'page',
      testCode: 'INVALID_REJECT_CARD',
      apiBase: 'http://127.0.0.1:4400/toss/',
      sdkUrl: 'http://localhost:4400/toss/v2/standard',
      fetch,
      timeoutMs: 1,
    }
    const config = tossConfig(options)
    expect(config.apiBase).toBe('http://127.0.0.1:4400/toss')
    expect(config.window).toEqual({
      windowTarget: 'self',
      selectableCardTypes: ['CORPORATE', 'PERSONAL'],
      flowMode: 'DIRECT',
      cardCompany: '현대',
    })
    expect(toss(options).account.merchant).toBe('tvivarepublica')
  })

  it('speaks to Toss itself by default', () => {
    const config = tossConfig(KEYS)
    expect(config.apiBase).toBe('https://api.tosspayments.com')
    expect(config.sdkUrl).toBe('https://js.tosspayments.com/v2/standard')
  })

  it.each([
    ['test', 'test_ck_a', 'test_sk_a'],
    ['live', 'live_ck_a', 'live_sk_a'],
  ])(
    'is in %s mode by the prefix of its keys, and names its account by the public one',
    (mode, clientKey, secretKey) => {
      expect(toss({ clientKey, secretKey }).account).toMatchObject({ mode, merchant: clientKey })
    },
  )
})
