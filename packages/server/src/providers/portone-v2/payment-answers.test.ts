// What PortOne V2's answers about payments prove: found, refused by type, absent, and what differs from what was asked.
import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../http/exchange.ts'
import { Secret } from '../../secret.ts'
import type { Fields } from '../answer.ts'
import { declineCode, refusalOfType, saidBy } from './codes.ts'
import {
  amountOf,
  answerOf,
  isAbsent,
  mismatchesOf,
  PAYMENT_CALLS,
  paymentSeen,
  refusalIn,
  typeOf,
} from './payment-answers.ts'

const PAYMENT = { id: 'p-1', status: 'PAID', amount: { total: 9900 } }

const answer = (status: number, body: unknown, change: Partial<Exchange> = {}): Exchange => ({
  operation: PAYMENT_CALLS.payment,
  status,
  body: new Secret(typeof body === 'string' ? body : JSON.stringify(body)),
  ...change,
})

describe('an answer', () => {
  it('is read where it came and is an object', () => {
    expect(answerOf(answer(200, PAYMENT))).toEqual(PAYMENT)
    expect(answerOf(answer(200, [PAYMENT]))).toBeUndefined()
    expect(answerOf(answer(200, PAYMENT, { failure: 'too-large' }))).toBeUndefined()
  })

  it('has a type where it is an error', () => {
    expect(typeOf(answer(404, { type: 'PAYMENT_NOT_FOUND' }))).toBe('PAYMENT_NOT_FOUND')
    expect(typeOf(answer(200, { type: 'PAYMENT_NOT_FOUND' }))).toBeUndefined()
    expect(typeOf(answer(404, { type: '' }))).toBeUndefined()
    expect(typeOf(answer(404, '<html>'))).toBeUndefined()
  })
})

describe('a refusal', () => {
  const never = { proof: 'never', code: 'outcome_unknown' }

  it.each<[string, Exchange, object]>([
    [
      'was never sent',
      answer(0, '', { failure: 'not-sent' }),
      { proof: 'not-sent', code: 'provider_unavailable' },
    ],
    ['was lost', answer(400, { type: 'FORBIDDEN' }, { failure: 'lost' }), never],
    ['came too often', answer(429, { type: 'FORBIDDEN' }), { proof: 'running', code: 'outcome_unknown' }],
    ['has no type', answer(400, '<html>'), never],
    [
      'has a type alone',
      answer(403, { type: 'FORBIDDEN' }),
      { proof: 'first', code: 'provider_refused', providerCode: 'FORBIDDEN' },
    ],
    [
      'has a type that may not be logged',
      answer(400, { type: 'a b' }),
      { proof: 'looked', code: 'not_completed' },
    ],
    [
      'has no status',
      { operation: 'charge', body: new Secret('{"type":"TOMORROW"}') },
      { proof: 'looked', code: 'not_completed', providerCode: 'TOMORROW' },
    ],
    [
      "has the PG's own code",
      answer(502, { type: 'PG_PROVIDER', pgCode: 'REJECT_CARD_PAYMENT' }),
      { proof: 'looked', code: 'card_limit', providerCode: 'REJECT_CARD_PAYMENT' },
    ],
    [
      "has the PG's own code as a number",
      answer(502, { type: 'PG_PROVIDER', pgCode: 7001 }),
      { proof: 'looked', code: 'card_declined', providerCode: '7001' },
    ],
    [
      'came from the PG without its code',
      answer(502, { type: 'PG_PROVIDER' }),
      { ...never, providerCode: 'PG_PROVIDER' },
    ],
    [
      "has another type beside the PG's own code",
      answer(400, { type: 'PAYMENT_NOT_PAID', pgCode: 'X1' }),
      { proof: 'looked', code: 'cancel_refused', providerCode: 'X1' },
    ],
  ])('that %s', (_which, exchange, wanted) => {
    expect(refusalIn(exchange, 'tosspayments')).toStrictEqual(wanted)
  })
})

describe('an error type, once there is a key,', () => {
  it.each([
    ['INVALID_REQUEST', 'first', 'provider_refused'],
    ['BILLING_KEY_ALREADY_DELETED', 'first', 'method_gone'],
    ['PAYMENT_SCHEDULE_ALREADY_EXISTS', 'looked', 'provider_refused'],
    ['PAYMENT_ALREADY_CANCELLED', 'looked', 'cancel_refused'],
    ['ALREADY_PAID', 'never', 'outcome_unknown'],
    ['PG_PROVIDER', 'never', 'outcome_unknown'],
    ['IDEMPOTENCY_OUTSTANDING_REQUEST', 'running', 'outcome_unknown'],
  ])('%s proves it %s as %s, whatever the status', (type, proof, code) => {
    expect(refusalOfType(type, 400)).toStrictEqual({ proof, code })
    expect(refusalOfType(type, 500)).toStrictEqual({ proof, code })
  })

  it('that is not listed refuses below 500 with a look, and proves nothing from there', () => {
    expect(refusalOfType('TOMORROW', 499)).toStrictEqual({ proof: 'looked', code: 'not_completed' })
    expect(refusalOfType('TOMORROW', 500)).toStrictEqual({ proof: 'never', code: 'outcome_unknown' })
  })
})

describe("the PG's own word behind PortOne", () => {
  it.each([
    ['tosspayments', undefined, 'not_completed'],
    ['tosspayments', 'REJECT_CARD_PAYMENT', 'card_limit'],
    ['tosspayments', 'INVALID_API_KEY', 'card_declined'],
    ['inicis_v2', 'REJECT_CARD_PAYMENT', 'card_declined'],
    [undefined, 'REJECT_CARD_PAYMENT', 'card_declined'],
  ])('of %s, %s, is %s', (pg, pgCode, code) => {
    expect(declineCode(pg, pgCode)).toBe(code)
  })

  it('is a decline only with its code', () => {
    expect(saidBy('PG_PROVIDER', 'X1')).toBe('declined')
    expect(saidBy('PG_PROVIDER', undefined)).toBe('nothing')
    expect(saidBy('FORBIDDEN', 'X1')).toBe('refused')
    expect(saidBy(undefined, 'X1')).toBe('nothing')
  })
})

describe('the payment that was seen', () => {
  it('is that of the last look that found one', () => {
    const [early, late] = [PAYMENT, { ...PAYMENT, status: 'CANCELLED' }]
    const charge = answer(200, { ...PAYMENT, status: 'READY' }, { operation: PAYMENT_CALLS.charge })
    const none = answer(404, { ...PAYMENT, type: 'PAYMENT_NOT_FOUND' })
    expect(paymentSeen([answer(200, early), answer(200, late), charge, none])).toEqual(late)
    expect(paymentSeen([charge, none])).toBeUndefined()
  })

  it.each([{ ...PAYMENT, id: 7 }, { ...PAYMENT, status: null }, [PAYMENT], '<html>'])('is not %j', (body) => {
    expect(paymentSeen([answer(200, body)])).toBeUndefined()
  })
})

describe('a payment is absent', () => {
  const none = (status: number, type: string, operation: string = PAYMENT_CALLS.payment): Exchange =>
    answer(status, { type }, { operation })

  it.each<[boolean, string, readonly Exchange[]]>([
    [true, 'when the last look says so', [answer(500, ''), answer(500, ''), none(404, 'PAYMENT_NOT_FOUND')]],
    [
      false,
      'not when something was done since',
      [none(404, 'PAYMENT_NOT_FOUND'), answer(500, '', { operation: PAYMENT_CALLS.charge })],
    ],
    [false, 'not by the answer to anything else', [none(404, 'PAYMENT_NOT_FOUND', PAYMENT_CALLS.cancel)]],
    [false, 'not by another status', [none(400, 'PAYMENT_NOT_FOUND')]],
    [false, 'not by another type', [none(404, 'NOT_FOUND')]],
    [false, 'not by a page of whoever is in between', [answer(404, '<html>')]],
    [false, 'not without a look', []],
  ])('%s: %s', (absent, _when, exchanges) => {
    expect(isAbsent(exchanges)).toBe(absent)
  })
})

describe('what differs in a payment', () => {
  const asked = { pgOrderId: 'p-1', total: 9900, key: 'k-1' }
  const SHOP = { storeId: 's-1', sandbox: true }

  it.each<[Fields, readonly string[]]>([
    [{}, []],
    [{ id: 'p-2' }, ['id']],
    [{ amount: { total: 9901 } }, ['amount']],
    [{ amount: undefined }, ['amount']],
    [{ currency: 'KRW' }, []],
    [{ currency: 'USD' }, ['currency']],
    [{ storeId: 's-1' }, []],
    [{ storeId: 's-2' }, ['storeId']],
    [{ channel: { type: 'TEST' } }, []],
    [{ channel: { type: 'LIVE' } }, ['channelType']],
    [{ billingKey: 'k-1' }, []],
    [{ billingKey: 'k-2' }, ['billingKey']],
  ])('with %j: %j', (change, names) => {
    expect(mismatchesOf({ ...PAYMENT, ...change }, asked, SHOP)).toEqual(names)
  })

  it('is no key where none was asked for, and a test payment in a live shop', () => {
    const { key: _, ...keyless } = asked
    const told = { ...PAYMENT, billingKey: 'k-2', channel: { type: 'TEST' } }
    expect(mismatchesOf(told, keyless, { ...SHOP, sandbox: false })).toEqual(['channelType'])
    const live = { ...PAYMENT, channel: { type: 'LIVE' } }
    expect(mismatchesOf(live, keyless, { ...SHOP, sandbox: false })).toEqual([])
  })

  it('is read from the amounts by name', () => {
    expect(amountOf({ amount: { total: 9900, cancelled: 900 } }, 'cancelled')).toBe(900)
    expect(amountOf({ amount: 9900 }, 'total')).toBeUndefined()
  })
})
