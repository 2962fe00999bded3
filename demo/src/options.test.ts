import { describe, expect, it } from 'vitest'
import { readEnv } from './options.ts'

describe('the environment', () => {
  it('asks for nothing', () => {
    expect(readEnv({})).toEqual({ database: expect.stringMatching(/demo\/data\/billing-4173\.db$/) })
  })

  it('takes a port, 0 among them, and refuses what is none', () => {
    expect(readEnv({ PORT: '0' })).toEqual({ port: 0 })
    expect(() => readEnv({ PORT: 'http' })).toThrow('PORT must be a number')
  })

  it('gives each port a database file of its own, and tests none that stays', () => {
    const fileAt = (env: Record<string, string>): string | undefined => readEnv(env).database
    expect(fileAt({ PORT: '4200' })).toMatch(/billing-4200\.db$/)
    expect(fileAt({ PORT: '0' })).toBeUndefined()
    expect(fileAt({ DEMO_TEST: '1' })).toBeUndefined()
    expect(fileAt({ DEMO_TEST: '1', DEMO_DATABASE: '/srv/shop.db' })).toBe('/srv/shop.db')
  })

  it('knows two places for the simulator', () => {
    expect(readEnv({ SIMULATOR: 'cross-site' })).toMatchObject({ simulator: 'cross-site' })
    expect(() => readEnv({ SIMULATOR: 'elsewhere' })).toThrow('SIMULATOR')
  })

  it('switches a PG to the real one when all of its keys are there', () => {
    const keys = { DANAL_CLIENT_KEY: 'CL_1', DANAL_MERCHANT_ID: 'M', DANAL_SECRET_KEY: 'SK_1' }
    expect(readEnv(keys)).toMatchObject({ danal: { clientKey: 'CL_1', merchantId: 'M', secretKey: 'SK_1' } })
  })

  it('takes a channel of PortOne V2 for a test channel with manual confirm unless told otherwise', () => {
    const keys = {
      PORTONE_V2_STORE_ID: 'store-1',
      PORTONE_V2_CHANNEL_KEY: 'channel-key-1',
      PORTONE_V2_API_SECRET: 's',
    }
    expect(readEnv(keys).portoneV2).toEqual({
      storeId: 'store-1',
      channelKey: 'channel-key-1',
      apiSecret: 's',
      sandbox: true,
      pgProvider: 'tosspayments',
      allowKeyInBrowser: false,
    })
    const other = { ...keys, PORTONE_V2_SANDBOX: '0', PORTONE_V2_ALLOW_KEY_IN_BROWSER: '1' }
    expect(readEnv(other).portoneV2).toMatchObject({ sandbox: false, allowKeyInBrowser: true })
  })

  it('takes the two keys of Toss together', () => {
    const keys = { TOSS_CLIENT_KEY: 'test_ck_1', TOSS_SECRET_KEY: 'test_sk_1' }
    expect(readEnv(keys)).toMatchObject({ toss: { clientKey: 'test_ck_1', secretKey: 'test_sk_1' } })
  })

  it('names the key that is missing and tells no value', () => {
    const start = (): unknown => readEnv({ PORTONE_V1_USER_CODE: 'imp00000009', PORTONE_V1_API_KEY: 'k' })
    expect(start).toThrow('PORTONE_V1_CHANNEL_KEY, PORTONE_V1_API_SECRET must be set too')
    expect(start).not.toThrow('imp00000009')
  })

  it('takes a PortOne channel for a test channel unless told otherwise', () => {
    const keys = {
      PORTONE_V1_USER_CODE: 'imp00000009',
      PORTONE_V1_CHANNEL_KEY: 'c',
      PORTONE_V1_API_KEY: 'k',
      PORTONE_V1_API_SECRET: 's',
    }
    expect(readEnv(keys).portoneV1).toMatchObject({ sandbox: true, pgProvider: 'danal_tpay' })
    expect(readEnv({ ...keys, PORTONE_V1_SANDBOX: '0' }).portoneV1).toMatchObject({ sandbox: false })
  })
})
