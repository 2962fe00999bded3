// Every route under thousands of random requests: no answer is a server error, a refusal changes nothing, nothing leaks.
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { danal } from '../providers/danal/index.ts'
import { portoneV1 } from '../providers/portone-v1/index.ts'
import { portoneV2 } from '../providers/portone-v2/index.ts'
import { toss } from '../providers/toss/index.ts'
import { danalSuccess, makeShop, TEST_KEYS, type Shop } from '../testing/shop.ts'

/** The same requests in every run; `FUZZ_SEED` tries others. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_122)
const WORLDS = 200
const REQUESTS_EACH = 26

const API_SECRET = 'portone-secret-'.repeat(5)
const V2_SECRET = 'v2-secret-'.repeat(8)
const TOSS_KEYS = { clientKey: 'test_ck_fuzzed', secretKey: 'test_sk_fuzzed' } as const
const BILLING_KEY = 'KEY-20260101-000001'

interface World {
  readonly shop: Shop
  /** Ids of alice's registrations: at Danal open, clicked, returned, cancelled, issued, and one at each other PG. */
  readonly ids: readonly string[]
  readonly offer: string
  /** What must be told to nobody but the owner, and to them only in the launch. */
  readonly customerUid: string
}

const OTHER_PGS = ['portone-v1', 'portone-v2', 'toss'] as const

function makeFuzzShop(answers: fc.GeneratorValue): Shop {
  const providers = [
    danal(TEST_KEYS),
    portoneV1({
      userCode: 'imp12345678',
      apiKey: '1234567890123456',
      apiSecret: API_SECRET,
      channelKey: 'channel-key-1',
      pgProvider: 'danal_tpay',
      sandbox: true,
    }),
    portoneV2({
      storeId: 'store-fuzz',
      channelKey: 'channel-key-fuzz',
      apiSecret: V2_SECRET,
      pgProvider: 'tosspayments',
      sandbox: true,
    }),
    toss(TOSS_KEYS),
  ]
  const answer = (): Response | Promise<Response> =>
    answers(
      fc.constantFrom,
      () => danalSuccess({ billingKey: BILLING_KEY }),
      () => Response.json({ billingKey: BILLING_KEY, customerKey: 'ck', method: '카드', status: 'ISSUED' }),
      () => Response.json({ code: '3110', message: 'no' }),
      () => Response.json({ type: 'BILLING_KEY_NOT_FOUND', code: 'NOT_FOUND_BILLING' }, { status: 404 }),
      () => Response.json({ code: 1, response: null }, { status: 404 }),
      () => new Response('<html>', { status: 500 }),
      () => Promise.reject(new TypeError(`fetch failed for ${TEST_KEYS.secretKey}`)),
    )()
  const token = { access_token: 'token', now: 0, expired_at: 1800 }
  return makeShop({
    providers,
    attemptsPerHour: 12,
    fetch: async (url) =>
      String(url).endsWith('/users/getToken') ? Response.json({ code: 0, response: token }) : answer(),
  })
}

async function makeWorld(answers: fc.GeneratorValue): Promise<World> {
  const shop = makeFuzzShop(answers)
  const alice = shop.as('alice')
  const opened = []
  for (let index = 0; index < 5; index += 1) opened.push(await alice.open())
  const others = []
  for (const provider of OTHER_PGS) {
    const { offer } = await (await alice.request('GET', `/offer?plan=pro&provider=${provider}`)).json()
    others.push(await alice.open('pro', { offer, provider }))
  }
  const launches = others.map(({ launch }) => launch)
  const atPortone = launches.find((launch) => launch.provider === 'portone-v1')
  if (!atPortone) throw new Error('not PortOne')
  const ids = [...opened, ...others].map(({ id }) => id)
  await alice.request('POST', `/registrations/${ids[1]}/opened`, { body: {} })
  await alice.comeBack(ids[2] ?? '', { code: 'SUCCESS', transactionId: 'TX-2' })
  await alice.request('POST', `/registrations/${ids[3]}/cancel`, { body: { asked: true } })
  await alice.complete(ids[4] ?? '', { return: { code: 'SUCCESS', transactionId: 'TX-4' } })
  return {
    shop,
    ids,
    offer: (await alice.offer()).offer,
    customerUid: atPortone.request.customer_uid,
  }
}

const junk = fc.oneof(fc.string({ maxLength: 30 }), fc.constantFrom('', 'null', '../..', '%', '한글', '😀'))
const field = fc.oneof(junk, fc.constantFrom('SUCCESS', 'TX-1', 'TX-2', 'imp_1', 'FAILED', 'USER_CANCEL'))
const FIELDS =
  'transactionId code imp_uid merchant_uid error_code authKey customerKey billingIssueToken billingKey'.split(
    ' ',
  )
const fieldName = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...FIELDS) },
  { weight: 1, arbitrary: junk },
)
const fields = fc.dictionary(fieldName, field, { maxKeys: 6 })

const jsonBody = fc.oneof(
  fc.record(
    { return: fields, clickedMsAgo: fc.integer({ min: -5, max: 100_000_000 }) },
    { requiredKeys: [] },
  ),
  fc.record({ asked: fc.oneof(fc.boolean(), fc.jsonValue()) }, { requiredKeys: [] }),
  fc.constant('create' as const),
  fc.jsonValue({ maxDepth: 2 }),
)
const body = fc.oneof(
  { weight: 6, arbitrary: jsonBody.map((value) => ({ json: value })) },
  { weight: 2, arbitrary: fields.map((value) => ({ form: value })) },
  { weight: 2, arbitrary: fc.oneof(junk, fc.constant('x'.repeat(20_000))).map((text) => ({ text })) },
)

const ACTIONS = ['', '/complete', '/cancel', '/opened', '/return', '/card-form', '/nothing'] as const
const path = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      id: fc.oneof(fc.integer({ min: 0, max: 7 }), junk),
      action: fc.constantFrom(...ACTIONS),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '/offer',
      '/registrations',
      '/payment-methods',
      '/webhooks/toss',
      '/openapi.json',
      '/',
      '//',
      '/offer/',
    ),
  },
)

const request = fc.record({
  method: fc.oneof(
    { weight: 6, arbitrary: fc.constant('POST') },
    { weight: 3, arbitrary: fc.constant('GET') },
    { weight: 1, arbitrary: fc.constantFrom('PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS') },
  ),
  path,
  query: fc.option(
    fc.dictionary(fc.constantFrom('plan', 'locale', 'provider', 'code', 'transactionId'), field),
  ),
  user: fc.oneof({ weight: 4, arbitrary: fc.constant('alice') }, fc.constantFrom('bob', '', 'x'.repeat(100))),
  origin: fc.oneof(
    { weight: 5, arbitrary: fc.constant('https://shop.example') },
    fc.constantFrom(undefined, 'null', 'https://evil.example', 'https://shop.example.evil.example'),
  ),
  type: fc.oneof(
    { weight: 5, arbitrary: fc.constant('application/json') },
    fc.constantFrom('application/json; charset=utf-8', 'text/plain', 'application/x-www-form-urlencoded', ''),
  ),
  version: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom('1', undefined) },
    fc.constantFrom('', '2', '🙂'),
  ),
  length: fc.oneof(
    { weight: 8, arbitrary: fc.constant(undefined) },
    fc.constantFrom('99999', '-1', 'abc', '0'),
  ),
  dest: fc.constantFrom(undefined, undefined, 'iframe', 'document'),
  waitMs: fc.constantFrom(0, 0, 0, 700, 11_000, 1_900_000),
  body,
})
type Shot = typeof request extends fc.Arbitrary<infer T> ? T : never

function urlOf({ path: at, query }: Shot, ids: readonly string[]): string {
  const search = query ? `?${new URLSearchParams(query)}` : ''
  if (typeof at === 'string') return at + search
  const id = typeof at.id === 'number' ? (ids[at.id] ?? '') : encodeURIComponent(at.id)
  return `/registrations/${id}${at.action}${search}`
}

function textOf(shot: Shot, { offer }: World): string {
  if ('form' in shot.body) return String(new URLSearchParams(shot.body.form))
  if ('text' in shot.body) return shot.body.text
  const create = { plan: 'pro', offer, returnTo: 'https://shop.example/', clientRef: 'fuzz-client-reference' }
  return JSON.stringify(shot.body.json === 'create' ? create : shot.body.json)
}

async function send(shot: Shot, world: World): Promise<Response> {
  const { origin, type, version, length, dest, user, method } = shot
  const headers = new Headers({ cookie: user && `user=${user}` })
  const some = { origin, 'content-type': type, 'content-length': length, 'sec-fetch-dest': dest }
  for (const [name, value] of Object.entries(some)) if (value) headers.set(name, value)
  if (version !== undefined && version !== '🙂') headers.set('billing-version', version)
  const withBody = method !== 'GET' && method !== 'HEAD'
  return world.shop.billing.fetch(
    new Request(`https://shop.example/billing${urlOf(shot, world.ids)}`, {
      method,
      headers,
      ...(withBody && { body: textOf(shot, world) }),
    }),
  )
}

/** What a refusal must leave alone. */
async function snapshot({ shop, ids }: World): Promise<string> {
  const { ledger } = shop
  const all = await Promise.all(
    ids.map(async (id) => [await ledger.find(id), await ledger.claims(id), await ledger.attempts(id)]),
  )
  const customers = await Promise.all(
    ['alice', 'bob'].map(async (id) => [await ledger.pending(id), await ledger.paymentMethods(id)]),
  )
  return JSON.stringify([all, customers])
}

// Told in good order, and after what the request brought was kept: the outcome of the registration, not of its form.
const ABOUT_THE_REGISTRATION = [409, 410, 429]

/** Judges one request. `before`: the snapshot that the one before it left. Answers its status, and its own. */
async function judge(shot: Shot, world: World, before: string): Promise<[number, string]> {
  const response = await send(shot, world)
  const text = await response.text()
  const { status } = response
  expect(status < 500 ? 'no server error' : text).toBe('no server error')
  const after = await snapshot(world)
  if (status >= 400 && !ABOUT_THE_REGISTRATION.includes(status)) expect(after).toBe(before)
  const headers = JSON.stringify([...response.headers])
  for (const secret of [TEST_KEYS.secretKey, API_SECRET, V2_SECRET, TOSS_KEYS.secretKey, BILLING_KEY]) {
    expect(text + headers + JSON.stringify(world.shop.logs)).not.toContain(secret)
  }
  expect(text + headers).not.toContain(world.customerUid)
  const own =
    typeof shot.path !== 'string' && typeof shot.path.id === 'number' && shot.path.action !== '/return'
  const reads = shot.method === 'GET' || shot.method === 'POST'
  if (own && reads && shot.user !== 'alice') expect([400, 401, 403, 404, 413, 415]).toContain(status)
  return [status, after]
}

it(`answers ${WORLDS * REQUESTS_EACH} random requests (seed ${SEED}) without a server error, a change or a leak`, async () => {
  const seen = new Map<number, number>()
  await fc.assert(
    fc.asyncProperty(
      fc.gen(),
      fc.array(request, { minLength: REQUESTS_EACH, maxLength: REQUESTS_EACH }),
      async (answers, shots) => {
        const world = await makeWorld(answers)
        let left = await snapshot(world)
        for (const shot of shots) {
          world.shop.clock.now += shot.waitMs
          const [status, after] = await judge(shot, world, left)
          left = after
          seen.set(status, (seen.get(status) ?? 0) + 1)
        }
      },
    ),
    { seed: SEED, numRuns: WORLDS, endOnFailure: true },
  )
  // Otherwise all of them would have stopped at the same early check.
  for (const status of [200, 201, 303, 400, 401, 403, 404, 409, 413, 415]) {
    expect(seen.get(status) ?? 0, `answers with ${status}`).toBeGreaterThan(0)
  }
}, 240_000)
