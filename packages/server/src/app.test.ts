// The wire as a stranger, another site and a broken client meet it: clear problems, and nothing changed.
import { readFile } from 'node:fs/promises'
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { describe, expect, it } from 'vitest'
import { offerResponse, problem } from '@billing-register/contract/schema'
import { memoryLedger } from './ledger/memory.ts'
import { toss } from './providers/toss/index.ts'
import { danalSuccess, makeShop, type Shop } from './testing/shop.ts'

describe('every answer', () => {
  it('forbids caching and referrers, says its version and its request id', async () => {
    const shop = makeShop()
    for (const path of ['/offer', '/registrations/unknown', '/nowhere']) {
      const { headers } = await shop.as('alice').request('GET', path)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('referrer-policy')).toBe('no-referrer')
      expect(headers.get('billing-version')).toBe('1')
      expect(headers.get('billing-request-id')).toMatch(/^\w{12}$/)
    }
  })

  it('is a problem with the support code that stands in the log, when it is refused', async () => {
    const shop = makeShop()
    const response = await shop.as('alice').request('GET', '/registrations/unknown')
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    const body = problem.parse(await response.json())
    expect(body).toMatchObject({ status: 404, code: 'not_found' })
    expect(shop.logs.map(({ requestId }) => requestId)).toContain(body.requestId)
  })

  it('speaks Korean unless the page asks for English', async () => {
    const visitor = makeShop().as(null)
    const korean = problem.parse(await (await visitor.request('GET', '/offer')).json())
    const english = problem.parse(
      await (await visitor.request('GET', '/offer', { headers: { 'accept-language': 'en-US' } })).json(),
    )
    expect([korean.detail, english.detail]).toEqual([
      '로그인하면 이어서 등록할 수 있어요.',
      'Log in to continue.',
    ])
  })
})

describe("every answer behind a merchant's middleware that sets headers of its own first", () => {
  const mounted = (shop: Shop): Hono => {
    const host = new Hono()
    host.use(cors())
    host.use((c, next) => {
      c.res.headers.set('Cache-Control', 'public, max-age=60')
      c.res.headers.set('Referrer-Policy', 'unsafe-url')
      c.header('Content-Security-Policy', 'default-src *')
      c.header('X-Of-The-Shop', 'yes')
      c.header('Set-Cookie', 'theme=dark')
      return next()
    })
    host.route('/billing', shop.billing.app)
    return host
  }

  it.each(['/offer', '/registrations/unknown', '/registrations/unknown/return?a=b'])(
    'keeps ours, and the other ones of the merchant: %s',
    async (address) => {
      const shop = makeShop({ origins: ['https://m.shop.example'] })
      const headers = { origin: 'https://m.shop.example', cookie: 'user=alice' }
      const asked = new Request(`https://shop.example/billing${address}`, { headers })
      const answer = await mounted(shop).fetch(asked)
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'access-control-allow-origin': 'https://m.shop.example',
        'access-control-allow-credentials': 'true',
        'x-of-the-shop': 'yes',
        'set-cookie': 'theme=dark',
      })
    },
  )

  it('brings the claim cookie along, beside cookies of the merchant', async () => {
    const shop = makeShop()
    const { id } = await shop.as('alice').open()
    const back = `https://shop.example/billing/registrations/${id}/return?transactionId=T1`
    const answer = await mounted(shop).fetch(new Request(back))
    expect(answer.status).toBe(303)
    expect(answer.headers.getSetCookie()).toEqual(['theme=dark', expect.stringContaining('HttpOnly')])
  })

  it('shuts the card form in as ever', async () => {
    const shop = makeShop({
      providers: [toss({ clientKey: 'test_ck_x', secretKey: 'test_sk_x' })],
      sealingKeys: `k1:${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))}`,
      dangerouslyAcceptCardNumbers: { verifyHolder: () => true },
    })
    const host = mounted(shop)
    const { launch } = await shop.as('alice').open('pro', { mode: 'card-form' })
    const form = await host.fetch(new Request(launch.sdkUrl))
    expect([form.status, form.headers.get('content-security-policy')]).toEqual([
      200,
      expect.stringMatching(/^sandbox allow-scripts allow-forms;/),
    ])
  })
})

describe('an address that is no route', () => {
  const mounted = (): Hono => {
    const host = new Hono()
    host.notFound((c) => c.html('the page of the shop', 404))
    host.route('/billing', makeShop().billing.app)
    host.get('/billing/history', (c) => c.html('a page of the shop'))
    return host
  }
  const headers = { origin: 'https://shop.example', 'content-type': 'application/json' }
  const ask = async (method: string, path: string): Promise<Response> =>
    mounted().fetch(new Request(`https://shop.example/billing${path}`, { method, headers }))

  it.each([
    ['DELETE', '/registrations/reg_1', 'GET'],
    ['GET', '/registrations', 'POST'],
    ['POST', '/offer', 'GET'],
    ['PUT', '/payment-methods/pm_1', 'DELETE'],
    ['PUT', '/registrations/reg_1/return', 'GET, POST'],
  ])('is a problem that names the methods: %s %s', async (method, path, allowed) => {
    const answer = await ask(method, path)
    expect(answer.headers.get('allow')).toBe(allowed)
    expect(problem.parse(await answer.json())).toMatchObject({ status: 405, code: 'method_not_allowed' })
  })

  it.each([
    ['POST', '/registrations/reg_1/complete/'],
    ['GET', '/registrations//reg_1'],
    ['GET', '/payment-methods/pm_1/card'],
    ['POST', '/webhooks/danal/more'],
  ])('is a problem also under the app of a merchant: %s %s', async (method, path) => {
    expect(problem.parse(await (await ask(method, path)).json())).toMatchObject({
      status: 404,
      code: 'not_found',
    })
  })

  it('is left to the merchant beside our paths', async () => {
    expect(await (await ask('GET', '/history')).text()).toBe('a page of the shop')
    expect(await (await ask('GET', '/nowhere')).text()).toBe('the page of the shop')
  })
})

describe('calls that change something', () => {
  it.each([
    ['another site', { origin: 'https://evil.example' }],
    ['a sibling subdomain', { origin: 'https://blog.shop.example' }],
    ['an opaque origin', { origin: 'null' }],
  ])('are refused from %s', async (_, headers) => {
    const shop = makeShop()
    const response = await shop.as('alice').request('POST', '/registrations', { body: {}, headers })
    expect(await response.json()).toMatchObject({ status: 403, code: 'origin_refused' })
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })

  it('are accepted from an origin that the merchant listed, with credentials', async () => {
    const shop = makeShop({ origins: ['https://m.shop.example'] })
    const headers = { origin: 'https://m.shop.example' }
    const response = await shop.as('alice').request('POST', '/registrations', { body: {}, headers })
    expect(response.status).toBe(400)
    expect(response.headers.get('access-control-allow-origin')).toBe('https://m.shop.example')
    expect(response.headers.get('access-control-allow-credentials')).toBe('true')
    const preflight = await shop.as(null).request('OPTIONS', '/registrations', { headers })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Billing-Version')
  })

  it('accept Sec-Fetch-Site only where no Origin is sent', async () => {
    const shop = makeShop()
    const call = (headers: Record<string, string>): Promise<Response> =>
      shop.billing.fetch(
        new Request('https://shop.example/billing/registrations', {
          method: 'POST',
          body: '{}',
          headers: { cookie: 'user=alice', 'content-type': 'application/json', ...headers },
        }),
      )
    expect((await call({ 'sec-fetch-site': 'same-origin' })).status).toBe(400)
    expect((await call({ 'sec-fetch-site': 'same-site' })).status).toBe(403)
    expect((await call({})).status).toBe(403)
  })

  it('take JSON only, at most 16 KB, and name the field that is wrong', async () => {
    const alice = makeShop().as('alice')
    const form = await alice.request('POST', '/registrations', {
      body: {},
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(form.status).toBe(415)
    const large = await alice.request('POST', '/registrations', { body: { plan: 'x'.repeat(17_000) } })
    expect(large.status).toBe(413)
    const wrong = await alice.request('POST', '/registrations', { body: { offer: 'x', returnTo: '/' } })
    expect(await wrong.json()).toMatchObject({
      code: 'invalid_request',
      title: expect.stringMatching(/^clientRef/),
    })
  })

  it('refuse a wire version that this server does not speak', async () => {
    const response = await makeShop()
      .as('alice')
      .request('GET', '/offer', { headers: { 'billing-version': '7' } })
    expect(await response.json()).toMatchObject({ status: 400, code: 'unsupported_version' })
  })
})

describe('GET /offer', () => {
  it('says the price, what is charged now and whose account, masked', async () => {
    const shop = makeShop()
    const offer = offerResponse.parse(await shop.as('alice').offer())
    expect(offer).toMatchObject({
      order: { name: 'Pro', amount: 9900, currency: 'KRW' },
      chargedNow: 0,
      account: 'al***@example.com',
      text: { price: '9,900원 / 월', provider: '다날', account: 'al***@example.com 계정에 등록돼요' },
    })
  })

  it('changes its hash with the price, and the old hash opens nothing', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const { offer } = await alice.offer()
    shop.plans.set('pro', { name: 'Pro', amount: 12_900 })
    const body = { plan: 'pro', offer, returnTo: 'https://shop.example/', clientRef: 'abcdefghijklmnop' }
    const response = await alice.request('POST', '/registrations', { body })
    expect(await response.json()).toMatchObject({ status: 409, code: 'offer_changed' })
  })

  it('tells the developer, not the customer, what is wrong with order()', async () => {
    const shop = makeShop()
    shop.plans.set('pro', { name: 'Pro', amount: 99.5 })
    const response = await shop.as('alice').request('GET', '/offer?plan=pro')
    const text = await response.text()
    expect(response.status).toBe(500)
    expect(text).not.toContain('order()')
    expect(shop.logs.at(-1)?.['message']).toMatch(/^order\(\): amount/)
  })

  it('answers 404 for a plan that order() does not know', async () => {
    const response = await makeShop().as('alice').request('GET', '/offer?plan=gold')
    expect(response.status).toBe(404)
  })

  it('says nothing of an error that the merchant threw', async () => {
    const shop = makeShop({
      order: () => {
        throw new Error('database password is hunter2')
      },
    })
    const response = await shop.as('alice').request('GET', '/offer')
    expect(response.status).toBe(500)
    expect((await response.text()) + JSON.stringify(shop.logs)).not.toContain('hunter2')
  })
})

describe('POST /registrations', () => {
  it('answers the same registration and launch when the network repeats it', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const first = await alice.open('pro', { clientRef: 'same-client-ref-1' })
    const second = await alice.open('pro', { clientRef: 'same-client-ref-1' })
    expect(second).toEqual(first)
  })

  it('never trades what was agreed for something else under the same clientRef', async () => {
    const shop = makeShop()
    shop.plans.set('max', { name: 'Max', amount: 99_000 })
    const alice = shop.as('alice')
    await alice.open('pro', { clientRef: 'same-client-ref-1' })
    await expect(alice.open('max', { clientRef: 'same-client-ref-1' })).rejects.toThrow(
      /registration_conflict/,
    )
  })

  it('stops many registrations that are finished at once at the same limit', async () => {
    const shop = makeShop({ attemptsPerHour: 4 })
    let refuse = (): void => {}
    const together = new Promise<void>((resolve) => (refuse = resolve))
    shop.answer = async () => {
      await together
      return Response.json({ code: '1104', message: 'no such transaction' })
    }
    const alice = shop.as('alice')
    const ids: string[] = []
    for (let index = 0; index < 12; index += 1) ids.push((await alice.open()).id)
    const finished = ids.map((id, index) =>
      alice.complete(id, { return: { code: 'SUCCESS', transactionId: `GUESS-${index}` } }),
    )
    await expect.poll(() => shop.issued.length, { timeout: 10_000 }).toBeGreaterThan(0)
    refuse()
    const statuses = (await Promise.all(finished)).map(({ status }) => status)
    expect(statuses).toContain(429)
    expect(shop.issued).toHaveLength(4)
  })

  it('makes two registrations for two tabs, each with identifiers of its own', async () => {
    const alice = makeShop().as('alice')
    const [one, two] = [await alice.open(), await alice.open()]
    expect(one.id).not.toBe(two.id)
    expect(one.launch).not.toEqual(two.launch)
  })

  it('retires the oldest of six unstarted ones, whose late return still lands', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const ids: string[] = []
    for (let index = 0; index < 6; index += 1) ids.push((await alice.open()).id)
    const [oldest = '', second = ''] = ids
    const stateOf = async (id: string): Promise<unknown> =>
      (await alice.request('GET', `/registrations/${id}`)).json()
    expect(await stateOf(oldest)).toMatchObject({ state: 'expired' })
    expect(await stateOf(second)).toMatchObject({ state: 'open' })
    const late = await alice.complete(oldest, { return: { code: 'SUCCESS', transactionId: 'TX-9' } })
    expect(await late.json()).toMatchObject({ state: 'issued' })
  })

  it('stops a customer who was declined too often for the rest of the hour, and nobody else', async () => {
    const shop = makeShop({ attemptsPerHour: 4 })
    shop.answer = () => Response.json({ code: '3110', message: 'card number' })
    const alice = shop.as('alice')
    for (const transactionId of ['T1', 'T2']) {
      const { id } = await alice.open()
      await alice.complete(id, { return: { code: 'SUCCESS', transactionId } })
    }
    await expect(alice.open()).rejects.toThrow(/429.*too_many_attempts/)
    expect((await shop.as('bob').open()).id).toMatch(/^reg_/)
    shop.clock.now += 3_600_001
    expect((await alice.open()).id).toMatch(/^reg_/)
  })

  it('tells a stopped customer after how many seconds there is room again', async () => {
    const shop = makeShop({ attemptsPerHour: 1 })
    const alice = shop.as('alice')
    const { offer } = await alice.offer()
    const { id } = await alice.open()
    await alice.complete(id, { return: { code: 'SUCCESS', transactionId: 'T1' } })
    shop.clock.now += 600_000
    const body = { plan: 'pro', offer, returnTo: 'https://shop.example/', clientRef: 'abcdefghijklmnop' }
    const create = (): Promise<Response> => alice.request('POST', '/registrations', { body })
    const stopped = await create()
    expect(await stopped.json()).toMatchObject({ status: 429, code: 'too_many_attempts' })
    const seconds = Number(stopped.headers.get('retry-after'))
    expect(seconds).toBeGreaterThanOrEqual(3_000)
    expect(seconds).toBeLessThanOrEqual(3_001)
    shop.clock.now += 2_999_000
    expect((await create()).status).toBe(429)
    shop.clock.now += seconds * 1000 - 2_999_000
    expect((await create()).status).toBe(201)
  })

  it.each([
    'https://evil.example/',
    'https://shop.example@evil.example/',
    'https://user:pass@shop.example/',
    'https:\\\\shop.example\\',
    '/register',
    'javascript:alert(1)',
    'blob:https://shop.example/x',
  ])('refuses to return to %s', async (returnTo) => {
    await expect(makeShop().as('alice').open('pro', { returnTo })).rejects.toThrow(/return_to_refused/)
  })

  it('needs the consent that was offered', async () => {
    const shop = makeShop()
    const consent = { version: 'v2', label: '동의해요', text: '전문' }
    shop.plans.set('pro', { name: 'Pro', amount: 9900, consent })
    const alice = shop.as('alice')
    await expect(alice.open('pro', { consent: { version: 'v1' } })).rejects.toThrow(/consent_required/)
    expect((await alice.open('pro', { consent: { version: 'v2' } })).id).toMatch(/^reg_/)
  })
})

describe('the return door', () => {
  it('answers a person who comes with an unknown id in words', async () => {
    const response = await makeShop().as(null).comeBack('reg_unknown', { transactionId: 'x' })
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('등록 정보를 찾을 수 없어요')
  })

  it('reads JSON as well as forms, and keeps junk of any size away from the ledger', async () => {
    const shop = makeShop()
    const { id } = await shop.as('alice').open()
    const url = `https://shop.example/billing/registrations/${id}/return`
    const headers = { cookie: 'user=alice', 'content-type': 'application/json' }
    const send = (body: string): Promise<Response> =>
      shop.billing.fetch(new Request(url, { method: 'POST', headers, body }))
    for (const body of ['{', '[]', 'null', JSON.stringify({ a: 'x'.repeat(5000) })]) {
      expect((await send(body)).status).toBe(303)
    }
    expect(await shop.ledger.claims(id)).toEqual([])
    await send(JSON.stringify({ transactionId: 'TX-1', code: 'SUCCESS', amount: 9900 }))
    expect(await shop.ledger.claims(id)).toMatchObject([{ raw: { transactionId: 'TX-1', amount: '9900' } }])
  })

  it('takes the return although the merchant cannot tell who is logged in just now', async () => {
    let down = false
    const shop = makeShop({
      identify: () => {
        if (down) throw new Error('session store is down')
        return { id: 'alice' }
      },
    })
    const alice = shop.as('alice')
    const { id } = await alice.open()
    down = true
    expect((await alice.comeBack(id, { code: 'SUCCESS', transactionId: 'TX-1' })).status).toBe(303)
    down = false
    expect(await (await alice.complete(id)).json()).toMatchObject({ state: 'issued' })
  })

  it('tells a person in words, and nothing else, that the ledger is away', async () => {
    const ledger = memoryLedger()
    const shop = makeShop({
      ledger: { ...ledger, addClaim: () => Promise.reject(new Error('postgres://user:pw@db')) },
    })
    const alice = shop.as('alice')
    const { id } = await alice.open()
    const response = await alice.comeBack(id, { code: 'SUCCESS', transactionId: 'TX-1' })
    expect(response.status).toBe(503)
    const text = await response.text()
    expect(text).toContain('잠시 뒤 다시 시도해 주세요')
    expect(text + JSON.stringify(shop.logs)).not.toContain('postgres')
  })

  it('sends a return in a frame once more from its own origin, where the login is let through', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const { id } = await alice.open()
    const url = `https://shop.example/billing/registrations/${id}/return`
    const inFrame = (cookie: string, form: Record<string, string>, query = ''): Promise<Response> =>
      shop.billing.fetch(
        new Request(url + query, {
          method: 'POST',
          headers: { cookie, 'sec-fetch-dest': 'iframe' },
          body: new URLSearchParams(form),
        }),
      )
    const bounced = await inFrame('', { code: 'SUCCESS', transactionId: 'TX-1', message: '"><b>hi' })
    const page = await bounced.text()
    expect(bounced.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'nonce-\w{22}'/,
    )
    expect(page).toContain('name="message" value="&quot;&gt;&lt;b&gt;hi"')
    expect(await shop.ledger.claims(id)).toEqual([])
    expect(page).toContain('action="return?billing_again=1"')
    const again = { code: 'SUCCESS', transactionId: 'TX-1' }
    expect((await inFrame('user=alice', again, '?billing_again=1')).status).toBe(303)
    expect(await shop.ledger.claims(id)).toMatchObject([
      { binding: { owner: true }, raw: { code: 'SUCCESS', transactionId: 'TX-1' } },
    ])
  })

  it('does not send a framed return a third time when nobody is logged in', async () => {
    const shop = makeShop()
    const { id } = await shop.as('alice').open()
    const response = await shop.billing.fetch(
      new Request(`https://shop.example/billing/registrations/${id}/return?transactionId=T&billing_again=1`, {
        headers: { 'sec-fetch-dest': 'iframe' },
      }),
    )
    expect(response.status).toBe(303)
    expect(response.headers.getSetCookie()).toHaveLength(1)
  })

  it('leaves room for the owner when a stranger has filled it with junk', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const { id } = await alice.open()
    const stranger = shop.as(null)
    for (let index = 0; index < 12; index += 1) {
      await stranger.comeBack(id, { code: 'SUCCESS', transactionId: `JUNK-${index}` })
    }
    await alice.comeBack(id, { code: 'SUCCESS', transactionId: 'TX-1' })
    expect(await (await alice.complete(id)).json()).toMatchObject({ state: 'issued' })
    expect(shop.issued).toEqual(['TX-1'])
  })

  it('keeps nothing of the return in the URL that the page sees', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const { id } = await alice.open('pro', { returnTo: 'https://shop.example/pay?step=2#card' })
    const back = await alice.comeBack(id, { code: 'SUCCESS', transactionId: 'TX-SECRET' })
    expect(back.headers.get('location')).toBe(
      `https://shop.example/pay?step=2&billing_registration=${id}#card`,
    )
  })
})

describe('onIssued', () => {
  it('is told once per card, outside of the answer if it is slow to fail, and again until it succeeds', async () => {
    const told: string[] = []
    let broken = true
    const shop = makeShop({
      sweep: true,
      onIssued: ({ eventId, customer, paymentMethod }) => {
        told.push(`${eventId} ${customer.id} ${paymentMethod.kind}`)
        if (broken) throw new Error('database password is hunter2')
      },
    })
    const alice = shop.as('alice')
    const { id } = await alice.open()
    const done = await alice.complete(id, { return: { code: 'SUCCESS', transactionId: 'TX-1' } })
    expect(await done.json()).toMatchObject({ state: 'issued' })
    expect(told).toHaveLength(1)
    broken = false
    shop.clock.now += 60_000
    await alice.open()
    await expect.poll(() => told.length).toBe(2)
    expect(new Set(told).size).toBe(1)
    shop.clock.now += 3_600_000
    await alice.open()
    expect(told).toHaveLength(2)
    expect(JSON.stringify(shop.logs)).not.toContain('hunter2')
  })
})

describe('a log that is down', () => {
  it('costs neither the answer nor the key', async () => {
    const shop = makeShop({
      log: () => {
        throw new Error('log down')
      },
    })
    const alice = shop.as('alice')
    const { id } = await alice.open()
    const done = await alice.complete(id, { return: { code: 'SUCCESS', transactionId: 'TX-1' } })
    expect(await done.json()).toMatchObject({ state: 'issued' })
  })
})

describe('drain', () => {
  it('waits for the call that is under way, and for its answer to be in the ledger', async () => {
    const shop = makeShop()
    let answer = (_response: Response): void => {}
    shop.answer = () => new Promise<Response>((resolve) => (answer = resolve))
    const alice = shop.as('alice')
    const { id } = await alice.open()
    void alice.complete(id, { return: { code: 'SUCCESS', transactionId: 'TX-1' } })
    await expect.poll(() => shop.issued).toHaveLength(1)
    const drained = shop.billing.drain()
    answer(danalSuccess())
    await drained
    expect(await shop.ledger.find(id)).toMatchObject({ state: 'issued' })
  })
})

describe('GET /openapi.json', () => {
  it('describes every route that there is, with schemas that exist', async () => {
    const document = await (await makeShop().as(null).request('GET', '/openapi.json')).json()
    expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: 'https://shop.example/billing' }] })
    const described = Object.entries<object>(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    )
    expect(described.toSorted()).toEqual((await routesInSource()).toSorted())
    const named = [...JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)].map(
      ([, name]) => name,
    )
    for (const name of named) expect(document.components.schemas).toHaveProperty(name ?? '')
  })

  it('forbids no field that it does not know: both sides ignore those', async () => {
    const document = await (await makeShop().as(null).request('GET', '/openapi.json')).text()
    expect(document).not.toContain('"additionalProperties":false')
    expect(document).not.toContain('$schema')
  })

  it('says what a PG must call, and that its body is in the PG’s own words', async () => {
    const document = await (await makeShop().as(null).request('GET', '/openapi.json')).json()
    const { post } = document.paths['/webhooks/{provider}']
    expect(post.parameters).toMatchObject([{ name: 'provider', in: 'path', required: true }])
    expect(Object.keys(post.requestBody.content)).toEqual([
      'application/json',
      'application/x-www-form-urlencoded',
    ])
    expect(post.responses[200]).toEqual({ description: 'OK' })
  })
})

/** The table in `app.ts`, as OpenAPI writes its lines; without the document itself and what a browser asks for CORS. */
async function routesInSource(): Promise<string[]> {
  const source = await readFile(new URL('app.ts', import.meta.url), 'utf8')
  return [...source.matchAll(/\[\s*'([A-Z]+)',\s*'(\/[^']+)'/g)]
    .map(([, method = '', path = '']) => `${method.toLowerCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
    .filter((line) => line !== 'get /openapi.json')
}
