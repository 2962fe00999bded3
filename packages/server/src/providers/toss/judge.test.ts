// What Toss' answers prove: issued, declined, or nothing; to the first call, and to its repetition.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CallFailure, Exchange } from '../../http/exchange.ts'
import { Secret } from '../../secret.ts'
import type { IssueOutcome, Memo, ReturnedRegistration } from '../provider.ts'
import { tossConfig, type TossOptions } from './options.ts'
import { finisher } from './finisher.ts'

const KEYS = { clientKey: 'test_ck_abc', secretKey: 'test_sk_abc' }
const SUCCESS = {
  mId: 'tosspayments',
  customerKey: 'ck1',
  authenticatedAt: '2026-01-01T00:00:00+09:00',
  method: '카드',
  billingKey: 'Z_t5vOvQxrj4499PeiJcjen28-V2RyqgYTwN44Rdzk0=',
  card: {
    issuerCode: '61',
    acquirerCode: '31',
    number: '43301234****123*',
    cardType: '신용',
    ownerType: '개인',
  },
}

const registration = (memo: Memo = {}): ReturnedRegistration => ({
  id: 'r1',
  customer: { id: 'alice' },
  order: { name: 'Pro', amount: 9900, currency: 'KRW', charge: 'later' },
  locale: 'ko',
  memo: { customerKey: 'ck1', method: 'CARD', ...memo },
  providerRef: 'ck1',
})

type Operation = 'issue' | 'replay'

const exchange = (status: number, body: unknown, operation: Operation = 'issue'): Exchange => ({
  operation,
  status,
  body: new Secret(typeof body === 'string' ? body : JSON.stringify(body)),
})

interface Given {
  operation?: Operation
  memo?: Memo
  options?: Partial<TossOptions>
  raw?: Record<string, string>
}

function judge(status: number, body: unknown, given: Given = {}): IssueOutcome {
  const provider = finisher(tossConfig({ ...KEYS, ...given.options }))
  const claim = provider.parseReturn(given.raw ?? { authKey: 'k', customerKey: 'ck1' })
  return provider.judge(registration(given.memo), claim, [exchange(status, body, given.operation)])
}

describe('an answer with a key', () => {
  it.each(['issue', 'replay'] as const)('is issued with what came with it (%s)', (operation) => {
    const outcome = judge(200, SUCCESS, { operation })
    expect(outcome).toMatchObject({
      kind: 'issued',
      mismatches: [],
      issued: {
        kind: 'card',
        issuer: '현대카드',
        maskedNumber: '4330********123*',
        binding: 'strong',
        customerRef: 'ck1',
      },
    })
    expect(outcome.kind === 'issued' && outcome.issued.key.reveal()).toBe(SUCCESS.billingKey)
  })

  it.each([
    ['an older version tells the name', { card: { company: '현대', number: '433012******1234' } }, '현대'],
    [
      'the oldest told it at the top',
      { card: null, cardCompany: '삼성', cardNumber: '433012******1234' },
      '삼성',
    ],
    ['a code that nobody lists is not shown', { card: { issuerCode: '00' } }, undefined],
    ['nothing is told', { card: undefined }, undefined],
  ])('shows the card company as far as it is told: %s', (_name, change, issuer) => {
    const outcome = judge(200, { ...SUCCESS, ...change })
    expect(outcome.kind === 'issued' && outcome.issued.issuer).toBe(issuer)
  })

  it('registers a bank account with its bank and masked number', () => {
    const answer = {
      ...SUCCESS,
      method: '계좌이체',
      card: null,
      transfers: [{ bankName: '국민은행', bankAccountNumber: '123456****90' }],
    }
    expect(judge(200, answer, { memo: { method: 'TRANSFER' } })).toMatchObject({
      mismatches: [],
      issued: { kind: 'account', issuer: '국민은행', maskedNumber: '123456****90' },
    })
  })

  it.each([
    ['customerKey', { customerKey: 'other' }, {}],
    ['customerKey', { customerKey: 7 }, {}],
    ['method', { method: '계좌이체' }, {}],
    ['mId', {}, { merchantId: 'another' }],
  ])('names `%s` where it differs from what was asked', (name, change, options) => {
    expect(judge(200, { ...SUCCESS, ...change }, { options })).toMatchObject({
      kind: 'issued',
      mismatches: [name],
    })
  })

  it('is bound weakly where Toss does not say whose it is', () => {
    const outcome = judge(200, { billingKey: 'b' })
    expect(outcome).toMatchObject({ kind: 'issued', mismatches: [], issued: { binding: 'weak' } })
  })
})

// Every code that Toss lists, and what it proves: [our code, first call, repetition].
const DECLINED = 'declined'
const UNCERTAIN = 'uncertain'
const TABLE: readonly (readonly [string, number, string, string, string])[] = [
  ['INVALID_CARD_NUMBER', 400, 'card_invalid', DECLINED, DECLINED],
  ['INVALID_CARD_EXPIRATION', 400, 'card_expired', DECLINED, DECLINED],
  ['INVALID_CARD_PASSWORD', 400, 'card_invalid', DECLINED, DECLINED],
  ['INVALID_CARD_IDENTITY', 400, 'holder_mismatch', DECLINED, DECLINED],
  ['INVALID_BIRTH_DAY_FORMAT', 400, 'holder_mismatch', DECLINED, DECLINED],
  ['NOT_SUPPORTED_CARD_TYPE', 400, 'card_unsupported', DECLINED, DECLINED],
  ['INVALID_REJECT_CARD', 400, 'card_declined', DECLINED, DECLINED],
  ['INVALID_STOPPED_CARD', 400, 'card_declined', DECLINED, DECLINED],
  ['INVALID_CARD_LOST_OR_STOLEN', 400, 'card_declined', DECLINED, DECLINED],
  ['NOT_REGISTERED_CARD_COMPANY', 400, 'card_declined', DECLINED, DECLINED],
  ['INVALID_EMAIL', 400, 'provider_refused', DECLINED, UNCERTAIN],
  ['EXCEED_MAX_AUTH_COUNT', 403, 'too_many_attempts', DECLINED, DECLINED],
  ['REJECT_CARD_COMPANY', 403, 'card_declined', DECLINED, DECLINED],
  ['REJECT_CARD_PAYMENT', 403, 'card_limit', DECLINED, DECLINED],
  ['REJECT_ACCOUNT_PAYMENT', 403, 'card_limit', DECLINED, DECLINED],
  ['FDS_ERROR', 403, 'card_declined', DECLINED, DECLINED],
  ['PAY_PROCESS_CANCELED', 400, 'not_completed', DECLINED, DECLINED],
  ['PAY_PROCESS_ABORTED', 400, 'not_completed', DECLINED, DECLINED],
  ['INVALID_BILLING_AUTH', 400, 'return_refused', DECLINED, UNCERTAIN],
  ['INVALID_BILL_KEY_REQUEST', 400, 'return_refused', DECLINED, UNCERTAIN],
  ['NOT_FOUND_BILLING', 404, 'return_refused', DECLINED, UNCERTAIN],
  ['BILLING_KEY_NOT_FOUND', 400, 'return_refused', DECLINED, UNCERTAIN],
  ['NOT_MATCHES_CUSTOMER_KEY', 400, 'return_refused', DECLINED, UNCERTAIN],
  ['ALREADY_REMOVED_BILLING_KEY', 400, 'return_refused', DECLINED, UNCERTAIN],
  ['NOT_FOUND_HTTP_METHOD', 404, 'provider_refused', DECLINED, UNCERTAIN],
  ['INVALID_CUSTOMER_KEY', 400, 'provider_refused', DECLINED, UNCERTAIN],
  ['INVALID_REQUEST', 400, 'return_refused', DECLINED, UNCERTAIN],
  ['INVALID_REQUIRED_PARAM', 400, 'provider_refused', DECLINED, UNCERTAIN],
  ['NOT_SUPPORTED_METHOD', 400, 'provider_refused', DECLINED, UNCERTAIN],
  ['INVALID_API_KEY', 400, 'provider_refused', DECLINED, UNCERTAIN],
  ['UNAUTHORIZED_KEY', 401, 'provider_refused', DECLINED, UNCERTAIN],
  ['INCORRECT_BASIC_AUTH_FORMAT', 403, 'provider_refused', DECLINED, UNCERTAIN],
  ['FORBIDDEN_REQUEST', 403, 'provider_refused', DECLINED, UNCERTAIN],
  ['API_VERSION_UPDATE_NEEDED', 400, 'provider_refused', DECLINED, UNCERTAIN],
  ['INVALID_IDEMPOTENCY_KEY', 400, 'provider_refused', DECLINED, UNCERTAIN],
  ['INVALID_TEST_CODE', 400, 'provider_refused', DECLINED, UNCERTAIN],
  ['BELOW_MINIMUM_AMOUNT', 400, 'provider_refused', DECLINED, UNCERTAIN],
  ['FORBIDDEN_CONSECUTIVE_REQUEST', 403, 'provider_unavailable', DECLINED, UNCERTAIN],
  ['PROVIDER_ERROR', 400, 'provider_unavailable', DECLINED, UNCERTAIN],
  ['MAINTAINED_METHOD', 400, 'provider_unavailable', DECLINED, UNCERTAIN],
  ['FAILED_BILL_KEY_AUTH_CREATION', 500, 'provider_unavailable', UNCERTAIN, DECLINED],
  ['FAILED_BILLING_AUTO_CANCEL', 500, 'provider_unavailable', UNCERTAIN, DECLINED],
  ['FAILED_CARD_COMPANY_RESPONSE', 500, 'provider_unavailable', UNCERTAIN, DECLINED],
  ['FAILED_INTERNAL_SYSTEM_PROCESSING', 500, '', UNCERTAIN, UNCERTAIN],
  ['FAILED_PAYMENT_INTERNAL_SYSTEM_PROCESSING', 500, '', UNCERTAIN, UNCERTAIN],
  ['FAILED_DB_PROCESSING', 500, '', UNCERTAIN, UNCERTAIN],
  ['FAILED_METHOD_HANDLING', 500, '', UNCERTAIN, UNCERTAIN],
  ['COMMON_ERROR', 500, '', UNCERTAIN, UNCERTAIN],
  ['UNKNOWN_ERROR', 500, '', UNCERTAIN, UNCERTAIN],
  ['DUPLICATED_ORDER_ID', 400, '', UNCERTAIN, UNCERTAIN],
  ['DUPLICATED_REQUEST', 400, '', UNCERTAIN, UNCERTAIN],
  ['ALREADY_PROCESSED_PAYMENT', 400, '', UNCERTAIN, UNCERTAIN],
  ['IDEMPOTENT_REQUEST_PROCESSING', 409, '', 'pending', 'pending'],
  ['A_CODE_OF_TOMORROW', 400, 'not_completed', DECLINED, UNCERTAIN],
  ['A_CODE_OF_TOMORROW', 500, '', UNCERTAIN, UNCERTAIN],
]

describe('an error', () => {
  it.each(TABLE)('%s (%i) is told as %s: first %s, repeated %s', (name, status, code, first, repeated) => {
    for (const [operation, kind] of [
      ['issue', first],
      ['replay', repeated],
    ] as const) {
      const outcome = judge(status, { code: name, message: '문구', data: null }, { operation })
      expect(outcome.kind).toBe(kind)
      if (outcome.kind === 'declined') {
        expect(outcome).toMatchObject({ code, providerCode: name })
        expect(outcome.claimRefused ?? false).toBe(code === 'return_refused')
      }
    }
  })

  it('is looked at again where there were too many requests', () => {
    expect(judge(429, '').kind).toBe('pending')
  })

  it('never lets text of Toss out', () => {
    const outcome = judge(400, { code: 'INVALID_REJECT_CARD', message: 'secret words' })
    expect(JSON.stringify(outcome)).not.toContain('secret words')
  })
})

describe('an answer that proves nothing', () => {
  it.each([
    [200, { ...SUCCESS, billingKey: undefined }],
    [200, { ...SUCCESS, billingKey: '' }],
    [200, { ...SUCCESS, billingKey: ['b'] }],
    [200, [SUCCESS]],
    [200, ''],
    [302, ''],
    [400, ''],
    [400, { code: 7 }],
    [401, '<html>'],
    [500, SUCCESS],
    [503, '<html>'],
  ])('is uncertain: %i %j', (status, body) => {
    expect(judge(status, body)).toMatchObject({ kind: 'uncertain' })
  })

  it.each<[CallFailure, string, string]>([
    ['timeout', 'uncertain', 'uncertain'],
    ['lost', 'uncertain', 'uncertain'],
    ['too-large', 'uncertain', 'uncertain'],
    ['not-sent', 'declined', 'uncertain'],
  ])('a call that ended as %s is %s, a repetition %s', (failure, first, repeated) => {
    const provider = finisher(tossConfig(KEYS))
    const claim = provider.parseReturn({ authKey: 'k' })
    const kind = (operation: Operation): string =>
      provider.judge(registration(), claim, [{ operation, failure }]).kind
    expect([kind('issue'), kind('replay')]).toEqual([first, repeated])
  })

  it('is never called issued without a key, whatever it is', () => {
    const provider = finisher(tossConfig(KEYS))
    const claim = provider.parseReturn({ authKey: 'k' })
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), fc.json(), (status, body) => {
        const outcome = provider.judge(registration(), claim, [exchange(status, body)])
        expect(outcome.kind).not.toBe('issued')
      }),
    )
  })
})

describe('without a call', () => {
  it.each([
    [
      { authKey: 'k', customerKey: 'another' },
      { kind: 'declined', code: 'return_refused', claimRefused: true },
    ],
    [{ authKey: 'k' }, { kind: 'uncertain' }],
    [{ code: 'PAY_PROCESS_CANCELED' }, { kind: 'declined', cancelled: true }],
    [{ code: 'REJECT_CARD_COMPANY' }, { kind: 'declined', code: 'card_declined' }],
    [{ code: 'UNAUTHORIZED_KEY' }, { kind: 'declined', code: 'not_completed' }],
    [{}, { kind: 'declined', claimRefused: true }],
  ])('%j comes to %j', (raw, outcome) => {
    const provider = finisher(tossConfig(KEYS))
    expect(provider.judge(registration(), provider.parseReturn(raw), [])).toMatchObject(outcome)
  })
})
