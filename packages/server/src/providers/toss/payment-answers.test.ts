// What Toss' answers about payments prove: a Payment that can be read, a refusal by its code, and what differs.
import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../http/exchange.ts'
import { Secret } from '../../secret.ts'
import type { Fields } from '../answer.ts'
import { meaningAfterIssue, NOT_YET } from './charge-codes.ts'
import { LISTED_CODES, meaningOf } from './codes.ts'
import {
  balanceOf,
  codeOf,
  isAbsent,
  lastPayment,
  mismatchesOf,
  PAYMENT_CALLS,
  paymentKeyOf,
  refusalIn,
} from './payment-answers.ts'

const PAYMENT = { paymentKey: 'pk', status: 'DONE', orderId: 'o-1', totalAmount: 9900, currency: 'KRW' }

const answer = (status: number, body: unknown, change: Partial<Exchange> = {}): Exchange => ({
  operation: PAYMENT_CALLS.charge,
  status,
  body: new Secret(typeof body === 'string' ? body : JSON.stringify(body)),
  ...change,
})

describe('the last payment', () => {
  it('is the last answer that is one, whatever came after it', () => {
    const [early, late] = [PAYMENT, { ...PAYMENT, status: 'CANCELED' }]
    const failure = answer(500, { code: 'COMMON_ERROR' })
    expect(lastPayment([answer(200, early), answer(200, late), failure])).toEqual(late)
    expect(lastPayment([failure])).toBeUndefined()
    expect(lastPayment([])).toBeUndefined()
  })

  it.each<[string, Exchange]>([
    ['a refusal', answer(400, PAYMENT)],
    ['one that was cut off', answer(200, PAYMENT, { failure: 'timeout' })],
    ['no JSON', answer(200, '<html>')],
    ['one without a key', answer(200, { ...PAYMENT, paymentKey: undefined })],
    ['one without a status', answer(200, { ...PAYMENT, status: 7 })],
    ['one without an order', answer(200, { ...PAYMENT, orderId: null })],
    ['one without an amount', answer(200, { ...PAYMENT, totalAmount: 'much' })],
  ])('is not %s', (_what, exchange) => {
    expect(lastPayment([exchange])).toBeUndefined()
  })
})

describe("Toss' own code", () => {
  it('is that of a refusal, and of nothing else', () => {
    expect(codeOf(answer(400, { code: 'REJECT_CARD_COMPANY' }))).toBe('REJECT_CARD_COMPANY')
    expect(codeOf(answer(200, { code: 'REJECT_CARD_COMPANY' }))).toBeUndefined()
    expect(codeOf(answer(400, { code: '' }))).toBeUndefined()
    expect(codeOf(answer(400, { code: 7 }))).toBeUndefined()
    expect(codeOf(answer(400, '<html>'))).toBeUndefined()
    expect(codeOf(answer(400, { code: 'X' }, { failure: 'too-large' }))).toBeUndefined()
  })
})

describe('a refusal', () => {
  it.each<[string, Exchange, object]>([
    [
      'was never sent',
      answer(400, '', { failure: 'not-sent' }),
      { proof: 'not-sent', code: 'provider_unavailable' },
    ],
    [
      'was lost',
      answer(400, { code: 'X' }, { failure: 'lost' }),
      { proof: 'never', code: 'outcome_unknown' },
    ],
    ['came too often', answer(429, { code: 'X' }), { proof: 'running', code: 'outcome_unknown' }],
    ['has no code', answer(403, '<html>'), { proof: 'never', code: 'outcome_unknown' }],
    [
      'speaks of the card',
      answer(403, { code: 'REJECT_CARD_PAYMENT' }),
      { proof: 'always', code: 'card_limit', providerCode: 'REJECT_CARD_PAYMENT' },
    ],
    [
      'has a code that may not be logged',
      answer(400, { code: 'a b' }),
      { proof: 'looked', code: 'not_completed' },
    ],
    [
      'has no status',
      { operation: 'charge', body: new Secret('{"code":"TOMORROW"}') },
      { proof: 'looked', code: 'not_completed', providerCode: 'TOMORROW' },
    ],
  ])('that %s', (_which, exchange, refusal) => {
    expect(refusalIn(exchange)).toStrictEqual(refusal)
  })
})

describe('a code, once there is a key,', () => {
  it.each([
    [NOT_YET, 'first', 'method_gone'],
    ['NOT_FOUND_BILLING', 'first', 'method_gone'],
    ['INVALID_REQUEST', 'first', 'provider_refused'],
    ['ALREADY_CANCELED_PAYMENT', 'looked', 'cancel_refused'],
    ['INVALID_API_KEY', 'first', 'provider_refused'],
    ['REJECT_CARD_COMPANY', 'always', 'card_declined'],
    ['IDEMPOTENT_REQUEST_PROCESSING', 'running', 'outcome_unknown'],
    ['COMMON_ERROR', 'never', 'outcome_unknown'],
    ['FAILED_CARD_COMPANY_RESPONSE', 'never', 'outcome_unknown'],
    ['PROVIDER_ERROR', 'looked', 'provider_unavailable'],
    ['A_CODE_OF_TOMORROW', 'looked', 'not_completed'],
  ])('%s proves it %s as %s', (name, proof, code) => {
    expect(meaningAfterIssue(name, 400)).toStrictEqual({ proof, code })
  })

  it('that passes by itself or is listed nowhere proves nothing with a status of 500 and above', () => {
    for (const name of ['PROVIDER_ERROR', 'A_CODE_OF_TOMORROW']) {
      expect(meaningAfterIssue(name, 499).proof).toBe('looked')
      expect(meaningAfterIssue(name, 500).proof).toBe('never')
    }
    expect(meaningAfterIssue('INVALID_API_KEY', 500).proof).toBe('first')
  })

  it('of whoever should have answered proves nothing, whatever it is', () => {
    for (const name of LISTED_CODES) {
      const { proof } = meaningOf(name)
      if (proof === 'never' || proof === 'again') {
        const here = meaningAfterIssue(name, 400)
        expect(here.proof === 'never' || here.proof === 'looked').toBe(true)
      }
    }
  })
})

describe('a payment is absent', () => {
  const found = (status: number, code: string, operation: string = PAYMENT_CALLS.find): Exchange =>
    answer(status, { code }, { operation })

  it.each<[boolean, string, readonly Exchange[]]>([
    [true, 'when the last look says so', [answer(500, ''), answer(500, ''), found(404, 'NOT_FOUND_PAYMENT')]],
    [false, 'not when something was done since', [found(404, 'NOT_FOUND_PAYMENT'), answer(500, '')]],
    [false, 'not by the answer to anything else', [found(404, 'NOT_FOUND_PAYMENT', PAYMENT_CALLS.charge)]],
    [false, 'not by another status', [found(400, 'NOT_FOUND_PAYMENT')]],
    [false, 'not by another code', [found(404, 'NOT_FOUND')]],
    [
      false,
      'not by a page of whoever is in between',
      [answer(404, '<html>', { operation: PAYMENT_CALLS.find })],
    ],
    [false, 'not without a look', []],
  ])('%s: %s', (absent, _when, exchanges) => {
    expect(isAbsent(exchanges)).toBe(absent)
  })
})

describe('what differs in a payment', () => {
  const asked = { pgOrderId: 'o-1', total: 9900 }
  it.each<[Fields, string | undefined, readonly string[]]>([
    [{}, undefined, []],
    [{ mId: 'm1' }, 'm1', []],
    [{ mId: 'm1' }, undefined, []],
    [{}, 'm1', []],
    [{ mId: 'm2' }, 'm1', ['mId']],
    [{ orderId: 'o-2' }, undefined, ['orderId']],
    [{ totalAmount: 9901 }, undefined, ['totalAmount']],
    [{ totalAmount: '9900' }, undefined, []],
    [{ currency: 'USD' }, undefined, ['currency']],
    [{ currency: undefined }, undefined, []],
    [{ orderId: 'o-2', totalAmount: 1, currency: 'USD' }, 'm1', ['orderId', 'totalAmount', 'currency']],
  ])('with %j at %s: %j', (change, merchant, names) => {
    expect(mismatchesOf({ ...PAYMENT, ...change }, asked, merchant)).toEqual(names)
  })
})

describe('of a payment', () => {
  it('the key is told up to 200 characters', () => {
    expect(paymentKeyOf({ paymentKey: 'x'.repeat(200) })).toBe('x'.repeat(200))
    expect(paymentKeyOf({ paymentKey: 'x'.repeat(201) })).toBeUndefined()
    expect(paymentKeyOf({})).toBeUndefined()
  })

  it('what is left is told where Toss tells it', () => {
    expect(balanceOf({ balanceAmount: 0 })).toBe(0)
    expect(balanceOf({ balanceAmount: 'none' })).toBeUndefined()
  })
})
