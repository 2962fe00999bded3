// What PortOne V1's answers about payments prove: found, refused, absent, and what differs from what was asked.
import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../http/exchange.ts'
import { Secret } from '../../secret.ts'
import type { Fields } from '../answer.ts'
import type { Memo } from '../provider.ts'
import {
  isAbsent,
  isHandled,
  lastPayment,
  leftOf,
  mismatchesOf,
  PAYMENT_CALLS,
  refusalIn,
  refusedCode,
  withoutToken,
} from './payment-answers.ts'

const PAYMENT = { merchant_uid: 'm-1', status: 'paid', amount: 9900, sandbox: true }

const answer = (status: number, body: unknown, change: Partial<Exchange> = {}): Exchange => ({
  operation: PAYMENT_CALLS.charge,
  status,
  body: new Secret(typeof body === 'string' ? body : JSON.stringify(body)),
  ...change,
})

const ok = (response: unknown, change: Partial<Exchange> = {}): Exchange =>
  answer(200, { code: 0, message: null, response }, change)
const refusal = (status: number, code: unknown, change: Partial<Exchange> = {}): Exchange =>
  answer(status, { code, message: '거절', response: null }, change)

describe('the code of a refusal', () => {
  it.each<[unknown, Exchange]>([
    [1, refusal(200, 1)],
    [-1, refusal(400, -1)],
    [undefined, refusal(200, 0)],
    [undefined, refusal(200, 'x')],
    [undefined, answer(200, { code: 1, response: PAYMENT })],
    [undefined, answer(200, '<html>')],
    [undefined, refusal(200, 1, { failure: 'too-large' })],
  ])('is %s', (code, exchange) => {
    expect(refusedCode(exchange)).toBe(code)
  })
})

describe('a refusal', () => {
  const never = { proof: 'never', code: 'outcome_unknown' }
  const unavailable = { proof: 'not-sent', code: 'provider_unavailable' }
  const credential = (proof: string): object => ({ proof, code: 'provider_refused' })
  const token = { operation: withoutToken(PAYMENT_CALLS.charge) }

  it.each<[string, Exchange, object]>([
    ['was never sent', answer(0, '', { failure: 'not-sent' }), unavailable],
    ['got no token', answer(500, '', token), unavailable],
    ['lost the call for a token', answer(500, '', { ...token, failure: 'lost' }), unavailable],
    ['got no token for its credential', answer(401, '', token), credential('not-sent')],
    ['got no token for its rights', answer(403, '', token), credential('not-sent')],
    ['was lost', refusal(401, 1, { failure: 'lost' }), never],
    ['did not like the credential', answer(401, ''), credential('first')],
    ['did not like the rights', answer(403, ''), credential('first')],
    ['is no envelope', answer(400, '<html>'), never],
    ['has no status', { operation: 'charge' }, never],
    ['came with 500', refusal(500, 1), never],
    ['came with 499', refusal(499, 1), { proof: 'looked', code: 'card_declined', providerCode: '1' }],
    ['came with 200', refusal(200, -1), { proof: 'looked', code: 'card_declined', providerCode: '-1' }],
  ])('that %s', (_which, exchange, wanted) => {
    expect(refusalIn(exchange, 'card_declined')).toStrictEqual(wanted)
  })

  it('names what could not be sent by the call that needed a token', () => {
    expect(withoutToken('charge')).toBe('charge-token')
  })
})

describe('the last payment', () => {
  const { charge, find, cancel } = PAYMENT_CALLS
  it('is the last answer of these operations that is one', () => {
    const [early, late] = [PAYMENT, { ...PAYMENT, status: 'cancelled' }]
    const exchanges = [
      ok(early),
      ok(late, { operation: find }),
      ok({ ...PAYMENT, amount: 1 }, { operation: cancel }),
      refusal(200, 1, { operation: find }),
    ]
    expect(lastPayment(exchanges, [charge, find])).toEqual(late)
    expect(lastPayment(exchanges, [charge])).toEqual(early)
    expect(lastPayment(exchanges, [])).toBeUndefined()
  })

  it.each<[string, unknown]>([
    ['an order', { ...PAYMENT, merchant_uid: 7 }],
    ['a status', { ...PAYMENT, status: null }],
    ['an amount', { ...PAYMENT, amount: 'much' }],
  ])('is none without %s, and the one before it counts', (_what, record) => {
    expect(lastPayment([ok(record)], [charge])).toBeUndefined()
    expect(lastPayment([ok(PAYMENT), ok(record)], [charge])).toEqual(PAYMENT)
  })
})

describe('a payment is absent', () => {
  const { find, charge } = PAYMENT_CALLS
  it.each<[boolean, string, readonly Exchange[]]>([
    [
      true,
      'when the last look says so',
      [refusal(200, 1), refusal(200, 1), refusal(404, -1, { operation: find })],
    ],
    [false, 'not when something was done since', [refusal(404, -1, { operation: find }), refusal(200, 1)]],
    [false, 'not by the answer to anything else', [refusal(404, -1, { operation: charge })]],
    [false, 'not by another status', [refusal(400, -1, { operation: find })]],
    [false, 'not by a page of whoever is in between', [answer(404, '<html>', { operation: find })]],
    [false, 'not without a look', []],
  ])('%s: %s', (absent, _when, exchanges) => {
    expect(isAbsent(exchanges, find)).toBe(absent)
  })
})

describe('what is left of a payment', () => {
  it('is told where both amounts are', () => {
    expect(leftOf({ amount: 9900, cancel_amount: 900 })).toBe(9000)
    expect(leftOf({ amount: '9900', cancel_amount: 0 })).toBe(9900)
    expect(leftOf({ amount: 9900 })).toBeUndefined()
    expect(leftOf({ cancel_amount: 900 })).toBeUndefined()
  })
})

describe('what differs in a payment', () => {
  const asked = { pgOrderId: 'm-1', total: 9900 }
  const differing = (change: Fields, more: { key?: string; memo?: Memo } = {}): readonly string[] =>
    mismatchesOf({ ...PAYMENT, ...change }, { ...asked, ...more }, true)

  it.each<[Fields, { key?: string; memo?: Memo }, readonly string[]]>([
    [{}, {}, []],
    [{ merchant_uid: 'm-2' }, {}, ['merchant_uid']],
    [{ amount: 9901 }, {}, ['amount']],
    [{ amount: '9900' }, {}, []],
    [{ currency: 'krw' }, {}, []],
    [{ currency: 'USD' }, {}, ['currency']],
    [{ customer_uid: 'k-1' }, { key: 'k-1' }, []],
    [{ customer_uid: 'K-1' }, { key: 'k-1' }, ['customer_uid']],
    [{}, { key: 'k-1' }, []],
    [{ customer_uid: 'other' }, {}, []],
    [{ sandbox: false }, {}, ['sandbox']],
    [{ sandbox: undefined }, {}, ['sandbox']],
    [{ sandbox: 'true' }, {}, []],
    [{ sandbox: false }, { memo: { sandbox: false } }, []],
    [{}, { memo: { sandbox: false } }, ['sandbox']],
    [{ pg_provider: 'NICE' }, { memo: { pgProvider: 'nice' } }, []],
    [{ pg_provider: 'kcp' }, { memo: { pgProvider: 'nice' } }, ['pg_provider']],
    [{ pg_provider: 'kcp' }, { memo: {} }, []],
    [{ pg_id: 'shop' }, { memo: { pgId: 'Shop' } }, []],
    [{ pg_id: 'other' }, { memo: { pgId: 'shop' } }, ['pg_id']],
    [{}, { memo: { pgProvider: 'nice', pgId: 'shop' } }, []],
  ])('with %j, asked %j: %j', (change, more, names) => {
    expect(differing(change, more)).toEqual(names)
  })
})

describe('an answer is handled', () => {
  it('with code 0 and a good status, and not otherwise', () => {
    expect(isHandled(ok([]))).toBe(true)
    expect(isHandled(answer(404, { code: 0 }))).toBe(false)
    expect(isHandled(refusal(200, 1))).toBe(false)
    expect(isHandled(answer(200, '<html>'))).toBe(false)
    expect(isHandled(ok([], { failure: 'too-large' }))).toBe(false)
  })
})
