// To the letter: what a return and an answer of Toss come to, with every word and no other.
import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../http/exchange.ts'
import { Secret } from '../../secret.ts'
import type { IssueOutcome, Memo, ReturnedRegistration } from '../provider.ts'
import { finisher } from './finisher.ts'
import { tossConfig } from './options.ts'

const provider = finisher(tossConfig({ clientKey: 'test_ck_abc', secretKey: 'test_sk_abc' }))
const UNKNOWN = { kind: 'uncertain', code: 'outcome_unknown' }

const registration = (memo: Memo = {}): ReturnedRegistration => ({
  id: 'r1',
  customer: { id: 'alice' },
  order: { name: 'Pro', amount: 9900, currency: 'KRW', charge: 'later' },
  locale: 'ko',
  memo: { customerKey: 'ck1', method: 'CARD', ...memo },
  providerRef: 'ck1',
})

const answer = (status: number, body: unknown, change: Partial<Exchange> = {}): Exchange => ({
  operation: 'issue',
  status,
  body: new Secret(typeof body === 'string' ? body : JSON.stringify(body)),
  ...change,
})

const judged = (
  exchanges: readonly Exchange[],
  raw: Record<string, string> = { authKey: 'k' },
  memo: Memo = {},
) => provider.judge(registration(memo), provider.parseReturn(raw), exchanges)

/** The outcome with its key open, so that all of it can be compared. */
const opened = (outcome: IssueOutcome): unknown =>
  outcome.kind === 'issued'
    ? { ...outcome, issued: { ...outcome.issued, key: outcome.issued.key.reveal() } }
    : outcome

describe('a key', () => {
  it.each<[string, object, Memo, object]>([
    ['with nothing else', {}, {}, { kind: 'card', binding: 'weak' }],
    [
      'with empty words',
      { customerKey: null, method: null, mId: null, card: {} },
      {},
      { kind: 'card', binding: 'weak' },
    ],
    [
      'with a card of the oldest kind',
      { customerKey: 'ck1', cardCompany: '현대', cardNumber: '433012******1234' },
      {},
      { kind: 'card', issuer: '현대', maskedNumber: '433012******1234', binding: 'strong' },
    ],
    [
      'with a company that has a code',
      { customerKey: 'ck1', card: { issuerCode: '61' } },
      {},
      { kind: 'card', issuer: '현대카드', binding: 'strong' },
    ],
    [
      'with an account, whatever card stands beside it',
      {
        customerKey: 'ck1',
        card: { company: '현대' },
        transfers: [{ bankName: '국민은행' }, { bankName: '우리은행' }],
      },
      { method: 'TRANSFER' },
      { kind: 'account', issuer: '국민은행', binding: 'strong' },
    ],
    ['with no account', { transfers: {} }, { method: 'TRANSFER' }, { kind: 'account', binding: 'weak' }],
  ])('%s', (_what, fields, memo, issued) => {
    expect(opened(judged([answer(200, { billingKey: 'bk', ...fields })], undefined, memo))).toStrictEqual({
      kind: 'issued',
      issued: { key: 'bk', customerRef: 'ck1', ...issued },
      mismatches: [],
    })
  })
})

describe('an answer', () => {
  const refusal = (code: unknown): object => ({ code, message: '문구' })

  it.each<[string, Exchange, object]>([
    ['that is a key under a failure', answer(200, { billingKey: 'bk' }, { failure: 'too-large' }), UNKNOWN],
    [
      'that is a key under no status',
      { operation: 'issue', body: new Secret('{"billingKey":"bk"}') },
      UNKNOWN,
    ],
    ['that never came', answer(200, '', { failure: 'lost' }), UNKNOWN],
    [
      'that was never asked for',
      answer(200, '', { failure: 'not-sent' }),
      { kind: 'declined', code: 'provider_unavailable' },
    ],
    ['without a code', answer(400, refusal('')), UNKNOWN],
    ['with a number for a code', answer(400, refusal(7)), UNKNOWN],
    [
      'with a code that may not be logged',
      answer(400, refusal('a b')),
      { kind: 'declined', code: 'not_completed' },
    ],
    [
      'with the fault of whoever issues',
      answer(500, refusal('FAILED_CARD_COMPANY_RESPONSE')),
      { ...UNKNOWN, providerCode: 'FAILED_CARD_COMPANY_RESPONSE' },
    ],
    [
      'with that fault again',
      answer(500, refusal('FAILED_CARD_COMPANY_RESPONSE'), { operation: 'replay' }),
      { kind: 'declined', code: 'provider_unavailable', providerCode: 'FAILED_CARD_COMPANY_RESPONSE' },
    ],
    [
      'that refuses the merchant',
      answer(401, refusal('UNAUTHORIZED_KEY')),
      { kind: 'declined', code: 'provider_refused', providerCode: 'UNAUTHORIZED_KEY' },
    ],
    [
      'that refuses the merchant in a repetition',
      answer(401, refusal('UNAUTHORIZED_KEY'), { operation: 'replay' }),
      { kind: 'uncertain', code: 'provider_refused', providerCode: 'UNAUTHORIZED_KEY' },
    ],
    [
      'that refuses the return',
      answer(400, refusal('INVALID_BILLING_AUTH')),
      { kind: 'declined', code: 'return_refused', providerCode: 'INVALID_BILLING_AUTH', claimRefused: true },
    ],
    [
      'that is listed, with a status of 500',
      answer(500, refusal('INVALID_EMAIL')),
      {
        kind: 'declined',
        code: 'provider_refused',
        providerCode: 'INVALID_EMAIL',
      },
    ],
    [
      'with a listed end, with a status of 500',
      answer(500, refusal('PAY_PROCESS_ABORTED')),
      {
        kind: 'declined',
        code: 'not_completed',
        providerCode: 'PAY_PROCESS_ABORTED',
      },
    ],
    ...([399, 400, 499, 500] as const).map((status): [string, Exchange, object] => [
      `with a code of tomorrow and status ${status}`,
      answer(status, refusal('TOMORROW')),
      status === 400 || status === 499
        ? { kind: 'declined', code: 'not_completed', providerCode: 'TOMORROW' }
        : { ...UNKNOWN, providerCode: 'TOMORROW' },
    ]),
    ['while the first one runs', answer(409, refusal('IDEMPOTENT_REQUEST_PROCESSING')), { kind: 'pending' }],
    ['after too many', answer(429, refusal('REJECT_CARD_COMPANY')), { kind: 'pending' }],
  ])('%s', (_what, exchange, outcome) => {
    expect(judged([exchange])).toStrictEqual(outcome)
  })

  it('counts where it is the last', () => {
    const card = answer(403, refusal('REJECT_CARD_COMPANY'))
    expect(judged([answer(500, ''), card])).toMatchObject({ kind: 'declined' })
    expect(judged([card, answer(500, '')])).toStrictEqual(UNKNOWN)
  })
})

describe('a return without a call', () => {
  it.each<[Record<string, string>, object]>([
    [
      { authKey: 'k', customerKey: 'other' },
      { kind: 'declined', code: 'return_refused', claimRefused: true },
    ],
    [{ authKey: 'k' }, UNKNOWN],
    [{}, { kind: 'declined', code: 'return_refused', claimRefused: true }],
    [
      { code: 'PAY_PROCESS_CANCELED' },
      { kind: 'declined', code: 'not_completed', cancelled: true, providerCode: 'PAY_PROCESS_CANCELED' },
    ],
    [
      { code: 'REJECT_CARD_COMPANY' },
      { kind: 'declined', code: 'card_declined', providerCode: 'REJECT_CARD_COMPANY' },
    ],
    [
      { code: 'UNAUTHORIZED_KEY' },
      { kind: 'declined', code: 'not_completed', providerCode: 'UNAUTHORIZED_KEY' },
    ],
    [{ code: 'a b' }, { kind: 'declined', code: 'not_completed' }],
    [{ authKey: '인증' }, { kind: 'declined', code: 'not_completed' }],
  ])('%j', (raw, outcome) => {
    expect(judged([], raw)).toStrictEqual(outcome)
  })
})

describe('a return is read', () => {
  it.each<[Record<string, string>, object]>([
    [
      { authKey: ' k ', customerKey: ' ck1 ' },
      { kind: 'token', token: 'k', value: { authKey: 'k', customerKey: 'ck1' } },
    ],
    [{ authKey: 'k' }, { kind: 'token', token: 'k', value: { authKey: 'k' } }],
    [
      { authKey: 'k', code: ' C1 ', message: ' no ' },
      { kind: 'failed', value: { authKey: 'k', code: 'C1', message: 'no' }, providerCode: 'C1' },
    ],
    [{ code: 'x'.repeat(101) }, { kind: 'failed', value: { code: 'x'.repeat(100) } }],
    [{ authKey: 'a\u0000b' }, { kind: 'failed', value: {} }],
    [{ authKey: '가k' }, { kind: 'failed', value: {} }],
    [
      { authKey: 'k', customerKey: '가ck' },
      { kind: 'token', token: 'k', value: { authKey: 'k' } },
    ],
    [
      { authKey: 'k', customerKey: 'ck가' },
      { kind: 'token', token: 'k', value: { authKey: 'k' } },
    ],
    [
      { authKey: 'k', customerKey: 'c' },
      { kind: 'token', token: 'k', value: { authKey: 'k' } },
    ],
    [
      { authKey: 'k', customerKey: 'a-=.@_' },
      { kind: 'token', token: 'k', value: { authKey: 'k', customerKey: 'a-=.@_' } },
    ],
    [{ customerKey: 'x'.repeat(301) }, { kind: 'empty', value: {} }],
    [{ message: 'only' }, { kind: 'empty', value: { message: 'only' } }],
  ])('%j as that and nothing more', (raw, parsed) => {
    expect(provider.parseReturn(raw)).toStrictEqual(parsed)
  })
})
