// To the letter: what a key that PortOne V2 knows comes with, and where it differs from what was asked.
import { describe, expect, it } from 'vitest'
import { answered } from '../../testing/answered.ts'
import { judged, MEMO, RECORD, V2_KEYS } from '../../testing/portone-v2-answers.ts'
import { finishing } from '../finishing.ts'
import type { Memo } from '../provider.ts'
import { portoneV2 } from './index.ts'

const provider = await finishing(portoneV2(V2_KEYS))

/** What a key's record comes to, the key open, so that all of it can be compared. */
function issuedFrom(change: object, memo: Memo = MEMO): unknown {
  const outcome = judged(provider, [answered('key', 200, { ...RECORD, ...change })], undefined, memo)
  if (outcome.kind !== 'issued') return outcome
  return { ...outcome, issued: { ...outcome.issued, key: outcome.issued.key.reveal() } }
}

describe('a key that was found', () => {
  const KEY = { key: 'key-1', kind: 'card', binding: 'strong', customerRef: 'c1' }

  it('comes with nothing that was not told', () => {
    expect(issuedFrom({})).toStrictEqual({ kind: 'issued', issued: KEY, mismatches: [] })
  })

  it.each<[string, object, object]>([
    [
      'a card',
      { card: { issuer: 'BC_CARD', number: '1234-****' } },
      { issuer: 'BC카드', maskedNumber: '1234-****' },
    ],
    ['a card that nobody lists', { card: { issuer: 'NEW_CARD', name: '새카드' } }, { issuer: '새카드' }],
    [
      'a wallet with a card in it',
      {
        type: 'BillingKeyPaymentMethodEasyPay',
        provider: 'KAKAOPAY',
        method: { card: { number: '1234-****' } },
      },
      { issuer: '카카오페이', maskedNumber: '1234-****' },
    ],
    ['a phone', { type: 'BillingKeyPaymentMethodMobile' }, { kind: 'phone' }],
    [
      'an account',
      { type: 'BillingKeyPaymentMethodTransfer', accountNumber: '1234****' },
      { kind: 'account', maskedNumber: '1234****' },
    ],
  ])('is shown as %s', (_what, method, shown) => {
    const other = { type: 'BillingKeyPaymentMethodMobile', card: { issuer: 'NH_CARD' } }
    expect(issuedFrom({ methods: [method, other] })).toStrictEqual({
      kind: 'issued',
      issued: { ...KEY, ...shown },
      mismatches: [],
    })
  })

  it('shows nothing of methods that are no list', () => {
    expect(issuedFrom({ methods: { 0: { type: 'BillingKeyPaymentMethodMobile' } } })).toMatchObject({
      issued: KEY,
    })
  })

  it.each<[string, object, Memo, readonly string[]]>([
    ['a state that is not in use', { status: 'DELETED' }, {}, ['status']],
    ['another store', { storeId: 'store-2' }, {}, ['storeId']],
    ['the same store', { storeId: 'STORE-1' }, {}, []],
    ['another customer', { customer: { id: 'c2' }, issueId: 'br1' }, {}, ['customer']],
    ['nobody', { customer: null }, {}, ['customer']],
    ['nobody, with our issueId', { customer: null, issueId: 'br1' }, {}, []],
    ['another issueId', { issueId: 'br2' }, {}, ['issueId']],
    ['another channel', { channels: [{ type: 'TEST', key: 'channel-2' }] }, {}, ['channel', 'channelType']],
    [
      'our channel among others',
      { channels: ['x', { type: 'LIVE', key: 'channel-2' }, ...RECORD.channels] },
      {},
      [],
    ],
    ['a channel without a name', { channels: [{ type: 'TEST' }, { type: 'LIVE' }] }, {}, []],
    ['an unnamed channel beside ours', { channels: [{ type: 'LIVE' }, ...RECORD.channels] }, {}, []],
    ['no channel', { channels: [] }, {}, ['channelType']],
    ['channels that are no list', { channels: 'x' }, {}, ['channelType']],
    ['channels that cannot be read', { channels: ['x', null] }, {}, ['channelType']],
    ['a channel after one that cannot be read', { channels: ['x', { type: 'TEST' }] }, {}, []],
    ['a live channel', { channels: [{ type: 'LIVE', key: 'channel-1' }] }, {}, ['channelType']],
    ['a live channel, asked for', { channels: [{ type: 'LIVE', key: 'channel-1' }] }, { sandbox: false }, []],
    [
      'another PG',
      { channels: [{ ...RECORD.channels[0], pgProvider: 'KCP_V2' }] },
      { pgProvider: 'tosspayments' },
      ['pgProvider'],
    ],
    [
      'the same PG',
      { channels: [{ ...RECORD.channels[0], pgProvider: 'TOSSPAYMENTS' }] },
      { pgProvider: 'tosspayments' },
      [],
    ],
    ['a PG where none was named', { channels: [{ ...RECORD.channels[0], pgProvider: 'KCP_V2' }] }, {}, []],
  ])('of %s differs in its names alone', (_which, change, memo, mismatches) => {
    expect(issuedFrom(change, { ...MEMO, ...memo })).toMatchObject({ kind: 'issued', mismatches })
  })

  it('that tells nobody is bound weakly', () => {
    expect(issuedFrom({ customer: null })).toMatchObject({ issued: { binding: 'weak', customerRef: 'c1' } })
  })

  it('does not differ by an issueId where none was given', () => {
    const { issueId: _, ...typed } = MEMO
    expect(issuedFrom({ issueId: 'br2' }, typed)).toMatchObject({ kind: 'issued', mismatches: [] })
  })
})
