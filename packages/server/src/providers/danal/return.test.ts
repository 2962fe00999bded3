// Reading what Danal's window brought back.
import { describe, expect, it } from 'vitest'
import { danal } from './index.ts'
import { finishing } from '../finishing.ts'

const provider = await finishing(
  danal({ clientKey: 'CL_TEST_abc', merchantId: '9810030930', secretKey: 'SK_TEST_abc' }),
)

describe('parseReturn', () => {
  it.each([
    ['token', { transactionId: '202601010000000001' }],
    ['token', { transactionId: 'T-1_x', code: 'SUCCESS', message: 'ok', orderId: 'o1' }],
    ['token', { transactionId: 'x'.repeat(64) }],
    ['token', { transactionId: ' t1 ', code: '' }],
    ['failed', { transactionId: 'x'.repeat(65) }],
    ['failed', { transactionId: 'a/../b' }],
    ['failed', { transactionId: '', code: 'SUCCESS' }],
    ['failed', { transactionId: 't1', code: '3112' }],
    ['failed', { transactionId: 't1', code: 'success' }],
    ['failed', { code: '<script>' }],
    ['cancelled', { code: '2101' }],
    ['cancelled', { code: 'USER_CANCEL', transactionId: 't1' }],
    ['empty', {}],
    ['empty', { transactionId: '', code: '' }],
    ['empty', { other: 'x' }],
  ])('reads %s from %j', (kind, raw) => {
    expect(provider.parseReturn(raw).kind).toBe(kind)
  })

  it('keeps only known fields, within their limits', () => {
    const raw = { transactionId: 't1', message: 'x'.repeat(999), orderId: 'o'.repeat(999), other: 'x' }
    expect(provider.parseReturn(raw).value).toEqual({
      transactionId: 't1',
      message: 'x'.repeat(200),
      orderId: 'o'.repeat(64),
    })
  })

  it.each([
    [
      { transactionId: 't1', code: 'SUCCESS', message: 'ok', orderId: 'o1' },
      {
        kind: 'token',
        token: 't1',
        value: { transactionId: 't1', code: 'SUCCESS', message: 'ok', orderId: 'o1' },
      },
    ],
    [{ transactionId: 't1' }, { kind: 'token', token: 't1', value: { transactionId: 't1' } }],
    [
      { transactionId: 't1', code: '3112' },
      { kind: 'failed', value: { transactionId: 't1', code: '3112' }, providerCode: '3112' },
    ],
    [{ transactionId: 'a/../b' }, { kind: 'failed', value: {} }],
    [{ other: 'x' }, { kind: 'empty', value: {} }],
  ])('reads %j as that and nothing more', (raw, parsed) => {
    expect(provider.parseReturn(raw)).toStrictEqual(parsed)
  })

  it("keeps the PG's code only in a shape that may be logged", () => {
    expect(provider.parseReturn({ code: '3112' }).providerCode).toBe('3112')
    expect(provider.parseReturn({ code: 'a b' })).not.toHaveProperty('providerCode')
    expect(provider.parseReturn({ code: 'SUCCESS' })).not.toHaveProperty('providerCode')
  })

  it('takes the codes that mean cancel from the options', async () => {
    const own = await finishing(
      danal({ clientKey: 'CL_a', merchantId: 'm', secretKey: 'SK_a', cancelCodes: ['C1'] }),
    )
    expect(own.parseReturn({ code: 'C1' }).kind).toBe('cancelled')
    expect(own.parseReturn({ code: '2101' }).kind).toBe('failed')
  })
})
