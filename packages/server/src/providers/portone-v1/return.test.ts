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

describe('a return is read', () => {
  it.each<[Record<string, string>, object]>([
    [
      { imp_uid: ' imp_1 ', merchant_uid: 'br.1-_', success: 'TRUE' },
      { kind: 'token', value: { imp_uid: 'imp_1', merchant_uid: 'br.1-_', success: 'true' } },
    ],
    [{ error_msg: 'only' }, { kind: 'empty', value: { error_msg: 'only' } }],
    [
      { error_code: 'F1', error_msg: 'no' },
      { kind: 'failed', value: { error_code: 'F1', error_msg: 'no' }, providerCode: 'F1' },
    ],
    [{ error_code: 'a b' }, { kind: 'failed', value: { error_code: 'a b' } }],
    [
      { imp_uid: 'imp 1', merchant_uid: '가br' },
      { kind: 'empty', value: {} },
    ],
    [
      { imp_uid: 'imp_1가', merchant_uid: 'br가' },
      { kind: 'empty', value: {} },
    ],
    [
      { imp_uid: '가imp_1', merchant_uid: 'x'.repeat(41) },
      { kind: 'empty', value: {} },
    ],
    [
      { imp_success: 'true', success: 'false' },
      { kind: 'failed', value: { success: 'false' } },
    ],
    [{ success: 'maybe' }, { kind: 'token', value: { success: 'maybe' } }],
  ])('%j as that and nothing more', (raw, parsed) => {
    expect(provider.parseReturn(raw)).toStrictEqual(parsed)
  })

  it.each([
    ['결제포기', 'cancelled'],
    ['결제 포기', 'cancelled'],
    ['결제를 포기', 'failed'],
    ['사용자가 결제를 취소', 'cancelled'],
    ['사용자취소', 'cancelled'],
    ['사용자의 요청으로 카드사에서 결제를 취소', 'failed'],
  ])('with the words %s as %s', (error_msg, kind) => {
    expect(provider.parseReturn({ success: 'false', error_msg }).kind).toBe(kind)
  })
})
