// Reading what Toss' window brought back.
import { describe, expect, it } from 'vitest'
import { toss } from './index.ts'
import { finishing } from '../finishing.ts'

const KEYS = { clientKey: 'test_ck_abc', secretKey: 'test_sk_abc' }
const provider = await finishing(toss(KEYS))

describe('parseReturn', () => {
  it.each([
    ['token', { authKey: 'bln_abc', customerKey: 'ck1' }],
    ['token', { authKey: 'a+b/c==' }],
    ['token', { authKey: 'x'.repeat(300), code: '' }],
    ['failed', { authKey: 'x'.repeat(301) }],
    ['failed', { authKey: '인증' }],
    ['failed', { authKey: 'k', code: 'REJECT_CARD_COMPANY' }],
    ['failed', { code: 'REJECT_CARD_COMPANY', message: 'x' }],
    ['failed', { code: '<script>' }],
    ['cancelled', { code: 'PAY_PROCESS_CANCELED', message: '취소' }],
    ['cancelled', { code: 'USER_CANCEL', authKey: 'k' }],
    ['empty', {}],
    ['empty', { authKey: '', code: '', customerKey: 'ck1' }],
    ['empty', { other: 'x' }],
  ])('reads %s from %j', (kind, raw) => {
    expect(provider.parseReturn(raw).kind).toBe(kind)
  })

  it('gives back the plus signs that an unencoded address has lost', () => {
    expect(provider.parseReturn({ authKey: 'a b/c==' })).toMatchObject({
      token: 'a+b/c==',
      value: { authKey: 'a+b/c==' },
    })
  })

  it('keeps only known fields, within their limits', () => {
    const raw = { authKey: 'k', customerKey: 'a b', message: 'x'.repeat(999), other: 'x' }
    expect(provider.parseReturn(raw).value).toEqual({ authKey: 'k', message: 'x'.repeat(200) })
  })

  it("keeps Toss' code only in a shape that may be logged", () => {
    expect(provider.parseReturn({ code: 'REJECT_CARD_COMPANY' }).providerCode).toBe('REJECT_CARD_COMPANY')
    expect(provider.parseReturn({ code: 'a b' })).not.toHaveProperty('providerCode')
  })

  it('takes the codes that mean cancel from the options', async () => {
    const own = await finishing(toss({ ...KEYS, cancelCodes: ['C1'] }))
    expect(own.parseReturn({ code: 'C1' }).kind).toBe('cancelled')
    expect(own.parseReturn({ code: 'PAY_PROCESS_CANCELED' }).kind).toBe('failed')
  })
})
