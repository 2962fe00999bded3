// Every route under thousands of random requests: no answer is a server error, a refusal changes nothing, nothing leaks.
import * as fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { expect, it } from 'vitest'
import {
  BILLING_KEY,
  makeFuzzWorld,
  SECRETS,
  snapshot,
  WEBHOOK_SECRET,
  type FuzzWorld,
} from '../../test/fuzz-world.ts'

/** The same requests in every run; `FUZZ_SEED` tries others. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_122)
const WORLDS = 200
const REQUESTS_EACH = 30

/** Stand for what only the world knows: alice's order at PortOne V1, a filled card form of hers. */
const [ORDER, JWE] = ['its-order', 'its-jwe']

const junk = fc.oneof(fc.string({ maxLength: 30 }), fc.constantFrom('', 'null', '../..', '%', '한글', '😀'))
const field = fc.oneof(
  junk,
  fc.constantFrom('SUCCESS', 'TX-1', 'TX-2', 'imp_1', 'FAILED', 'USER_CANCEL', ORDER, JWE),
)
const FIELDS =
  'transactionId code imp_uid merchant_uid error_code authKey customerKey billingIssueToken billingKey jwe'.split(
    ' ',
  )
const fieldName = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...FIELDS) },
  { weight: 1, arbitrary: junk },
)
const fields = fc.dictionary(fieldName, field, { maxKeys: 6 })

// What the PGs send, and what somebody may make of it.
const key = fc.oneof(fc.constantFrom(BILLING_KEY, `${BILLING_KEY}-a`), junk)
const webhook = fc.oneof(
  fc.record({
    eventType: fc.constantFrom('BILLING_DELETED', 'PAYMENT_STATUS_CHANGED', 'OTHER'),
    data: fc.record({ billingKey: key, orderId: field }, { requiredKeys: [] }),
  }),
  fc.record({
    type: fc.constantFrom('BillingKey.Issued', 'BillingKey.Deleted', 'Transaction.Paid', '__proto__'),
    data: fc.record({ storeId: fc.constant('store-fuzz'), billingKey: key, paymentId: field }),
  }),
)

const jsonBody = fc.oneof(
  fc.record(
    { return: fields, clickedMsAgo: fc.integer({ min: -5, max: 100_000_000 }) },
    { requiredKeys: [] },
  ),
  fc.record({ asked: fc.oneof(fc.boolean(), fc.jsonValue()) }, { requiredKeys: [] }),
  fc.constant('create' as const),
  webhook,
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
      id: fc.oneof(fc.integer({ min: 0, max: 8 }), junk),
      action: fc.constantFrom(...ACTIONS),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      method: fc.oneof(fc.integer({ min: 0, max: 2 }), junk),
      action: fc.constantFrom('', '/default', '/default', '/nothing'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('toss', 'portone-v1', 'portone-v2', 'danal', 'constructor')
      .map((name) => `/webhooks/${name}`),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '/offer',
      '/registrations',
      '/payment-methods',
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
    { weight: 3, arbitrary: fc.constantFrom('PUT', 'DELETE') },
    { weight: 1, arbitrary: fc.constantFrom('PATCH', 'HEAD', 'OPTIONS') },
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
  /** Whether it is signed as PortOne V2 signs its webhooks. */
  signed: fc.boolean(),
  dest: fc.constantFrom(undefined, undefined, 'iframe', 'document'),
  waitMs: fc.constantFrom(0, 0, 0, 700, 11_000, 1_900_000),
  body,
})
type Shot = typeof request extends fc.Arbitrary<infer T> ? T : never

function urlOf({ path: at, query }: Shot, { ids, methods }: FuzzWorld): string {
  const search = query ? `?${new URLSearchParams(query)}` : ''
  if (typeof at === 'string') return at + search
  if ('method' in at) {
    const method = typeof at.method === 'number' ? (methods[at.method] ?? '') : encodeURIComponent(at.method)
    return `/payment-methods/${method}${at.action}${search}`
  }
  const id = typeof at.id === 'number' ? (ids[at.id] ?? '') : encodeURIComponent(at.id)
  return `/registrations/${id}${at.action}${search}`
}

function textOf(shot: Shot, { offer, jwe, merchantUid }: FuzzWorld): string {
  const known = (text: string): string => text.replaceAll(JWE, jwe).replaceAll(ORDER, merchantUid)
  if ('form' in shot.body) return known(String(new URLSearchParams(shot.body.form)))
  if ('text' in shot.body) return shot.body.text
  const create = { plan: 'pro', offer, returnTo: 'https://shop.example/', clientRef: 'fuzz-client-reference' }
  return known(JSON.stringify(shot.body.json === 'create' ? create : shot.body.json))
}

async function send(shot: Shot, world: FuzzWorld): Promise<Response> {
  const { origin, type, version, length, dest, user, method } = shot
  const headers = new Headers({ cookie: user && `user=${user}` })
  const some = { origin, 'content-type': type, 'content-length': length, 'sec-fetch-dest': dest }
  for (const [name, value] of Object.entries(some)) if (value) headers.set(name, value)
  if (version !== undefined && version !== '🙂') headers.set('billing-version', version)
  const withBody = method !== 'GET' && method !== 'HEAD'
  const body = textOf(shot, world)
  if (shot.signed) {
    const at = new Date(world.shop.clock.now)
    headers.set('webhook-id', 'msg_1')
    headers.set('webhook-timestamp', String(Math.floor(at.getTime() / 1000)))
    headers.set('webhook-signature', new Webhook(WEBHOOK_SECRET).sign('msg_1', at, body))
  }
  return world.shop.billing.fetch(
    new Request(`https://shop.example/billing${urlOf(shot, world)}`, {
      method,
      headers,
      ...(withBody && { body }),
    }),
  )
}

// Told in good order, and after what the request brought was kept: the outcome of the registration, not of its form.
const ABOUT_THE_REGISTRATION = [409, 410, 429]

/** Whether it names a registration or a card that is not its user's. The return door takes what comes. */
function isSomeoneElses({ path: at, user, method }: Shot): boolean {
  if (typeof at === 'string' || !['GET', 'POST', 'PUT', 'DELETE'].includes(method)) return false
  if ('method' in at) return typeof at.method === 'number' && user !== (at.method === 2 ? 'bob' : 'alice')
  return typeof at.id === 'number' && at.action !== '/return' && user !== 'alice'
}

/** The door that it came to. */
const doorOf = ({ path: at, method }: Shot): string =>
  `${method} ${typeof at === 'string' ? at : 'method' in at ? `/payment-methods/:id${at.action}` : `/registrations/:id${at.action}`}`

/** Every door that a request can pass, with somebody behind it. */
const DOORS = [
  'GET /offer',
  'GET /openapi.json',
  'GET /payment-methods',
  'PUT /payment-methods/:id/default',
  'DELETE /payment-methods/:id',
  'POST /registrations',
  'GET /registrations/:id',
  'GET /registrations/:id/card-form',
  'GET /registrations/:id/return',
  'POST /registrations/:id/return',
  'POST /registrations/:id/complete',
  'POST /registrations/:id/cancel',
  'POST /registrations/:id/opened',
  'POST /webhooks/portone-v1',
  'POST /webhooks/portone-v2',
  'POST /webhooks/toss',
]

/** Judges one request. `before`: the snapshot that the one before it left. Answers its status, and its own. */
async function judge(shot: Shot, world: FuzzWorld, before: string): Promise<[number, string]> {
  const response = await send(shot, world)
  const text = await response.text()
  const { status } = response
  expect(status < 500 ? 'no server error' : text).toBe('no server error')
  // What a webhook began is its own business, and over before the next request is judged.
  if (status < 400) await world.shop.billing.drain()
  const after = await snapshot(world)
  if (status >= 400 && !ABOUT_THE_REGISTRATION.includes(status)) expect(after).toBe(before)
  const headers = JSON.stringify([...response.headers])
  const told = text + headers + JSON.stringify(world.shop.logs)
  for (const secret of SECRETS) expect(told).not.toContain(secret)
  expect(text + headers).not.toContain(world.customerUid)
  if (isSomeoneElses(shot)) expect([400, 401, 403, 404, 405, 413, 415]).toContain(status)
  return [status, after]
}

it(`answers ${WORLDS * REQUESTS_EACH} random requests (seed ${SEED}) without a server error, a change or a leak`, async () => {
  const seen = new Map<number, number>()
  const passed = new Set<string>()
  await fc.assert(
    fc.asyncProperty(
      fc.gen(),
      fc.array(request, { minLength: REQUESTS_EACH, maxLength: REQUESTS_EACH }),
      async (answers, shots) => {
        const world = await makeFuzzWorld(answers)
        let left = await snapshot(world)
        for (const shot of shots) {
          world.shop.clock.now += shot.waitMs
          const [status, after] = await judge(shot, world, left)
          left = after
          if (status < 400) passed.add(doorOf(shot))
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
  expect(DOORS.filter((door) => !passed.has(door))).toEqual([])
}, 240_000)
