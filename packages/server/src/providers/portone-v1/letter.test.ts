// To the letter: what PortOne V1's lookups come to, with every word and no other.
import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../http/exchange.ts'
import { answered } from '../../testing/answered.ts'
import { absent, found, KEY, refused } from '../../testing/portone-v1-answers.ts'
import { finishing } from '../finishing.ts'
import type { IssueOutcome, Memo } from '../provider.ts'
import { portoneV1 } from './index.ts'

const provider = await finishing(
  portoneV1({ userCode: 'imp1', apiKey: '1'.repeat(16), apiSecret: 's'.repeat(80), pg: 'html5_inicis.shop' }),
)
const MEMO: Memo = { merchantUid: 'br1', customerUid: 'bk1', amount: 0, sandbox: false, payMethod: 'card' }
const PAYMENT = { merchant_uid: 'br1', customer_uid: 'bk1', amount: 0, status: 'paid', sandbox: false }
const UNKNOWN = { kind: 'uncertain', code: 'outcome_unknown' }

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

  it('tells the amount that was asked for where the payment tells none', () => {
    const { amount: _, ...untold } = PAYMENT
    expect(judge([found('find', untold), KEY], {}, { amount: 9900 })).toMatchObject({
      mismatches: ['amount'],
      payment: { state: 'paid', amount: 9900 },
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
    ['a token that was lost', [answered('token', 200, '', { failure: 'lost' })], {}, UNKNOWN],
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
