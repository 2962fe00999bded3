// Reading what PortOne V2's window brought back, by promise or by redirect.
import { describe, expect, it } from 'vitest'
import { portoneV2 } from './index.ts'
import { finishing } from '../finishing.ts'

const KEYS = { storeId: 'store-1', channelKey: 'channel-key-1', apiSecret: 'secret-abc' }
const confirming = await finishing(portoneV2(KEYS))
const trusting = await finishing(portoneV2({ ...KEYS, allowKeyInBrowser: true }))
const WAITING = { billingKey: 'NEEDS_CONFIRMATION', billingIssueToken: 'token-1' }

describe('parseReturn', () => {
  it.each([
    ['token', 'failed', WAITING],
    ['token', 'failed', { billingIssueToken: 'token-1' }],
    ['token', 'token', { billingKey: 'billing-key-1', transactionType: 'ISSUE_BILLING_KEY' }],
    ['failed', 'failed', { billingKey: 'NEEDS_CONFIRMATION' }],
    ['failed', 'failed', { ...WAITING, code: 'FAILURE_TYPE_PG', pgCode: 'REJECT_CARD_COMPANY' }],
    ['failed', 'failed', { billingKey: 'billing-key-1', code: 'PORTONE_ERROR' }],
    ['failed', 'failed', { pgCode: 'X' }],
    ['cancelled', 'cancelled', { code: 'FAILURE_TYPE_PG', pgCode: 'PAY_PROCESS_CANCELED' }],
    ['cancelled', 'cancelled', { code: 'FAILURE_TYPE_PG', message: '사용자가 결제를 취소하였습니다' }],
    ['cancelled', 'cancelled', { code: 'USER_CANCEL', billingKey: 'billing-key-1' }],
    ['empty', 'empty', {}],
    ['empty', 'empty', { billingKey: '한글', other: 'x' }],
  ])('reads %s (with the key in the browser: %s) from %j', (kind, trusted, raw) => {
    expect(confirming.parseReturn(raw).kind).toBe(kind)
    expect(trusting.parseReturn(raw).kind).toBe(trusted)
  })

  it('is issued from the token, whatever stands beside it', () => {
    expect(confirming.parseReturn(WAITING).token).toBe('token-1')
    expect(trusting.parseReturn({ billingKey: 'billing-key-1' }).token).toBe('billing-key-1')
  })

  it('says that the channel has manual confirm where the options say that it has not', () => {
    expect(trusting.parseReturn(WAITING).providerCode).toBe('NEEDS_CONFIRMATION')
  })

  it("prefers the PG's own code, in a shape that may be logged", () => {
    expect(confirming.parseReturn({ code: 'FAILURE_TYPE_PG', pgCode: '3112' }).providerCode).toBe('3112')
    expect(confirming.parseReturn({ code: 'a b' })).not.toHaveProperty('providerCode')
  })

  it('keeps only known fields, within their limits', () => {
    const raw = { ...WAITING, message: 'x'.repeat(999), txId: 't', billingKey: 'x'.repeat(999) }
    expect(confirming.parseReturn(raw).value).toEqual({
      billingIssueToken: 'token-1',
      message: 'x'.repeat(200),
    })
  })
})

describe('a return is read', () => {
  it.each<[Record<string, string>, object]>([
    [{ billingIssueToken: ' t ' }, { kind: 'token', value: { billingIssueToken: 't' }, token: 't' }],
    [WAITING, { kind: 'token', value: WAITING, token: 'token-1' }],
    [{ billingKey: 'k' }, { kind: 'token', value: { billingKey: 'k' }, token: 'k' }],
    [
      { billingKey: 'NEEDS_CONFIRMATION' },
      { kind: 'failed', value: { billingKey: 'NEEDS_CONFIRMATION' }, providerCode: 'NEEDS_CONFIRMATION' },
    ],
    [
      { billingKey: 'k', code: 'C1', transactionType: 'T', message: 'm', pgCode: 'P1', pgMessage: 'p' },
      {
        kind: 'failed',
        value: {
          billingKey: 'k',
          transactionType: 'T',
          code: 'C1',
          message: 'm',
          pgCode: 'P1',
          pgMessage: 'p',
        },
        providerCode: 'P1',
      },
    ],
    [
      { code: 'C1', pgCode: 'a b' },
      { kind: 'failed', value: { code: 'C1', pgCode: 'a b' }, providerCode: 'C1' },
    ],
    [
      { billingKey: 'k 1', billingIssueToken: '가t' },
      { kind: 'empty', value: {} },
    ],
    [
      { billingKey: '가k', billingIssueToken: 't가' },
      { kind: 'empty', value: {} },
    ],
    [
      { billingKey: 'x'.repeat(256), message: 'm' },
      { kind: 'empty', value: { message: 'm' } },
    ],
    [
      { pgMessage: '사용자 취소', code: 'C1' },
      {
        kind: 'cancelled',
        value: { code: 'C1', pgMessage: '사용자 취소' },
        providerCode: 'C1',
      },
    ],
  ])('%j as that and nothing more', (raw, parsed) => {
    expect(confirming.parseReturn(raw)).toStrictEqual(parsed)
  })

  it('with a token alone is none where the key is made in the browser', () => {
    expect(trusting.parseReturn(WAITING)).toStrictEqual({
      kind: 'failed',
      value: WAITING,
      providerCode: 'NEEDS_CONFIRMATION',
    })
    expect(trusting.parseReturn({ billingIssueToken: 't' })).toStrictEqual({
      kind: 'failed',
      value: { billingIssueToken: 't' },
    })
  })
})
