// What portoneV1() refuses when it is made, and that its messages tell the option and never the value.
import { BillingError } from '@billing-register/contract'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../secret.ts'
import { portoneV1 } from './index.ts'
import type { PortoneV1Options } from './options.ts'

const KEYS = { userCode: 'imp12345678', apiKey: '1234567890123456', apiSecret: 's'.repeat(80) }
const CHANNEL = { channelKey: 'channel-key-1' }

function refusal(options: object): string {
  try {
    portoneV1({ ...KEYS, ...options })
  } catch (error) {
    if (error instanceof BillingError && error.code === 'misconfigured') return error.message
    throw error
  }
  return 'accepted'
}

describe('portoneV1()', () => {
  it.each([
    ['channelKey', {}],
    ['pg', { ...CHANNEL, pg: 'danal_tpay' }],
    ['pgProvider', { pg: 'danal_tpay.hidden', pgProvider: 'kakaopay' }],
    ['userCode', { ...CHANNEL, userCode: 'hidden' }],
    ['userCode', { ...CHANNEL, userCode: undefined }],
    ['apiKey', { ...CHANNEL, apiKey: 'imp12345678' }],
    ['apiKey', { ...CHANNEL, apiKey: 'channel-key-hidden' }],
    ['apiKey', { ...CHANNEL, apiKey: 'hidden'.repeat(14), apiSecret: 'hidden7890123456' }],
    ['apiSecret', { ...CHANNEL, apiSecret: KEYS.apiKey }],
    ['apiSecret', { ...CHANNEL, apiSecret: '' }],
    ['apiSecret', { ...CHANNEL, apiSecret: 'imp12345678' }],
    ['tierCode', { ...CHANNEL, tierCode: 'abc' }],
    ['tierCode', { ...CHANNEL, tierCode: 'ABCD' }],
    ['sandbox', { ...CHANNEL, sandbox: 'true' }],
    ['buyerTelFallback', { ...CHANNEL, buyerTelFallback: 'hidden' }],
    ['buyerTelFallback', { ...CHANNEL, buyerTelFallback: 1012345678 }],
    ['noticeUrl', { ...CHANNEL, noticeUrl: 'http://shop.example/hidden' }],
    ['apiBase', { ...CHANNEL, apiBase: 'http://api.iamport.kr' }],
    ['sdkUrl', { ...CHANNEL, sdkUrl: '//cdn.iamport.kr' }],
    ['timeoutMs', { ...CHANNEL, timeoutMs: 1.5 }],
    ['channelkey', { ...CHANNEL, channelkey: 'hidden' }],
  ])('refuses a wrong `%s` by name (%#)', (option, options) => {
    const message = refusal(options)
    expect(message).toContain(`portoneV1: \`${option}\``)
    expect(message).not.toContain('hidden')
  })

  it.each([{ pg: 'nice' }, { pg: 'ksnet.A1' }, { ...CHANNEL, pgProvider: 'daou' }])(
    'takes a PG without a register window (%o): its cards are typed',
    (channel) => {
      const made = portoneV1({ ...KEYS, ...channel })
      expect(made.noWindow).toBe(true)
      expect(made.keyIn).toBeDefined()
    },
  )

  it('takes everything it documents', () => {
    const options: Required<Omit<PortoneV1Options, 'pg'>> = {
      name: 'portone-b',
      ...KEYS,
      apiSecret: new Secret(KEYS.apiSecret),
      ...CHANNEL,
      pgProvider: 'danal_tpay',
      tierCode: 'A1B',
      payMethod: 'card',
      sandbox: true,
      buyerTelFallback: '02-123-4567',
      cancelCodes: ['2101'],
      noticeUrl: 'https://shop.example/hook',
      appScheme: 'shopapp',
      language: 'ko',
      apiBase: 'http://127.0.0.1:4400/portone-v1',
      sdkUrl: 'http://127.0.0.1:4400/portone-v1/iamport.js',
      fetch,
      timeoutMs: 1000,
    }
    const provider = portoneV1(options)
    expect(provider.name).toBe('portone-b')
    expect(provider.account).toMatchObject({ merchant: 'imp12345678/channel-key-1', mode: 'test' })
  })

  it('is live unless it is told otherwise', () => {
    expect(portoneV1({ ...KEYS, ...CHANNEL }).account.mode).toBe('live')
  })

  it.each([
    ['danal_tpay', 'in-window', true],
    ['kakaopay', 'in-window', false],
    ['html5_inicis', 'after-issue', false],
    ['brand_new', 'after-issue', false],
  ])('knows of %s whether its window charges', (pg, firstPayment, small) => {
    const provider = portoneV1({ ...KEYS, pg })
    expect(provider.can.firstPayment).toBe(firstPayment)
    expect(provider.checksWithSmallCharge).toBe(small)
  })
})
