// To the letter: what an issued key of Danal comes with, and what is told of the money.
import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../http/exchange.ts'
import { Secret } from '../../secret.ts'
import { finishing } from '../finishing.ts'
import type { IssueOutcome, Memo } from '../provider.ts'
import { danal } from './index.ts'

const KEYS = { clientKey: 'CL_TEST_abc', merchantId: '9810030930', secretKey: 'SK_TEST_abc' }
const provider = await finishing(danal(KEYS))
const claim = provider.parseReturn({ transactionId: 't1' })
const MEMO: Memo = { orderId: 'o1', amount: 9900, issueKeyOnly: true }
const UNKNOWN = { kind: 'uncertain', code: 'outcome_unknown' }

const answer = (status: number, body: unknown, change: Partial<Exchange> = {}): Exchange => ({
  operation: 'issue',
  status,
  body: new Secret(typeof body === 'string' ? body : JSON.stringify(body)),
  ...change,
})

function judge(exchanges: readonly Exchange[], memo: Memo = MEMO): IssueOutcome {
  const order = { name: 'Pro', amount: 9900, currency: 'KRW', charge: 'later' } as const
  const registration = {
    id: 'r1',
    customer: { id: 'alice' },
    order,
    locale: 'ko',
    memo,
    providerRef: 'o1',
  } as const
  return provider.judge(registration, claim, exchanges)
}

/** The outcome of an answer with a key, its key open, so that all of it can be compared. */
function issued(fields: object, memo?: Memo): unknown {
  const outcome = judge([answer(200, { code: 'SUCCESS', billingKey: 'key-1', ...fields })], memo)
  if (outcome.kind !== 'issued') throw new Error(`it is ${outcome.kind}`)
  return { ...outcome, issued: { ...outcome.issued, key: outcome.issued.key.reveal() } }
}

const KEY = { key: 'key-1', kind: 'card', binding: 'weak' }
const PAID = { ...MEMO, issueKeyOnly: false }

describe('a key', () => {
  it('comes with nothing that was not told', () => {
    expect(issued({ authOnly: true })).toStrictEqual({ kind: 'issued', issued: KEY, mismatches: [] })
    expect(issued({ authOnly: true, cardInfo: {} })).toStrictEqual({
      kind: 'issued',
      issued: KEY,
      mismatches: [],
    })
  })

  it('comes with all that was told', () => {
    const cardInfo = { cardName: 'KB', cardNumber: '1234-****-****-5678' }
    expect(
      issued({ authOnly: false, amount: 9900, orderId: 'o1', transactionId: 'T1', cardInfo }, PAID),
    ).toStrictEqual({
      kind: 'issued',
      issued: {
        ...KEY,
        binding: 'strong',
        issuer: 'KB',
        maskedNumber: '1234-****-****-5678',
        transactionId: 'T1',
      },
      mismatches: [],
      payment: { state: 'paid', amount: 9900 },
    })
  })

  it.each<[string, object, Memo, readonly string[], unknown]>([
    ['that nothing is told of, where nothing was to be charged', {}, MEMO, [], undefined],
    [
      'that nothing is told of, where it was to be charged',
      {},
      PAID,
      [],
      { state: 'uncertain', amount: 9900 },
    ],
    [
      'that may have charged, where nothing was to be',
      { authOnly: 'maybe' },
      MEMO,
      ['authOnly'],
      { state: 'uncertain', amount: 9900 },
    ],
    [
      'that charged for certain, where nothing was to be, without an amount',
      { authOnly: false },
      MEMO,
      ['authOnly'],
      { state: 'uncertain', amount: 9900 },
    ],
    ['whose amount came after a mere registration', { amount: 100 }, MEMO, [], undefined],
    [
      'whose amount is another, where it was to be charged',
      { amount: 100 },
      PAID,
      ['amount'],
      {
        state: 'uncertain',
        amount: 9900,
      },
    ],
    [
      'whose charge cannot be read',
      { authOnly: 'maybe', amount: 100 },
      PAID,
      ['authOnly'],
      {
        state: 'uncertain',
        amount: 9900,
      },
    ],
    [
      'of an order without an amount',
      {},
      { orderId: 'o1', issueKeyOnly: false },
      [],
      { state: 'uncertain', amount: 0 },
    ],
  ])('%s', (_which, fields, memo, mismatches, payment) => {
    expect(issued(fields, memo)).toStrictEqual({
      kind: 'issued',
      issued: KEY,
      mismatches,
      ...(payment === undefined ? {} : { payment }),
    })
  })

  it('is of the same name with spaces around it, and of no other where the echo cannot be read', () => {
    const memo = { ...MEMO, userName: '김하늘', userPhoneNumber: '+82 10-1234-5678' }
    expect(issued({ userName: ' 김하늘 ', userPhoneNumber: '01012345678' }, memo)).toMatchObject({
      mismatches: [],
    })
    expect(issued({ userName: ['김하늘'], userPhoneNumber: 1 }, memo)).toMatchObject({
      mismatches: ['userName', 'userPhoneNumber'],
    })
  })
})

describe('an answer', () => {
  it('with a key is nothing where its call failed', () => {
    const body = { code: 'SUCCESS', billingKey: 'key-1' }
    expect(judge([answer(200, body, { failure: 'too-large' })])).toStrictEqual(UNKNOWN)
    expect(judge([{ operation: 'issue', body: new Secret(JSON.stringify(body)) }])).toStrictEqual(UNKNOWN)
  })

  it('is the last to the call that issues', () => {
    const refused = answer(400, { code: '3112' })
    expect(judge([refused, answer(200, '<html>')])).toStrictEqual(UNKNOWN)
    expect(judge([refused, answer(200, '', { operation: 'verdict' })])).toMatchObject({ kind: 'declined' })
  })

  it('with no status tells nothing, and keeps the code that came with it', () => {
    const exchange: Exchange = { operation: 'issue', body: new Secret('{"code":"3112"}') }
    expect(judge([exchange])).toStrictEqual({ ...UNKNOWN, providerCode: '3112' })
    expect(judge([answer(500, { code: 'a b' })])).toStrictEqual(UNKNOWN)
    expect(judge([answer(400, { code: '' })])).toStrictEqual(UNKNOWN)
  })

  it('without any code is a decline of the window without a reason', () => {
    const failed = provider.parseReturn({ transactionId: 'a/../b' })
    const registration = {
      id: 'r1',
      customer: { id: 'alice' },
      locale: 'ko',
      memo: MEMO,
      providerRef: 'o1',
    } as const
    const order = { name: 'Pro', amount: 9900, currency: 'KRW', charge: 'later' } as const
    expect(provider.judge({ ...registration, order }, failed, [])).toStrictEqual({
      kind: 'declined',
      code: 'card_declined',
    })
  })
})
