// To the letter: what PortOne V1's lookups and returns come to, and what is known of the PGs behind it.
import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../http/exchange.ts'
import { Secret } from '../../secret.ts'
import { finishing } from '../finishing.ts'
import type { IssueOutcome, Memo } from '../provider.ts'
import { isOf, lastSeen, statusOf } from './answers.ts'
import { portoneV1 } from './index.ts'
import { behaviourOf, hasNoWindow, issuesFromNumbers, kindOf, requesterOf } from './pg-behaviour.ts'

const provider = await finishing(
  portoneV1({ userCode: 'imp1', apiKey: '1'.repeat(16), apiSecret: 's'.repeat(80), pg: 'html5_inicis.shop' }),
)
const MEMO: Memo = { merchantUid: 'br1', customerUid: 'bk1', amount: 0, sandbox: false, payMethod: 'card' }
const PAYMENT = { merchant_uid: 'br1', customer_uid: 'bk1', amount: 0, status: 'paid', sandbox: false }
const UNKNOWN = { kind: 'uncertain', code: 'outcome_unknown' }

const answer = (
  operation: string,
  status: number,
  body: unknown,
  change: Partial<Exchange> = {},
): Exchange => ({
  operation,
  status,
  body: new Secret(typeof body === 'string' ? body : JSON.stringify(body)),
  ...change,
})
const found = (operation: string, response: object): Exchange => answer(operation, 200, { code: 0, response })
const absent = (operation: string): Exchange => answer(operation, 404, { code: -1, response: null })
const refused = (operation: string, status = 401): Exchange =>
  answer(operation, status, { code: -1, response: null })
const KEY = found('customer', { customer_uid: 'bk1' })

function judge(
  exchanges: readonly Exchange[],
  raw: Record<string, string> = {},
  memo: Memo = {},
): IssueOutcome {
  const order = { name: 'Pro', amount: 9900, currency: 'KRW', charge: 'later' } as const
  const registration = {
    id: 'r1',
    customer: { id: 'alice' },
    order,
    locale: 'ko',
    providerRef: 'br1',
  } as const
  return provider.judge({ ...registration, memo: { ...MEMO, ...memo } }, provider.parseReturn(raw), exchanges)
}

/** The outcome with its key open, so that all of it can be compared. */
const opened = (outcome: IssueOutcome): unknown =>
  outcome.kind === 'issued'
    ? { ...outcome, issued: { ...outcome.issued, key: outcome.issued.key.reveal() } }
    : outcome

describe('a lookup', () => {
  const record = { merchant_uid: 'br1' }
  const unknown = { is: 'unknown', refused: false }

  it.each<[string, Exchange | undefined, object]>([
    ['that found it', found('find', record), { is: 'found', record }],
    [
      'that was cut off',
      answer('find', 200, { code: 0, response: record }, { failure: 'too-large' }),
      unknown,
    ],
    ['with another code', answer('find', 200, { code: 1, response: record }), unknown],
    ['with another status', answer('find', 500, { code: 0, response: record }), unknown],
    ['without a record', answer('find', 200, { code: 0, response: null }), unknown],
    ['that found nothing', absent('find'), { is: 'absent' }],
    ['that found nothing, by code 0', answer('find', 404, { code: 0, response: null }), unknown],
    ['that found nothing, and a record', answer('find', 404, { code: -1, response: record }), unknown],
    ['that met a page of whoever is in between', answer('find', 404, '<html>'), unknown],
    ['that met 400', answer('find', 400, { code: -1, response: null }), unknown],
    ['with a credential that was not taken', refused('find'), { is: 'unknown', refused: true }],
    ['without the right to look', refused('find', 403), { is: 'unknown', refused: true }],
    ['of something else', found('customer', record), unknown],
    ['that was not made', undefined, unknown],
  ])('%s', (_which, exchange, seen) => {
    expect(lastSeen(exchange ? [exchange] : [], 'find')).toStrictEqual(seen)
  })

  it('counts where it is the last of its kind', () => {
    expect(lastSeen([found('find', record), absent('find'), KEY], 'find')).toStrictEqual({ is: 'absent' })
  })

  it('is of this order by its merchant_uid, and has a status in lower case', () => {
    expect(isOf({ is: 'found', record }, 'br1')).toBe(true)
    expect(isOf({ is: 'found', record }, 'br2')).toBe(false)
    expect(isOf({ is: 'absent' }, undefined)).toBe(false)
    expect(statusOf({ status: 'PAID' })).toBe('paid')
    expect(statusOf({})).toBe('undefined')
  })
})

describe('a paid payment with a key', () => {
  it('comes with nothing that was not told', () => {
    expect(opened(judge([found('find', PAYMENT), KEY]))).toStrictEqual({
      kind: 'issued',
      issued: { key: 'bk1', kind: 'card', binding: 'strong' },
      mismatches: [],
    })
  })

  it('comes with all that was told, and with money that moved though none was asked for', () => {
    const payment = { ...PAYMENT, imp_uid: 'i'.repeat(70), amount: 100 }
    const key = found('customer', { customer_uid: 'bk1', card_name: '신한', card_number: '1234-****' })
    expect(opened(judge([found('find', payment), key]))).toStrictEqual({
      kind: 'issued',
      issued: {
        key: 'bk1',
        kind: 'card',
        binding: 'strong',
        issuer: '신한',
        maskedNumber: '1234-****',
        transactionId: 'i'.repeat(64),
      },
      mismatches: ['amount'],
      payment: { state: 'paid', amount: 100 },
    })
  })

  it.each<[string, object, object, Memo, readonly string[]]>([
    ['another key in the payment', { customer_uid: 'bk2' }, {}, {}, ['customer_uid']],
    ['another key in the key', {}, { customer_uid: 'bk2' }, {}, ['customer_uid']],
    ['another amount', { amount: 1 }, {}, { amount: 2 }, ['amount']],
    ['no amount', { amount: null }, {}, {}, ['amount']],
    ['another currency', { currency: 'USD' }, {}, {}, ['currency']],
    ['the same currency', { currency: 'krw' }, {}, {}, []],
    ['a test payment', { sandbox: true }, {}, {}, ['sandbox']],
    ['a payment that does not say', { sandbox: undefined }, {}, {}, ['sandbox']],
    ['a test key', {}, { sandbox: true }, {}, ['sandbox']],
    ['all for a test', { sandbox: true }, { sandbox: 'true' }, { sandbox: true }, []],
    ['another PG', { pg_provider: 'kcp' }, {}, { pgProvider: 'nice' }, ['pg_provider']],
    ['another PG in the key', {}, { pg_provider: 'kcp' }, { pgProvider: 'nice' }, ['pg_provider']],
    ['the same PG', { pg_provider: 'NICE' }, {}, { pgProvider: 'nice' }, []],
    ['another shop at the PG', { pg_id: 'b' }, {}, { pgId: 'a' }, ['pg_id']],
    ['another shop in the key', {}, { pg_id: 'b' }, { pgId: 'a' }, ['pg_id']],
    ['a PG where none was named', { pg_provider: 'kcp', pg_id: 'b' }, {}, {}, []],
  ])('with %s differs in its names alone', (_what, payment, customer, memo, mismatches) => {
    const exchanges = [
      found('find', { ...PAYMENT, ...payment }),
      found('customer', { customer_uid: 'bk1', ...customer }),
    ]
    expect(judge(exchanges, {}, memo)).toMatchObject({ kind: 'issued', mismatches })
  })
})

describe('what was found', () => {
  const notes = ['key_without_payment']
  const paid = found('find', PAYMENT)
  const ready = found('find', { ...PAYMENT, status: 'ready' })
  const failed = found('find', { ...PAYMENT, status: 'failed' })
  const foreign = found('payment', { ...PAYMENT, merchant_uid: 'other' })
  const noKey = absent('customer')
  const pending = { kind: 'pending', absent: true }
  const notCompleted = { kind: 'declined', code: 'not_completed' }

  it.each<[string, readonly Exchange[], Record<string, string>, object]>([
    ['a key and no payment', [absent('find'), KEY], {}, { ...UNKNOWN, notes }],
    ['a key and a payment that is not paid', [ready, KEY], {}, { ...UNKNOWN, notes }],
    ['a key, and nothing known of the payment', [KEY], {}, UNKNOWN],
    ['a paid payment, and nothing known of the key', [paid], {}, UNKNOWN],
    ['a payment that waits', [ready, noKey], {}, pending],
    [
      'a payment that waits, with a credential refused before',
      [refused('payment'), ready, noKey],
      {},
      pending,
    ],
    ['a paid payment without a key', [paid, noKey], {}, { kind: 'pending' }],
    [
      'a paid payment that tells of no key',
      [found('find', { ...PAYMENT, customer_uid: null }), noKey],
      {},
      { kind: 'pending' },
    ],
    [
      'a paid payment of another key',
      [found('find', { ...PAYMENT, customer_uid: 'bk2' }), noKey],
      {},
      { kind: 'uncertain', code: 'return_mismatch' },
    ],
    ['a payment in a state of tomorrow', [found('find', { ...PAYMENT, status: 'new' }), noKey], {}, UNKNOWN],
    ['nothing at all', [absent('find'), noKey], {}, pending],
    [
      'nothing, where the window said that it failed',
      [absent('find'), noKey],
      { success: 'false' },
      notCompleted,
    ],
    [
      'nothing, where the window was closed',
      [absent('find'), noKey],
      { error_msg: '사용자가 취소', success: 'false' },
      { ...notCompleted, cancelled: true },
    ],
    [
      'nothing, where the window told a code',
      [absent('find'), noKey],
      { error_code: 'F1' },
      { kind: 'declined', code: 'card_declined', providerCode: 'F1' },
    ],
    ['no key, and nothing known of the payment', [noKey], {}, UNKNOWN],
    ['a payment that failed without a word', [failed, noKey], {}, notCompleted],
    [
      'a payment that failed, with a code that may not be logged',
      [failed, noKey],
      { error_code: 'a b' },
      notCompleted,
    ],
    [
      'a payment of another order, and none of ours',
      [foreign, absent('find'), noKey],
      {},
      { kind: 'declined', code: 'return_refused', claimRefused: true, notes: ['foreign_return'] },
    ],
    [
      'a payment of another order beside ours',
      [foreign, ready, noKey],
      {},
      { ...pending, notes: ['foreign_return'] },
    ],
    [
      'a refused credential for the payment',
      [refused('find'), noKey],
      {},
      { kind: 'uncertain', code: 'provider_refused' },
    ],
    [
      'a refused credential for the key',
      [paid, refused('customer')],
      {},
      { kind: 'uncertain', code: 'provider_refused' },
    ],
    [
      'a refused credential for the token',
      [refused('token')],
      {},
      { kind: 'uncertain', code: 'provider_refused' },
    ],
    ['a token that was lost', [answer('token', 200, '', { failure: 'lost' })], {}, UNKNOWN],
  ])('%s', (_what, exchanges, raw, outcome) => {
    expect(judge(exchanges, raw)).toStrictEqual(outcome)
  })

  it('is the paid try of several, else the last', () => {
    const [early, late] = [found('payment', PAYMENT), ready]
    expect(judge([early, late, KEY])).toMatchObject({ kind: 'issued' })
    expect(judge([found('payment', { ...PAYMENT, status: 'failed' }), ready, noKey])).toStrictEqual(pending)
  })

  it.each([
    ['danal_tpay', 'card_limit'],
    ['danal', 'card_limit'],
    ['nice', 'card_declined'],
    [undefined, 'card_declined'],
  ])("reads a code of Danal's as such behind Danal alone: %s", (pgProvider, code) => {
    const memo: Memo = pgProvider === undefined ? {} : { pgProvider }
    expect(judge([failed, noKey], { error_code: '3112' }, memo)).toStrictEqual({
      kind: 'declined',
      code,
      providerCode: '3112',
    })
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

describe('of a PG', () => {
  it.each([
    ['nice', true, true],
    ['daou', true, true],
    ['ksnet', true, true],
    ['html5_inicis', false, true],
    ['danal', false, false],
    ['kakaopay', false, false],
    ['tosspay_v2', false, false],
    ['of_tomorrow', false, true],
    [undefined, false, true],
  ])('%s: has no window %s, issues from numbers %s', (pg, noWindow, numbers) => {
    expect([hasNoWindow(pg), issuesFromNumbers(pg)]).toEqual([noWindow, numbers])
  })

  it('is known what it does with an amount, and who must ask', () => {
    expect(behaviourOf('danal')).toStrictEqual({ amount: 'must', payMethod: 'phone' })
    expect(behaviourOf('danal_tpay')).toStrictEqual({ amount: 'charged', payMethod: 'card' })
    expect(behaviourOf('nice_v2')).toStrictEqual({ amount: 'shown', payMethod: 'card', customerIdMax: 20 })
    expect([behaviourOf('of_tomorrow'), behaviourOf(undefined)]).toEqual([undefined, undefined])
    expect(['naverpay', 'nice_v2', 'of_tomorrow', undefined].map(requesterOf)).toEqual([
      'admin',
      undefined,
      undefined,
      undefined,
    ])
  })

  it('is known what its way of paying registers', () => {
    expect(['phone', 'trans', 'card', 'tosspay', undefined].map(kindOf)).toEqual([
      'phone',
      'account',
      'card',
      'card',
      'card',
    ])
  })
})
