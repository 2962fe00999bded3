// A typed card at Toss: the request of its API's document, and what the answers mean where no window was.
import { describe, expect, it } from 'vitest'
import { Secret } from '../../secret.ts'
import { firstCall } from '../../testing/provider-bench.ts'
import type { CardDetails, ReturnedRegistration } from '../provider.ts'
import { tossConfig } from './options.ts'
import { keyIn } from './key-in.ts'

const CONFIG = tossConfig({ clientKey: 'test_ck_abc', secretKey: 'test_sk_zXLkKEypNArWmo50nX3lmeaxYG5R' })
const REGISTRATION: ReturnedRegistration = {
  id: 'r1',
  customer: { id: 'alice' },
  order: { name: 'Pro', amount: 9900, currency: 'KRW', charge: 'later' },
  locale: 'ko',
  memo: { customerKey: 'tNnoxMVndIRgA56kpnKe', method: 'CARD' },
  providerRef: 'tNnoxMVndIRgA56kpnKe',
}
const CARD: CardDetails = {
  number: '4330123412341234',
  expiryYear: '24',
  expiryMonth: '07',
  identity: '881212',
  password: '12',
}

describe('the call', () => {
  it('is the one that the document of the billing API shows, under an Idempotency-Key', async () => {
    const calls: [string, RequestInit | undefined][] = []
    const context = firstCall(async (input, init) => {
      calls.push([String(input instanceof Request ? input.url : input), init])
      return Response.json({})
    })
    await keyIn(CONFIG).issue(REGISTRATION, CARD, context)
    const [[url, init] = []] = calls
    expect(calls).toHaveLength(1)
    expect(url).toBe('https://api.tosspayments.com/v1/billing/authorizations/card')
    expect(JSON.parse(String(init?.body))).toEqual({
      cardNumber: '4330123412341234',
      cardExpirationYear: '24',
      cardExpirationMonth: '07',
      cardPassword: '12',
      customerIdentityNumber: '881212',
      customerKey: 'tNnoxMVndIRgA56kpnKe',
    })
    expect(Object.fromEntries(new Headers(init?.headers))).toMatchObject({
      authorization: 'Basic dGVzdF9za196WExrS0V5cE5BcldtbzUwblgzbG1lYXhZRzVSOg==',
      'idempotency-key': context.idempotencyKey,
    })
  })

  it('is not made without the card', async () => {
    const context = firstCall(() => Promise.reject(new Error('called')))
    expect(await keyIn(CONFIG).issue(REGISTRATION, undefined, context)).toEqual([])
  })
})

describe('the answer', () => {
  const judge = (status: number, body: unknown): object =>
    keyIn(CONFIG).judge(REGISTRATION, [
      { operation: 'issue', status, body: new Secret(JSON.stringify(body)) },
    ])

  it('that the document shows is an issued key with its card', () => {
    expect(
      judge(200, {
        mId: 'tosspayments',
        customerKey: 'tNnoxMVndIRgA56kpnKe',
        authenticatedAt: '2021-01-01T10:01:30+09:00',
        method: '카드',
        billingKey: 'bk=',
        card: { company: '현대', number: '433012******1234', cardType: '신용', ownerType: '개인' },
      }),
    ).toMatchObject({
      kind: 'issued',
      mismatches: [],
      issued: { kind: 'card', issuer: '현대', maskedNumber: '433012******1234', binding: 'strong' },
    })
  })

  it('speaks of no return: what is wrong with the request is the merchant’s to change', () => {
    const outcome = judge(400, { code: 'INVALID_REQUEST' })
    expect(outcome).toMatchObject({
      kind: 'declined',
      code: 'provider_refused',
      providerCode: 'INVALID_REQUEST',
    })
    expect(outcome).not.toMatchObject({ claimRefused: true })
  })

  it.each([
    ['INVALID_CARD_NUMBER', 'card_invalid'],
    ['INVALID_CARD_PASSWORD', 'card_invalid'],
    ['INVALID_CARD_EXPIRATION', 'card_expired'],
    ['INVALID_CARD_IDENTITY', 'holder_mismatch'],
    ['REJECT_CARD_COMPANY', 'card_declined'],
  ])('%s comes to %s', (code, ours) => {
    expect(judge(400, { code })).toMatchObject({ kind: 'declined', code: ours })
  })
})
