// What Danal's answers prove: issued, declined, or nothing.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../http/exchange.ts'
import { Secret } from '../../secret.ts'
import { firstCall } from '../../testing/provider-bench.ts'
import { basicAuthorization } from '../basic-authorization.ts'
import type { IssueOutcome, Memo, ReturnedRegistration } from '../provider.ts'
import { danal } from './index.ts'
import { finishing } from '../finishing.ts'

const KEYS = { clientKey: 'CL_TEST_abc', merchantId: '9810030930', secretKey: 'SK_TEST_abc' }
const provider = await finishing(danal(KEYS))
const claim = provider.parseReturn({ transactionId: 't1' })
const MEMO: Memo = {
  orderId: 'o1',
  amount: 9900,
  issueKeyOnly: true,
  userName: '김하늘',
  userPhoneNumber: '01012345678',
}
const SUCCESS = { code: 'SUCCESS', message: 'ok', billingKey: 'key-1', authOnly: true }
const CHARGED = { ...SUCCESS, authOnly: false, amount: '9900' }

function registration(memo: Memo = {}): ReturnedRegistration {
  const order = { name: 'Pro', amount: 9900, currency: 'KRW', charge: 'later' } as const
  return {
    id: 'r1',
    customer: { id: 'alice' },
    order,
    locale: 'ko',
    memo: { ...MEMO, ...memo },
    providerRef: 'o1',
  }
}

const exchange = (status: number, body: unknown): Exchange => ({
  operation: 'issue',
  status,
  body: new Secret(typeof body === 'string' ? body : JSON.stringify(body)),
})

const judge = (status: number, body: unknown, memo?: Memo): IssueOutcome =>
  provider.judge(registration(memo), claim, [exchange(status, body)])

describe('an answer with a key', () => {
  it('is issued with what came with it', () => {
    const cardInfo = { cardName: 'KB국민카드', cardNumber: '1234-****-****-5678' }
    const outcome = judge(
      200,
      { ...CHARGED, transactionId: '2026', orderId: 'o1', cardInfo },
      { issueKeyOnly: false },
    )
    expect(outcome).toMatchObject({
      kind: 'issued',
      mismatches: [],
      payment: { state: 'paid', amount: 9900 },
      issued: {
        kind: 'card',
        issuer: 'KB국민카드',
        maskedNumber: '1234-****-****-5678',
        transactionId: '2026',
        binding: 'strong',
      },
    })
    expect(outcome.kind === 'issued' && outcome.issued.key.reveal()).toBe('key-1')
  })

  it('is bound weakly when nothing unique came back', () => {
    expect(judge(200, SUCCESS)).toMatchObject({ kind: 'issued', issued: { binding: 'weak' }, mismatches: [] })
    expect(judge(200, { ...SUCCESS, userName: '김하늘' })).toMatchObject({ issued: { binding: 'weak' } })
  })

  it('shows a card number masked even where Danal would not have masked it', () => {
    const cardInfo = { cardNumber: '1234567890123456' }
    const outcome = judge(200, { ...CHARGED, cardInfo }, { issueKeyOnly: false })
    expect(outcome).toMatchObject({ issued: { maskedNumber: '1234********3456' } })
  })

  it('is a phone where phones are registered', async () => {
    const phones = await finishing(danal({ ...KEYS, paymentsMethod: 'MOBILE', itemCode: 'I1' }))
    expect(phones.judge(registration(), claim, [exchange(200, SUCCESS)])).toMatchObject({
      issued: { kind: 'phone' },
    })
  })

  it('keeps the key as it came', () => {
    const outcome = judge(200, { ...SUCCESS, billingKey: ' Key ' })
    expect(outcome.kind === 'issued' && outcome.issued.key.reveal()).toBe(' Key ')
  })
})

describe('every value that was sent and came back', () => {
  it.each([
    ['authOnly', { authOnly: false, amount: '9900' }, {}],
    ['authOnly', { authOnly: 'false', amount: '9900' }, {}],
    ['authOnly', { authOnly: undefined, issueKeyOnly: false, amount: '9900' }, {}],
    ['authOnly', { authOnly: true }, { issueKeyOnly: false }],
    ['authOnly', { authOnly: 'maybe' }, {}],
    ['authOnly', { authOnly: undefined, amount: '9900', cardInfo: { cardName: 'KB' } }, {}],
    ['amount', { ...CHARGED, amount: '100' }, { issueKeyOnly: false }],
    ['amount', { ...CHARGED, amount: 'much' }, { issueKeyOnly: false }],
    ['amount', { authOnly: undefined, amount: 100 }, { issueKeyOnly: false }],
    ['orderId', { orderId: 'o2' }, {}],
    ['orderId', { orderId: ['o1'] }, {}],
    ['userName', { userName: '이바다' }, {}],
    ['userPhoneNumber', { userPhoneNumber: '01099999999' }, {}],
  ])('suspends the key when `%s` differs (%#)', (name, change, memo) => {
    expect(judge(200, { ...SUCCESS, ...change }, memo)).toMatchObject({ kind: 'issued', mismatches: [name] })
  })

  it.each([
    ['an amount after a mere registration', { amount: '100' }, {}],
    ['an amount as a number', { authOnly: false, amount: 9900 }, { issueKeyOnly: false }],
    ['a phone number with hyphens', { userPhoneNumber: '010-1234-5678' }, {}],
    ['a name in other Unicode form', { userName: '김하늘'.normalize('NFD') }, {}],
    ['empty echoes', { orderId: '', userName: '', userPhoneNumber: null }, {}],
    ['another transactionId', { transactionId: 'other' }, {}],
    ['fields that are not known', { extra: { nested: [1] } }, {}],
  ])('is the same with %s', (_what, change, memo) => {
    expect(judge(200, { ...SUCCESS, ...change }, memo)).toMatchObject({ kind: 'issued', mismatches: [] })
  })

  it('does not compare what was never sent', () => {
    const bare: ReturnedRegistration = {
      ...registration(),
      memo: { orderId: 'o1', amount: 9900, issueKeyOnly: true },
    }
    const body = { ...SUCCESS, userName: '누구', userPhoneNumber: '01000000000' }
    expect(provider.judge(bare, claim, [exchange(200, body)])).toMatchObject({ mismatches: [] })
  })
})

describe('the payment', () => {
  it.each([
    ['is none after a mere registration', SUCCESS, true, undefined],
    ['is paid when it was asked for and told', CHARGED, false, { state: 'paid', amount: 9900 }],
    [
      'is paid though nobody asked, so that it can be given back',
      CHARGED,
      true,
      { state: 'paid', amount: 9900 },
    ],
    [
      'is what was charged, not what was asked',
      { ...CHARGED, amount: '100' },
      false,
      { state: 'paid', amount: 100 },
    ],
    ['is not paid when Danal only registered', SUCCESS, false, { state: 'declined', amount: 9900 }],
    [
      'is uncertain without an amount',
      { ...CHARGED, amount: undefined },
      false,
      { state: 'uncertain', amount: 9900 },
    ],
    [
      'is uncertain when Danal does not say that it charged',
      { ...CHARGED, authOnly: undefined },
      false,
      { state: 'uncertain', amount: 9900 },
    ],
    [
      'is paid when the card information says that it charged',
      { ...CHARGED, authOnly: undefined, cardInfo: {} },
      false,
      { state: 'paid', amount: 9900 },
    ],
  ])('%s', (_what, body, issueKeyOnly, payment) => {
    const outcome = judge(200, body, { issueKeyOnly })
    expect(outcome.kind === 'issued' && outcome.payment).toEqual(payment)
  })
})

describe('a refusal', () => {
  it.each([
    ['1104', 'return_refused', true],
    ['1124', 'not_completed', true],
    ['1149', 'card_invalid', false],
    ['3100', 'card_expired', false],
    ['3112', 'card_limit', false],
    ['3143', 'card_declined', false],
    ['2141', 'holder_mismatch', false],
    ['2192', 'holder_mismatch', false],
    ['2193', 'card_declined', false],
    ['1106', 'provider_refused', false],
    ['1147', 'too_many_attempts', false],
    ['3267', 'provider_unavailable', false],
    ['ANYTHING_NEW', 'card_declined', false],
  ])('with code %s is declined as %s', (providerCode, code, claimRefused) => {
    for (const status of [200, 400, 404, 422]) {
      const outcome = judge(status, { code: providerCode, message: 'm' })
      expect(outcome).toEqual({ kind: 'declined', code, providerCode, ...(claimRefused && { claimRefused }) })
    }
  })

  it('keeps no code that may not be logged', () => {
    expect(judge(400, { code: '한글 코드', message: 'm' })).toEqual({
      kind: 'declined',
      code: 'card_declined',
    })
  })

  it.each([401, 403])('of the credential (%i) is definitive and the operator’s to mend', (status) => {
    expect(judge(status, { code: 'UNAUTHORIZED' })).toMatchObject({
      kind: 'declined',
      code: 'provider_refused',
    })
    expect(judge(status, '<html>')).toEqual({ kind: 'declined', code: 'provider_refused' })
  })
})

describe('an answer that proves nothing', () => {
  it.each(['1103', '1113', '1115', '1125', '1156', '2138', '3199', '3201', '0000', 'success', 'OK'])(
    'is code %s, which tells of another request or of nothing',
    (providerCode) => {
      const outcome = judge(200, { code: providerCode, message: 'm' })
      expect(outcome).toEqual({ kind: 'uncertain', code: 'outcome_unknown', providerCode })
    },
  )

  it.each([408, 409, 425, 429, 500, 502, 503, 301, 199, 0])('is HTTP %i, whatever it says', (status) => {
    expect(judge(status, { code: '3112' })).toMatchObject({ kind: 'uncertain', code: 'outcome_unknown' })
  })

  it.each([
    ['success without a key', { code: 'SUCCESS' }],
    ['success with an empty key', { ...SUCCESS, billingKey: ' ' }],
    ['success with a key of another type', { ...SUCCESS, billingKey: 7 }],
    ['success in a list', [SUCCESS]],
    ['a key beside a refusal', { code: '3112', billingKey: 'key-1' }],
    ['a key without a code', { billingKey: 'key-1' }],
    ['a code of another type', { code: 3112 }],
    ['an empty code', { code: '' }],
    ['null', null],
    ['a text', '"SUCCESS"'],
    ['nothing', ''],
    ['a web page', '<!doctype html>'],
    ['half of it', '{"code":"SUCCESS","billingKey":"k'],
  ])('is %s', (_what, body) => {
    expect(judge(200, body).kind).toBe('uncertain')
    expect(judge(400, body).kind).toBe('uncertain')
  })

  it('is a success under a status that is none', () => {
    expect(judge(500, SUCCESS).kind).toBe('uncertain')
    expect(judge(400, SUCCESS).kind).toBe('uncertain')
  })

  it.each(['timeout', 'lost', 'too-large'] as const)('is none at all: %s', (failure) => {
    const outcome = provider.judge(registration(), claim, [{ operation: 'issue', failure }])
    expect(outcome).toEqual({ kind: 'uncertain', code: 'outcome_unknown' })
  })
})

describe('without an answer', () => {
  it('a call that was never sent issued nothing', () => {
    const outcome = provider.judge(registration(), claim, [{ operation: 'issue', failure: 'not-sent' }])
    expect(outcome).toEqual({ kind: 'declined', code: 'provider_unavailable' })
  })

  it.each([
    [{ transactionId: 't1' }, { kind: 'uncertain', code: 'outcome_unknown' }],
    [{ code: '2101' }, { kind: 'declined', code: 'not_completed', cancelled: true, providerCode: '2101' }],
    [{ code: '3112' }, { kind: 'declined', code: 'card_limit', providerCode: '3112' }],
    [{}, { kind: 'declined', code: 'return_refused', claimRefused: true }],
  ])('the return %j comes to %j', (raw, outcome) => {
    expect(provider.judge(registration(), provider.parseReturn(raw), [])).toEqual(outcome)
  })
})

describe('whatever Danal answers', () => {
  const field = fc.oneof(fc.jsonValue(), fc.constantFrom('SUCCESS', '1104', true, false, '9900', 'o1', 'key'))
  const names = [
    'message',
    'authOnly',
    'issueKeyOnly',
    'amount',
    'orderId',
    'userName',
    'cardInfo',
    'transactionId',
  ]
  const answer = fc.record(
    {
      ...Object.fromEntries(names.map((name) => [name, field])),
      code: fc.oneof(fc.constantFrom('SUCCESS', 'success', '1104', '1103', ''), field),
      billingKey: fc.oneof(fc.constantFrom('key', '', ' '), field),
    },
    { requiredKeys: [] },
  )
  const body = fc.oneof(
    { weight: 3, arbitrary: answer.map((v) => JSON.stringify(v)) },
    fc.json(),
    fc.string(),
  )
  const status = fc.oneof(
    fc.constantFrom(200, 200, 201, 400, 401, 429, 500),
    fc.integer({ min: 0, max: 999 }),
  )

  const proves = (outcome: IssueOutcome, text: string, code: number): boolean => {
    const key = /"billingKey":"[^"]*[^"\s]/.test(text)
    const word = text.includes('"code":"SUCCESS"')
    if (outcome.kind === 'issued') return key && word && code >= 200 && code < 300
    return outcome.kind === 'uncertain' || (outcome.kind === 'declined' && !key && !word)
  }

  it('is judged without an exception: issued only with status, word and key, declined only without word and key', () => {
    fc.assert(
      fc.property(body, status, fc.boolean(), (text, code, issueKeyOnly) => {
        expect(proves(judge(code, text, { issueKeyOnly }), text, code)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('an answer that names another order', () => {
  const other = (fields: object): IssueOutcome['otherOrder'] =>
    judge(200, { ...SUCCESS, ...fields }).otherOrder

  it('says which order it was, and which transaction', () => {
    expect(other({ orderId: 'o2' })).toStrictEqual({ providerRef: 'o2' })
    expect(other({ orderId: 'o2', transactionId: 'T'.repeat(99) })).toStrictEqual({
      providerRef: 'o2',
      transactionId: 'T'.repeat(64),
    })
    expect(judge(400, { code: '3112', orderId: 'o2' }).otherOrder).toStrictEqual({ providerRef: 'o2' })
  })

  it.each([{}, { orderId: 'o1' }, { orderId: '' }, { orderId: 'o 2' }, { orderId: 'o'.repeat(65) }])(
    'is not what %j is',
    (fields) => expect(other(fields)).toBeUndefined(),
  )
})

describe("Danal's codes", () => {
  it.each([
    ['2140', 'card_declined'],
    ['2141', 'holder_mismatch'],
    ['2192', 'holder_mismatch'],
    ['2193', 'card_declined'],
    ['21415', 'card_declined'],
    ['x2150', 'card_declined'],
    ['9999', 'card_declined'],
    ['1117', 'return_refused'],
  ])('%s is told as %s', (code, told) => {
    expect(judge(400, { code })).toMatchObject({ kind: 'declined', code: told, providerCode: code })
  })

  it.each(['1104', '1117', '1124'])('%s refuses this return alone', (code) => {
    expect(judge(400, { code })).toMatchObject({ claimRefused: true })
  })

  it('say of no other refusal that another return may be good', () => {
    expect(judge(400, { code: '3112' })).not.toHaveProperty('claimRefused')
  })

  it.each([
    ['ok', 'uncertain'],
    ['Success', 'uncertain'],
    ['OKAY', 'declined'],
    ['NOT_OK', 'declined'],
    ['SUCCESSFUL', 'declined'],
  ])('%s without a key is %s', (code, kind) => expect(judge(200, { code }).kind).toBe(kind))
})

describe('the call', () => {
  it.each([
    ['test_secret_key', 'Basic dGVzdF9zZWNyZXRfa2V5Og=='],
    ['SK_TEST_example', 'Basic U0tfVEVTVF9leGFtcGxlOg=='],
  ])('is authorized with the secret key %s and an empty password', (key, header) => {
    expect(basicAuthorization(new Secret(key))).toBe(header)
  })

  it('is one POST of exactly the two documented fields', async () => {
    const calls: unknown[] = []
    const fetch: typeof globalThis.fetch = async (input, init) => {
      calls.push([input, init?.method, new Headers(init?.headers).get('authorization'), init?.body])
      return Response.json(SUCCESS)
    }
    const exchanges = await provider.issue(registration(), claim, firstCall(fetch))
    expect(calls).toEqual([
      [
        'https://one-api.danalpay.com/v1/billing/CARD/issue-key',
        'POST',
        `Basic ${btoa('SK_TEST_abc:')}`,
        '{"transactionId":"t1","merchantId":"9810030930"}',
      ],
    ])
    expect(exchanges).toHaveLength(1)
  })

  it.each([{ code: '2101' }, { code: '3112', transactionId: 't1' }, {}])(
    'is not made for the return %j',
    async (raw) => {
      const fetch = (): never => {
        throw new Error('called')
      }
      expect(await provider.issue(registration(), provider.parseReturn(raw), firstCall(fetch))).toEqual([])
    },
  )

  it('uses its own fetch where it was given one', async () => {
    const own = await finishing(danal({ ...KEYS, fetch: async () => Response.json(SUCCESS) }))
    const other = (): never => {
      throw new Error('called')
    }
    const exchanges = await own.issue(registration(), claim, firstCall(other))
    expect(own.judge(registration(), claim, exchanges).kind).toBe('issued')
  })
})
