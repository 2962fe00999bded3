// Reading what PortOne V1's callback or redirect brought.
import { describe, expect, it } from 'vitest'
import { portoneV1 } from './index.ts'
import { finishing } from '../finishing.ts'

const provider = await finishing(
  portoneV1({
    userCode: 'imp12345678',
    apiKey: '1234567890123456',
    apiSecret: 's'.repeat(80),
    pg: 'danal_tpay',
  }),
)

describe('parseReturn', () => {
  it.each([
    ['token', { imp_uid: 'imp_123456789012', merchant_uid: 'br1' }],
    ['token', { merchant_uid: 'br1' }],
    ['token', { imp_uid: 'imp_1', success: 'true' }],
    ['token', { imp_success: 'true' }],
    ['token', { imp_uid: 'imp_1', error_code: '', error_msg: '' }],
    ['token', { imp_uid: 'imp_1', error_code: 'null' }],
    ['failed', { imp_uid: 'imp_1', success: 'false' }],
    ['failed', { imp_uid: 'imp_1', imp_success: 'FALSE' }],
    ['failed', { error_code: '3143', error_msg: '카드사 거절' }],
    ['cancelled', { error_code: '2101' }],
    ['cancelled', { error_code: 'F400', error_msg: '사용자가 결제를 취소하셨습니다' }],
    ['cancelled', { imp_success: 'false', error_msg: '[결제포기]' }],
    ['empty', {}],
    ['empty', { imp_uid: 'null', merchant_uid: 'undefined' }],
    ['empty', { imp_uid: '../users/getToken', merchant_uid: 'a/b' }],
  ])('reads %s from %j', (kind, raw) => {
    expect(provider.parseReturn(raw).kind).toBe(kind)
  })

  it('keeps only known fields, within their limits and in their shape', () => {
    const raw = {
      imp_uid: 'imp_1?include_sandbox=true',
      merchant_uid: 'br1',
      error_msg: 'x'.repeat(999),
      pg_tid: 'x',
    }
    expect(provider.parseReturn(raw).value).toEqual({ merchant_uid: 'br1', error_msg: 'x'.repeat(200) })
  })
})
