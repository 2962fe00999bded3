// Which lookups are made at PortOne, with which token, and how often.
import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../http/exchange.ts'
import { firstCall } from '../../testing/provider-bench.ts'
import type { ReturnedRegistration } from '../provider.ts'
import { portoneV1 } from './index.ts'
import type { PortoneV1Options } from './options.ts'
import { finishing } from '../finishing.ts'

const KEYS = { userCode: 'imp12345678', apiKey: '1234567890123456', apiSecret: 's'.repeat(80) }

const registration = (memo: ReturnedRegistration['memo'] = {}): ReturnedRegistration => ({
  id: 'r1',
  customer: { id: 'alice' },
  order: { name: 'Pro', amount: 9900, currency: 'KRW', charge: 'later' },
  locale: 'ko',
  memo: { merchantUid: 'br1', customerUid: 'bk1', amount: 0, sandbox: false, payMethod: 'card', ...memo },
  providerRef: 'br1',
})

const ok = (response: object): Response => Response.json({ code: 0, message: null, response })
const none = (status: number): Response =>
  Response.json({ code: -1, message: 'm', response: null }, { status })

type Answers = Readonly<Record<string, () => Response | Promise<Response>>>

const token = (value = 'tok123', seconds = 1800): Response =>
  ok({ access_token: value, now: 1000, expired_at: 1000 + seconds })

const PAID = { imp_uid: 'imp_1', merchant_uid: 'br1', status: 'paid' }

/** PortOne by path; `calls` lists method, path and what was sent to authorize. */
function pg(answers: Answers, options: Partial<PortoneV1Options> = {}) {
  const calls: string[] = []
  const finisher = finishing(portoneV1({ ...KEYS, pg: 'danal_tpay', ...options }))
  const clock = { now: 0 }
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input)
    const headers = new Headers(init?.headers)
    const sent = [headers.get('authorization'), headers.get('tier')].filter((value) => value !== null)
    calls.push([`${init?.method} ${pathname}${search}`, ...sent].join(' '))
    const answer = answers[pathname] ?? (pathname === '/users/getToken' ? token : () => none(404))
    return answer()
  }
  const look = async (raw: Record<string, string>, of = registration()): Promise<readonly Exchange[]> => {
    const { issue, parseReturn } = await finisher
    const context = firstCall(fetch, () => clock.now)
    return issue(of, parseReturn(raw), context)
  }
  return { calls, look, clock }
}

describe('the lookups', () => {
  it('are the payment by its id and the key, with a bearer token', async () => {
    const { calls, look } = pg({
      '/payments/imp_1': () => ok(PAID),
      '/subscribe/customers/bk1': () => ok({ customer_uid: 'bk1' }),
    })
    await look({ imp_uid: 'imp_1' })
    expect(calls).toEqual([
      'POST /users/getToken',
      'GET /payments/imp_1 Bearer tok123',
      'GET /subscribe/customers/bk1 Bearer tok123',
    ])
  })

  it('show test payments only where the registration was opened in test mode', async () => {
    const { calls, look } = pg({ '/payments/imp_1': () => ok(PAID) })
    await look({ imp_uid: 'imp_1' }, registration({ sandbox: true }))
    expect(calls[1]).toBe('GET /payments/imp_1?include_sandbox=true Bearer tok123')
  })

  it.each([
    ['without an imp_uid', {}, {}],
    ['when the imp_uid is unknown', { imp_uid: 'imp_1' }, { '/payments/imp_1': () => none(404) }],
    [
      'when it names another order',
      { imp_uid: 'imp_1' },
      { '/payments/imp_1': () => ok({ ...PAID, merchant_uid: 'x' }) },
    ],
    [
      'when it names an earlier try',
      { imp_uid: 'imp_1' },
      { '/payments/imp_1': () => ok({ ...PAID, status: 'failed' }) },
    ],
    ['when its lookup fails', { imp_uid: 'imp_1' }, { '/payments/imp_1': () => none(500) }],
    ['after a cancel', { error_code: '2101' }, {}],
  ])('go by our own order id %s', async (_when, raw, answers: Answers) => {
    const { calls, look } = pg(answers)
    await look(raw)
    expect(calls.slice(-2)).toEqual([
      'GET /payments/find/br1 Bearer tok123',
      'GET /subscribe/customers/bk1 Bearer tok123',
    ])
  })

  it('carry the sub-merchant', async () => {
    const { calls, look } = pg({}, { tierCode: 'A1B' })
    await look({})
    expect(calls[1]).toBe('GET /payments/find/br1 Bearer tok123 A1B')
  })

  it('stop when the PG cannot be reached', async () => {
    const { calls, look } = pg({
      '/payments/imp_1': () => {
        throw new TypeError('fetch failed')
      },
    })
    const exchanges = await look({ imp_uid: 'imp_1' })
    expect(calls).toHaveLength(2)
    expect(exchanges).toEqual([{ operation: 'payment', failure: 'lost' }])
  })

  it('stop when their time is over', async () => {
    const { calls, look, clock } = pg(
      {
        '/payments/imp_1': () => {
          clock.now += 1000
          return none(404)
        },
      },
      { timeoutMs: 1000 },
    )
    await look({ imp_uid: 'imp_1' })
    expect(calls.at(-1)).toContain('/payments/imp_1')
  })
})

describe('the token', () => {
  it('is asked for once, however many look at the same time', async () => {
    const { calls, look } = pg({})
    await Promise.all([look({}), look({}), look({})])
    expect(calls.filter((call) => call.includes('getToken'))).toHaveLength(1)
  })

  it('is kept until half a minute before its end, by the PG’s own clock', async () => {
    const { calls, look, clock } = pg({ '/users/getToken': () => token('tok123', 90) })
    const asked = (): number => calls.filter((call) => call.includes('getToken')).length
    await look({})
    clock.now = 59_999
    await look({})
    expect(asked()).toBe(1)
    clock.now = 60_000
    await look({})
    expect(asked()).toBe(2)
  })

  it('is replaced once after a 401, and the call repeated with the new one', async () => {
    let issued = 0
    const { calls, look } = pg({
      '/users/getToken': () => {
        issued += 1
        return token(`tok${issued}`)
      },
      '/payments/imp_1': () => (issued === 1 ? none(401) : ok(PAID)),
    })
    await look({ imp_uid: 'imp_1' })
    expect(calls).toEqual([
      'POST /users/getToken',
      'GET /payments/imp_1 Bearer tok1',
      'POST /users/getToken',
      'GET /payments/imp_1 Bearer tok2',
      'GET /subscribe/customers/bk1 Bearer tok2',
    ])
  })

  it('is not asked for again and again when it is never taken', async () => {
    const { calls, look } = pg({
      '/payments/find/br1': () => none(401),
      '/subscribe/customers/bk1': () => none(401),
    })
    await look({})
    expect(calls.filter((call) => call.includes('/payments/find'))).toHaveLength(2)
    expect(calls.filter((call) => call.includes('/subscribe'))).toHaveLength(2)
  })

  it.each([
    ['refused', () => none(401), { operation: 'token', status: 401 }],
    [
      'answered with nothing to read',
      () => new Response('{"response":{"access_token":"tok', {}),
      { operation: 'token', status: 200 },
    ],
    ['answered without a token', () => ok({}), { operation: 'token', status: 200 }],
    ['answered with what no header can carry', () => token('줄\n바꿈'), { operation: 'token', status: 200 }],
  ])('that is %s ends the look, and its answer is not kept', async (_what, answer, exchange) => {
    const { calls, look } = pg({ '/users/getToken': answer })
    expect(await look({ imp_uid: 'imp_1' })).toEqual([exchange])
    expect(calls).toHaveLength(1)
  })

  it('is asked for again after a failure', async () => {
    let tries = 0
    const { calls, look } = pg({
      '/users/getToken': () => {
        tries += 1
        return tries === 1 ? none(500) : token()
      },
    })
    await look({})
    await look({})
    expect(calls.at(-1)).toBe('GET /subscribe/customers/bk1 Bearer tok123')
  })
})
