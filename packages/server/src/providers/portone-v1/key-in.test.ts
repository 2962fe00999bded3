// PortOne V1 from a typed card number: what is sent, and what each answer comes to.
import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../http/exchange.ts'
import { mintId } from '../../mint.ts'
import { firstCall } from '../../testing/provider-bench.ts'
import type { CardDetails, EarlierTry, IssueOutcome, KeyIn, ReturnedRegistration } from '../provider.ts'
import { portoneV1 } from './index.ts'
import type { PortoneV1Options } from './options.ts'

const OPTIONS: PortoneV1Options = {
  userCode: 'imp12345678',
  apiKey: '1234567890123456',
  apiSecret: 's'.repeat(80),
  channelKey: 'channel-key-a',
  sandbox: true,
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

const TOKEN = { code: 0, response: { access_token: 't', expired_at: 2000, now: 200 } }
const lost = (): never => {
  throw new TypeError('fetch failed')
}
const refused = (): never => {
  throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } })
}

interface Sent {
  readonly method: string
  readonly url: string
  readonly body: unknown
}

type Answer = () => Response
const answer =
  (body: unknown, status = 200): Answer =>
  () =>
    Response.json(body, { status })

interface Pg {
  readonly token?: Answer
  readonly issue?: Answer
  readonly look?: Answer
}

async function half(options: Partial<PortoneV1Options> = {}): Promise<KeyIn> {
  const keyIn = await portoneV1({ ...OPTIONS, ...options }).keyIn?.()
  if (!keyIn) throw new Error('no key-in')
  return keyIn
}

/** One call against a PG of which only these answers are known; `card` absent: a look. */
async function run(
  pg: Pg,
  {
    options = {},
    earlier = [],
    card = CARD,
  }: {
    options?: Partial<PortoneV1Options>
    earlier?: readonly EarlierTry[]
    card?: CardDetails | undefined
  } = {},
): Promise<{ sent: Sent[]; outcome: IssueOutcome; registration: ReturnedRegistration }> {
  const keyIn = await half(options)
  const registration = { ...OPEN, ...keyIn.prepare(OPEN, mintId) }
  const sent: Sent[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const url = String(input)
    const method = init?.method ?? 'GET'
    if (url.endsWith('/users/getToken')) return (pg.token ?? answer(TOKEN))()
    sent.push({ method, url, body: init?.body === undefined ? undefined : JSON.parse(String(init.body)) })
    return ((method === 'POST' ? pg.issue : pg.look) ?? lost)()
  }
  const known: Exchange[] = earlier.flatMap(({ exchanges }) => exchanges)
  const context = { ...firstCall(fetch, () => 0), earlier }
  const exchanges = await keyIn.issue(registration, earlier.length > 0 ? undefined : card, context)
  return { sent, outcome: keyIn.judge(registration, [...known, ...exchanges]), registration }
}

const key = (fields: object = {}): object => ({
  code: 0,
  message: null,
  response: {
    pg_provider: 'html5_inicis',
    pg_id: 'INIBillTst',
    card_name: '현대카드',
    card_number: '411111******1111',
    inserted: 1,
    updated: 1,
    sandbox: true,
    ...fields,
  },
})

describe('what is sent', () => {
  it('is one POST with the documented fields, under a customer_uid of this registration alone', async () => {
    const { sent, registration, outcome } = await run({ issue: answer(key()) })
    const { customerUid } = registration.memo
    expect(sent).toEqual([
      {
        method: 'POST',
        url: `https://api.iamport.kr/subscribe/customers/${String(customerUid)}`,
        body: {
          channel_key: 'channel-key-a',
          card_number: '4111-1111-1111-1111',
          expiry: '2029-07',
          birth: '900101',
          pwd_2digit: '12',
          customer_name: '김하늘',
          customer_tel: '01012345678',
          customer_email: 'alice@example.com',
        },
      },
    ])
    expect(outcome).toMatchObject({
      kind: 'issued',
      mismatches: [],
      issued: { issuer: '현대카드', maskedNumber: '411111******1111', binding: 'strong' },
    })
    expect(outcome.kind === 'issued' && outcome.issued.key.reveal()).toBe(customerUid)
    expect(registration.providerRef).not.toContain(customerUid)
  })

  it('names the PG the older way where the merchant does, and a customer_id where the PG requires one', async () => {
    const { sent } = await run(
      { issue: answer(key()) },
      { options: { channelKey: undefined, pg: 'nice_v2.A1' } },
    )
    expect(sent[0]?.body).toMatchObject({ pg: 'nice_v2.A1', customer_id: 'alice' })
  })

  it.each(['danal_tpay', 'kakaopay'])('is nothing for %s, which issues in its window alone', (pg) => {
    expect(portoneV1({ ...OPTIONS, channelKey: undefined, pg }).keyIn).toBeUndefined()
  })

  it('is the same for an order that is to be charged now: its key is charged afterwards', async () => {
    expect((await half()).refuse({ ...OPEN.order, charge: 'now' })).toBeUndefined()
  })
})

describe('what an answer comes to', () => {
  it.each<[string, Pg, object]>([
    [
      'a refusal',
      { issue: answer({ code: -1, message: '카드번호 오류', response: null }) },
      { kind: 'declined', code: 'card_invalid', providerCode: '-1' },
    ],
    ['a refused token', { token: answer({ code: -1 }, 401) }, { kind: 'declined', code: 'provider_refused' }],
    ['no connection', { issue: refused }, { kind: 'declined', code: 'provider_unavailable' }],
    ['a refused call', { issue: answer({ code: -1 }, 401) }, { kind: 'declined', code: 'provider_refused' }],
    [
      'another customer_uid',
      { issue: answer(key({ customer_uid: 'other' })) },
      { kind: 'issued', mismatches: ['customer_uid'] },
    ],
    [
      'a live key where a test one was asked',
      { issue: answer(key({ sandbox: false })) },
      { kind: 'issued', mismatches: ['sandbox'] },
    ],
    [
      'a lost answer whose key is found',
      { issue: lost, look: answer(key()) },
      { kind: 'issued', mismatches: [] },
    ],
    [
      'a lost answer without a key yet',
      { issue: lost, look: answer({ code: 1, message: '', response: null }, 404) },
      { kind: 'uncertain' },
    ],
    ['a lost answer and a lost look', { issue: lost }, { kind: 'uncertain' }],
    ['HTTP 500', { issue: answer({ code: -1, message: '', response: null }, 500) }, { kind: 'uncertain' }],
    ['code 0 without a key', { issue: answer({ code: 0, response: null }) }, { kind: 'uncertain' }],
    ['a web page', { issue: () => new Response('<html>') }, { kind: 'uncertain' }],
  ])('%s', async (_what, pg, outcome) => {
    expect((await run(pg)).outcome).toMatchObject(outcome)
  })
})

describe('a later look', () => {
  const earlier = (exchanges: readonly Exchange[]): readonly EarlierTry[] => [
    { sentAt: 0, credentialFingerprint: 'f', exchanges },
  ]

  it('never issues again, and finds the key', async () => {
    const { sent, outcome } = await run(
      { look: answer(key()), issue: answer(key()) },
      { earlier: earlier([{ operation: 'issue', failure: 'timeout' }]) },
    )
    expect(sent.map(({ method }) => method)).toEqual(['GET'])
    expect(outcome.kind).toBe('issued')
  })

  it.each<[string, Pg]>([
    ['no key', { look: answer({ code: 1, response: null }, 404) }],
    ['no answer', {}],
    ['no token', { token: lost }],
    ['a refused token', { token: answer({ code: -1 }, 401) }],
  ])('that finds %s leaves it uncertain, also when no answer was ever written', async (_what, pg) => {
    for (const exchanges of [[], [{ operation: 'issue', failure: 'lost' } as const]]) {
      expect((await run(pg, { earlier: earlier(exchanges) })).outcome.kind).toBe('uncertain')
    }
  })
})
