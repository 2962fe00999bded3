// PortOne V2 from a typed card number: what is sent, and what each answer comes to.
import { describe, expect, it } from 'vitest'
import { mintId } from '../../mint.ts'
import { firstCall } from '../../testing/provider-bench.ts'
import type { CardDetails, EarlierTry, IssueOutcome, KeyIn } from '../provider.ts'
import { portoneV2 } from './index.ts'
import type { PortoneV2Options } from './options.ts'

const KEYS: PortoneV2Options = {
  storeId: 'store-1',
  channelKey: 'channel-key-1',
  apiSecret: 'secret-abc',
  sandbox: true,
  pgProvider: 'inicis_v2',
  offerPeriod: { interval: '1m' },
}
const CARD: CardDetails = {
  number: '4111111111111111',
  expiryYear: '29',
  expiryMonth: '07',
  identity: '900101',
  password: '12',
}
const OPEN = {
  id: 'r1',
  customer: { id: 'alice', name: '김하늘', email: 'alice@example.com', phone: '010-1234-5678' },
  order: { name: 'Pro', amount: 9900, currency: 'KRW', charge: 'later' },
  locale: 'ko',
} as const

type Answer = (() => Response) | 'lost'
const json =
  (body: unknown, status = 200): Answer =>
  () =>
    Response.json(body, { status })
const error = (type: string, status: number, more: object = {}): Answer => json({ type, ...more }, status)
const NONE = json({ items: [], page: { number: 0, size: 10, totalCount: 0 } })
const MADE = json({
  billingKeyInfo: { billingKey: 'billing-key-1', channels: [], issuedAt: '2026-01-01T00:00:00Z' },
})

async function half(options: Partial<PortoneV2Options> = {}): Promise<KeyIn> {
  const keyIn = await portoneV2({ ...KEYS, ...options }).keyIn?.()
  if (!keyIn) throw new Error('no key-in')
  return keyIn
}

/** A typed card at PortOne, try by try, as the ledger would remember it. */
async function world(answers: { issue?: Answer; key?: Answer; find?: Answer }) {
  const keyIn = await half()
  const { account } = portoneV2(KEYS)
  const registration = { ...OPEN, ...keyIn.prepare(OPEN, mintId) }
  const { customerId } = registration.memo
  const pg = { issue: 'lost', key: error('BILLING_KEY_NOT_FOUND', 404), find: NONE, ...answers } as const
  const sent: { call: string; headers: Record<string, string>; body: unknown }[] = []
  const tries: EarlierTry[] = []
  const http: typeof fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const call = init?.method === 'POST' ? 'issue' : url.pathname === '/billing-keys' ? 'find' : 'key'
    sent.push({ call, headers: Object.fromEntries(new Headers(init?.headers)), body: init?.body })
    const answer: Answer = changed[call] ?? pg[call]
    if (answer === 'lost') throw new TypeError('fetch failed')
    return answer()
  }
  const changed: { issue?: Answer; key?: Answer; find?: Answer } = {}
  const once = async (card: CardDetails | undefined = CARD): Promise<IssueOutcome> => {
    const exchanges = await keyIn.issue(registration, card, { ...firstCall(http), earlier: tries })
    const { credentialFingerprint } = account
    tries.push({ sentAt: Date.now(), credentialFingerprint, exchanges })
    return keyIn.judge(
      registration,
      tries.flatMap((one) => one.exchanges),
    )
  }
  /** After the process that held the card ended. */
  const withoutCard = async (): Promise<IssueOutcome> => {
    const exchanges = await keyIn.issue(registration, undefined, { ...firstCall(http), earlier: tries })
    return keyIn.judge(registration, [...tries.flatMap((one) => one.exchanges), ...exchanges])
  }
  return { once, withoutCard, sent, changed, registration, tries, info: infoOf(String(customerId)) }
}

const infoOf = (customerId: string, more: object = {}): object => ({
  status: 'ISSUED',
  billingKey: 'billing-key-1',
  storeId: 'store-1',
  methods: [
    { type: 'BillingKeyPaymentMethodCard', card: { issuer: 'HYUNDAI_CARD', number: '411111******1111' } },
  ],
  channels: [{ type: 'TEST', id: 'c', key: 'channel-key-1', pgProvider: 'INICIS_V2', pgMerchantId: 'm' }],
  customer: { id: customerId },
  ...more,
})

describe('what is sent', () => {
  it('is one POST with the documented fields and one quoted Idempotency-Key, for a customer id of this registration alone', async () => {
    const { once, sent, changed, info, registration } = await world({ issue: MADE })
    expect(await once()).toEqual({ kind: 'pending', atOnce: true })
    const { customerId } = registration.memo
    expect(sent).toHaveLength(1)
    expect(sent[0]?.headers).toMatchObject({
      authorization: 'PortOne secret-abc',
      'idempotency-key': `"${firstCall(fetch).idempotencyKey}"`,
    })
    expect(JSON.parse(String(sent[0]?.body))).toEqual({
      storeId: 'store-1',
      channelKey: 'channel-key-1',
      customer: {
        id: customerId,
        name: { full: '김하늘' },
        phoneNumber: '01012345678',
        email: 'alice@example.com',
      },
      method: {
        card: {
          credential: {
            number: '4111111111111111',
            expiryYear: '29',
            expiryMonth: '07',
            birthOrBusinessRegistrationNumber: '900101',
            passwordTwoDigits: '12',
          },
        },
      },
    })
    changed.key = json(info)
    const outcome = await once()
    expect(outcome).toMatchObject({
      kind: 'issued',
      mismatches: [],
      issued: {
        issuer: '현대카드',
        maskedNumber: '411111******1111',
        binding: 'strong',
        customerRef: customerId,
      },
    })
    expect(outcome.kind === 'issued' && outcome.issued.key.reveal()).toBe('billing-key-1')
    expect(sent.map(({ call }) => call)).toEqual(['issue', 'key'])
  })

  it.each<[string, Partial<PortoneV2Options>]>([
    ['a wallet', { pgProvider: 'kakaopay', billingKeyMethod: 'EASY_PAY' }],
    ['phone billing', { pgProvider: undefined, billingKeyMethod: 'MOBILE', productType: 'DIGITAL' }],
  ])('is nothing for %s, which issues in its window alone', (_what, options) => {
    expect(portoneV2({ ...KEYS, offerPeriod: undefined, ...options }).keyIn).toBeUndefined()
  })

  it('is the same for an order that is to be charged now, and asks nothing of a customer that only a window needs', async () => {
    const { refuse } = await half()
    expect(refuse({ ...OPEN.order, charge: 'now' })).toBeUndefined()
    expect(refuse(OPEN.order)).toBeUndefined()
  })
})

describe('a lost answer', () => {
  it('is asked for again with the same bytes while the card is held', async () => {
    const { once, sent, changed, info } = await world({})
    expect(await once()).toMatchObject({ kind: 'uncertain' })
    changed.issue = MADE
    changed.key = json(info)
    expect(await once()).toEqual({ kind: 'pending', atOnce: true })
    expect(await once()).toMatchObject({ kind: 'issued', mismatches: [] })
    expect(sent.map(({ call }) => call)).toEqual(['issue', 'issue', 'key'])
    expect(sent[1]).toEqual(sent[0])
  })

  it('is found by the customer id when nobody holds the card any more, and nothing is sent again', async () => {
    const { once, withoutCard, sent, changed, info } = await world({})
    await once()
    expect(await withoutCard()).toMatchObject({ kind: 'uncertain' })
    changed.find = json({ items: [info] })
    expect(await withoutCard()).toMatchObject({ kind: 'issued', mismatches: [] })
    expect(sent.map(({ call }) => call)).toEqual(['issue', 'find', 'find'])
  })
})

describe('what an answer comes to', () => {
  it('a decline of the PG is one once it is sure that there is no key, and is never sent again', async () => {
    const { once, sent } = await world({
      issue: error('PG_PROVIDER', 502, { pgCode: 'X1', pgMessage: '한도 초과' }),
    })
    expect(await once()).toEqual({ kind: 'pending', atOnce: true })
    expect(await once()).toMatchObject({ kind: 'declined', code: 'card_declined', providerCode: 'X1' })
    expect(sent.map(({ call }) => call)).toEqual(['issue', 'find'])
  })

  it.each<[string, Answer, object]>([
    ['a refused request', error('INVALID_REQUEST', 400), { kind: 'declined', code: 'provider_refused' }],
    ['a refused secret', error('UNAUTHORIZED', 401), { kind: 'declined', code: 'provider_refused' }],
    ['an unknown channel', error('CHANNEL_NOT_FOUND', 404), { kind: 'declined', code: 'provider_refused' }],
    ['a PG that failed without a code', error('PG_PROVIDER', 502), { kind: 'uncertain' }],
    ['a channel group that failed', error('CHANNEL_SPECIFIC', 502), { kind: 'uncertain' }],
    ['one that is still running', error('IDEMPOTENCY_OUTSTANDING_REQUEST', 409), { kind: 'pending' }],
    ['a page', () => new Response('<html>', { status: 502 }), { kind: 'uncertain' }],
    ['success without a key', json({ billingKeyInfo: {} }), { kind: 'uncertain' }],
  ])('%s', async (_what, issue, outcome) => {
    const { once } = await world({ issue })
    expect(await once()).toMatchObject(outcome)
  })

  it.each<[string, object]>([
    ['customer', { customer: { id: 'somebody' } }],
    ['customer', { customer: {} }],
    ['customer', { customer: {}, issueId: 'another' }],
    ['storeId', { storeId: 'store-2' }],
    ['status', { status: 'DELETED' }],
    ['channelType', { channels: [{ type: 'LIVE', key: 'channel-key-1' }] }],
    ['pgProvider', { channels: [{ type: 'TEST', key: 'channel-key-1', pgProvider: 'NICE_V2' }] }],
  ])('a key with another %s is held (%o)', async (name, more) => {
    const { once, changed, registration } = await world({ issue: MADE })
    await once()
    changed.key = json(infoOf(String(registration.memo['customerId']), more))
    const outcome = await once()
    expect(outcome.kind === 'issued' && outcome.mismatches).toContain(name)
  })

  it('an issueId that PortOne gave by itself is not compared with one that was never sent', async () => {
    const { once, changed, registration } = await world({ issue: MADE })
    await once()
    changed.key = json(infoOf(String(registration.memo['customerId']), { issueId: 'made-by-portone' }))
    expect(await once()).toMatchObject({ kind: 'issued', mismatches: [] })
  })
})
