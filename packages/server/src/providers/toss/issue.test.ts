// The call to Toss, and when and how it is repeated.
import { describe, expect, it } from 'vitest'
import { firstCall } from '../../testing/provider-bench.ts'
import type { EarlierTry, ReturnedRegistration } from '../provider.ts'
import { toss } from './index.ts'
import type { TossOptions } from './options.ts'
import { finishing } from '../finishing.ts'

const KEYS = { clientKey: 'test_ck_abc', secretKey: 'test_sk_zXLkKEypNArWmo50nX3lmeaxYG5R' }
const REGISTRATION: ReturnedRegistration = {
  id: 'r1',
  customer: { id: 'alice' },
  order: { name: 'Pro', amount: 9900, currency: 'KRW', charge: 'later' },
  locale: 'ko',
  memo: { customerKey: 'ck1', method: 'CARD' },
  providerRef: 'ck1',
}
const DAY = 24 * 60 * 60_000

interface Sent {
  readonly url: string
  readonly headers: Record<string, string>
  readonly body: unknown
}

/** What is sent for a return, `earlier` having been made with `with`. */
async function sent(
  options: Partial<TossOptions> = {},
  raw: Record<string, string> = { authKey: 'k+1', customerKey: 'ck1' },
  earlier?: { with: Partial<TossOptions>; ago?: number },
): Promise<readonly Sent[]> {
  const calls: Sent[] = []
  const provider = await finishing(toss({ ...KEYS, ...options }))
  const http: typeof fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input)
    calls.push({ url, headers: Object.fromEntries(new Headers(init?.headers)), body: init?.body })
    return Response.json({})
  }
  const tries: EarlierTry[] = earlier
    ? [
        {
          sentAt: 20 * DAY - (earlier.ago ?? 0),
          credentialFingerprint: toss({ ...KEYS, ...earlier.with }).account.credentialFingerprint,
          exchanges: [],
        },
      ]
    : []
  const context = { ...firstCall(http, () => 20 * DAY), earlier: tries }
  await provider.issue(REGISTRATION, provider.parseReturn(raw), context)
  return calls
}

describe('the call', () => {
  it('is one POST of exactly the two documented fields under the Idempotency-Key it is given', async () => {
    const { idempotencyKey } = firstCall(fetch)
    expect(await sent()).toEqual([
      {
        url: 'https://api.tosspayments.com/v1/billing/authorizations/issue',
        headers: {
          accept: 'application/json',
          authorization: 'Basic dGVzdF9za196WExrS0V5cE5BcldtbzUwblgzbG1lYXhZRzVSOg==',
          'content-type': 'application/json',
          'idempotency-key': idempotencyKey,
        },
        body: '{"authKey":"k+1","customerKey":"ck1"}',
      },
    ])
  })

  it.each([
    { code: 'PAY_PROCESS_CANCELED' },
    { code: 'X', authKey: 'k' },
    {},
    { authKey: 'k', customerKey: 'ck2' },
  ])('is not made for the return %j', async (raw) => expect(await sent({}, raw)).toEqual([]))

  it('is made with our own customerKey where the return names none', async () => {
    const [call] = await sent({}, { authKey: 'k' })
    expect(call?.body).toBe('{"authKey":"k","customerKey":"ck1"}')
  })

  it('asks for the error that was configured for tests', async () => {
    const [call] = await sent({ testCode: 'INVALID_REJECT_CARD' })
    expect(call?.headers).toMatchObject({ 'tosspayments-test-code': 'INVALID_REJECT_CARD' })
  })

  it('uses its own fetch where it was given one', async () => {
    let own = 0
    const answer: typeof fetch = async () => {
      own += 1
      return Response.json({})
    }
    expect(await sent({ fetch: answer })).toEqual([])
    expect(own).toBe(1)
  })
})

describe('the repetition', () => {
  it('sends the same bytes', async () => {
    expect(await sent({}, undefined, { with: {}, ago: 13 * DAY })).toEqual(await sent())
  })

  it('takes the older secret key where the first call was made with it', async () => {
    const exchanged = { secretKey: ['test_sk_new', KEYS.secretKey] } as const
    expect(await sent(exchanged, undefined, { with: {} })).toEqual(await sent())
    expect(await sent(exchanged)).not.toEqual(await sent())
  })

  it.each([
    ['the secret key is another one', { secretKey: 'test_sk_other' }, 0],
    ['the address is another one', { apiBase: 'https://proxy.example' }, 0],
    ['Toss may have forgotten the first one', {}, 14 * DAY + 1],
  ])('is not made when %s', async (_when, made, ago) => {
    expect(await sent({}, undefined, { with: made, ago })).toEqual([])
  })
})
