// The card form's half of the server: who may use it, what it opens, what it keeps, and what it never tells.
import { inspect } from 'node:util'
import type { RegistrationView } from '@billing-register/contract'
import { createSimulator, type Simulator } from '@billing-register/simulator'
import { CompactEncrypt, importJWK, type CompactJWEHeaderParameters } from 'jose'
import { describe, expect, it } from 'vitest'
import { digitsFound, fillIn, markerCard, settingsOf } from '../../form/fill-in.ts'
import { danal } from '../providers/danal/index.ts'
import { portoneV1 } from '../providers/portone-v1/index.ts'
import { toss } from '../providers/toss/index.ts'
import type { CardDetails, ServerProvider } from '../providers/provider.ts'
import { makeShop, TEST_KEYS, type Shop, type Visitor } from '../testing/shop.ts'
import type { CardFormOptions, HolderQuestion } from './options.ts'

const SEALING_KEYS = `k1:${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))}`
const CARD: CardDetails = {
  number: '4111111111111111',
  expiryYear: '39',
  expiryMonth: '07',
  identity: '900101',
  password: '12',
}
const nice = (userCode: string): ServerProvider =>
  portoneV1({ userCode, apiKey: '1234567890123456', apiSecret: 's'.repeat(80), pg: 'nice', sandbox: true })
const MODE = { mode: 'card-form' }
const MINUTE = 60_000

interface World {
  readonly shop: Shop
  readonly simulator: Simulator
  readonly alice: Visitor
  readonly asked: HolderQuestion[]
  /** Runs before each call to the PG. */
  before: (request: Request) => void | Promise<void>
  /** Runs after the PG has done its work. */
  after: () => void
}

function makeWorld(
  cardForm: Partial<CardFormOptions> = {},
  overrides: Parameters<typeof makeShop>[0] = {},
): World {
  const simulator = createSimulator({ seed: 1, quirks: { latency: [0, 0] } })
  const asked: HolderQuestion[] = []
  const shop = makeShop({
    providers: [
      toss({ ...simulator.credentials.toss, apiBase: 'https://pg.example/toss' }),
      danal(TEST_KEYS),
    ],
    sealingKeys: SEALING_KEYS,
    dangerouslyAcceptCardNumbers: {
      verifyHolder: (question) => {
        asked.push(question)
        return true
      },
      ...cardForm,
    },
    fetch: async (input, init) => {
      const request = new Request(input, init)
      await world.before(request.clone())
      const response = await simulator.fetch(request)
      world.after()
      return response
    },
    ...overrides,
  })
  const world: World = {
    shop,
    simulator,
    alice: shop.as('alice'),
    asked,
    before: () => undefined,
    after: () => undefined,
  }
  return world
}

interface OpenedForm {
  readonly id: string
  readonly html: string
  readonly path: string
}

async function openForm(visitor: Visitor): Promise<OpenedForm> {
  const { id, launch } = await visitor.open('pro', MODE)
  if (launch.provider !== 'card-form') throw new Error(`launch of ${launch.provider}`)
  const path = launch.sdkUrl.replace('https://shop.example/billing', '')
  return { id, path, html: await (await visitor.request('GET', path)).text() }
}

const send = (visitor: Visitor, id: string, jwe: string): Promise<Response> =>
  visitor.complete(id, { clickedMsAgo: 10, return: { jwe } })

async function register(world: World, card: CardDetails = CARD): Promise<RegistrationView & { id: string }> {
  const form = await openForm(world.alice)
  return (await send(world.alice, form.id, await fillIn(form.html, card))).json()
}

const kept = (world: World, id: string): Promise<unknown> =>
  Promise.resolve(world.shop.ledger.briefSecrets?.find(id, world.shop.clock.now))

describe('the card form is refused', () => {
  it('where the merchant has not opted in, naming the option', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    await expect(alice.open('pro', MODE)).rejects.toThrow(
      /400 .*invalid_request.*createBilling\(\{ dangerouslyAcceptCardNumbers: \{ verifyHolder \} \}\)/,
    )
  })

  it.each([
    ['dangerouslyAcceptCardNumbers: verifyHolder is required', { dangerouslyAcceptCardNumbers: {} }],
    ['dangerouslyAcceptCardNumbers: verifyHolder is required', { dangerouslyAcceptCardNumbers: true }],
    ['sealingKeys: dangerouslyAcceptCardNumbers keeps', { sealingKeys: undefined }],
    ['dangerouslyAcceptCardNumbers: none of the providers', { providers: [danal(TEST_KEYS)] }],
    [
      "dangerouslyAcceptCardNumbers: 'portone-v1' has no register window",
      { providers: [nice('imp00000001')], dangerouslyAcceptCardNumbers: undefined },
    ],
  ])('at start: %s', (message, overrides) => {
    const start = (): unknown => makeWorld({}, { ...overrides } as Parameters<typeof makeShop>[0])
    expect(start).toThrow(expect.objectContaining({ code: 'misconfigured' }))
    expect(start).toThrow(message)
  })

  it('for a PG that issues in its window alone', async () => {
    const { alice } = makeWorld()
    await expect(alice.open('pro', { ...MODE, provider: 'danal' })).rejects.toThrow(/400|409/)
  })
})

describe('the document', () => {
  it('comes with the policy that shuts it off, and holds the public half of the key alone', async () => {
    const { alice } = makeWorld({}, { origins: ['https://m.shop.example'] })
    const { path, html } = await openForm(alice)
    const response = await alice.request('GET', path)
    const policy = response.headers.get('content-security-policy') ?? ''
    const nonce = /'nonce-(\w+)'/.exec(policy)?.[1]
    expect(policy).toBe(
      `sandbox allow-scripts allow-forms; default-src 'none'; script-src 'nonce-${nonce}'; ` +
        `style-src 'nonce-${nonce}'; connect-src 'none'; form-action 'none'; base-uri 'none'; ` +
        'frame-ancestors https://shop.example https://m.shop.example',
    )
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.has('x-frame-options')).toBe(false)
    const { key } = settingsOf(html)
    expect(Object.keys(key).toSorted()).toEqual(['crv', 'kty', 'x', 'y'])
    expect(settingsOf(await response.text()).key).toEqual(key)
  })

  it('is shown to the owner and to a frame with its ticket, and to nobody else', async () => {
    const { shop, alice } = makeWorld()
    const { id, path } = await openForm(alice)
    const bare = path.replace(/\?.*/, '')
    const unknown = `/registrations/reg_${'x'.repeat(22)}/card-form`
    const status = async (who: string | null, at: string): Promise<number> =>
      (await shop.as(who).request('GET', at)).status
    expect(await status('alice', bare)).toBe(200)
    expect(await status(null, path)).toBe(200)
    expect(await status(null, bare)).toBe(404)
    expect(await status(null, `${bare}?ticket=wrong`)).toBe(404)
    expect(await status('mallory', path)).toBe(404)
    const told = async (at: string): Promise<unknown> => {
      const { requestId: _, ...problem } = await (await shop.as('mallory').request('GET', at)).json()
      return problem
    }
    expect(await told(path)).toEqual(await told(unknown))
    await alice.request('POST', `/registrations/${id}/cancel`, { body: {} })
    expect(await status('alice', bare)).toBe(409)
  })

  it('is not shown for a registration in a window', async () => {
    const { alice } = makeWorld()
    const { id } = await alice.open()
    expect((await alice.request('GET', `/registrations/${id}/card-form`)).status).toBe(404)
  })
})

describe('a card that was typed in', () => {
  it('is registered at the PG, and the page learns issuer and masked number', async () => {
    const world = makeWorld()
    const view = await register(world)
    expect(view).toMatchObject({ state: 'issued', provider: 'toss', paymentMethod: { kind: 'card' } })
    expect(view.paymentMethod?.maskedNumber).toMatch(/^411111\*+1111$|^4111[*-]+1111$/)
    expect(world.simulator.truth.keys).toHaveLength(1)
    expect(world.asked).toMatchObject([
      { customer: { id: 'alice' }, identity: { kind: 'birthDate', value: '900101' } },
    ])
  })

  it.each([
    ['REJECT_CARD_COMPANY', '9420111122223330', 'card_declined'],
    ['INVALID_CARD_EXPIRATION', '9440111122223336', 'card_expired'],
  ])('that the PG refuses (%s) is declined', async (_code, number, code) => {
    const view = await register(makeWorld(), { ...CARD, number })
    expect(view).toMatchObject({ state: 'declined', error: { code } })
  })

  it('stays the same registration when it is sent again, and is asked for once', async () => {
    const world = makeWorld()
    const form = await openForm(world.alice)
    const jwe = await fillIn(form.html, CARD)
    await send(world.alice, form.id, jwe)
    const again = await send(world.alice, form.id, jwe)
    expect(await again.json()).toMatchObject({ state: 'issued' })
    expect(world.simulator.truth.keys).toHaveLength(1)
    expect(world.asked).toHaveLength(1)
  })

  it('is issued once when it is sent many times at once', async () => {
    const world = makeWorld()
    const form = await openForm(world.alice)
    const jwe = await fillIn(form.html, CARD)
    const answers = await Promise.all([1, 2, 3, 4].map(() => send(world.alice, form.id, jwe)))
    const states = answers.map(({ status }) => status)
    expect(states).toContain(200)
    expect(states.every((status) => [200, 202].includes(status))).toBe(true)
    expect(world.simulator.truth.keys).toHaveLength(1)
  })

  it('whose holder was not verified never reaches the PG', async () => {
    const world = makeWorld({ verifyHolder: () => false })
    const form = await openForm(world.alice)
    const response = await send(world.alice, form.id, await fillIn(form.html, CARD))
    expect(await response.json()).toMatchObject({ status: 402, code: 'holder_mismatch' })
    expect(world.simulator.truth.calls).toEqual([])
  })

  it.each<[string, () => boolean]>([
    [
      'threw',
      () => {
        throw new Error('4111111111111111')
      },
    ],
    ['answered something else', () => JSON.parse('"yes"')],
  ])('is not issued where verifyHolder %s', async (_what, verifyHolder) => {
    const world = makeWorld({ verifyHolder })
    const form = await openForm(world.alice)
    const response = await send(world.alice, form.id, await fillIn(form.html, CARD))
    expect(response.status).toBeGreaterThanOrEqual(402)
    expect(world.simulator.truth.calls).toEqual([])
    expect(JSON.stringify(world.shop.logs)).not.toContain('4111')
  })
})

type Header = CompactJWEHeaderParameters

async function forge(
  html: string,
  change: { header?: Partial<Header> & Record<string, unknown>; inside?: Record<string, unknown> },
): Promise<string> {
  const { registration, kid, expires, key } = settingsOf(html)
  const inside = { registration, kid, expires, ...CARD, ...change.inside }
  const header = { alg: 'ECDH-ES', enc: 'A256GCM', kid, ...change.header }
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(inside)))
    .setProtectedHeader(header)
    .encrypt(await importJWK({ ...key }, header.alg))
}

const swap = (jwe: string, part: number): string => {
  const parts = jwe.split('.')
  const text = parts[part] ?? ''
  // Not the last character: some of its bits mean nothing.
  parts[part] = (text.startsWith('A') ? 'B' : 'A') + text.slice(1)
  return parts.join('.')
}

describe('what did not come from this form', () => {
  const FORGED: Record<string, (html: string, other: string) => Promise<string>> = {
    'another form’s card': (_html, other) => fillIn(other, CARD),
    'a changed nonce': async (html) => swap(await fillIn(html, CARD), 2),
    'a changed ciphertext': async (html) => swap(await fillIn(html, CARD), 3),
    'a changed tag': async (html) => swap(await fillIn(html, CARD), 4),
    'a card for another registration': (html) => forge(html, { inside: { registration: 'reg_other' } }),
    'a card for another key': (html) => forge(html, { inside: { kid: 'other' } }),
    'a card with another end': (html) => forge(html, { inside: { expires: Number.MAX_SAFE_INTEGER } }),
    'a header for another key': (html) => forge(html, { header: { kid: 'other' } }),
    'another content encryption': (html) => forge(html, { header: { enc: 'A128GCM' } }),
    'a wrapped key': (html) => forge(html, { header: { alg: 'ECDH-ES+A256KW' } }),
    'a header that points elsewhere': (html) => forge(html, { header: { jku: 'https://evil.example' } }),
    'something compressed': async (html) => {
      const jwe = await fillIn(html, CARD)
      const [head = '', ...rest] = jwe.split('.')
      const header = { ...JSON.parse(Buffer.from(head, 'base64url').toString()), zip: 'DEF' }
      return [Buffer.from(JSON.stringify(header)).toString('base64url'), ...rest].join('.')
    },
    'no JWE at all': async () => 'not.a.jwe',
    nothing: async () => '',
    'one part too many': async (html) => `${await fillIn(html, CARD)}.AAAA`,
  }

  it.each(Object.entries(FORGED))('is refused: %s', async (_name, make) => {
    const world = makeWorld()
    const other = await openForm(world.alice)
    const form = await openForm(world.alice)
    const response = await send(world.alice, form.id, await make(form.html, other.html))
    expect(await response.json()).toMatchObject({ status: 409, code: 'return_refused' })
    expect(world.simulator.truth.calls).toEqual([])
    expect(world.asked).toEqual([])
    expect(await world.shop.ledger.claims(form.id)).toEqual([])
    // The real one still works.
    const real = await send(world.alice, form.id, await fillIn(form.html, CARD))
    expect(await real.json()).toMatchObject({ state: 'issued' })
  })

  it('is refused: a number that no card can have', async () => {
    const world = makeWorld()
    const form = await openForm(world.alice)
    const response = await send(
      world.alice,
      form.id,
      await forge(form.html, { inside: { number: '4111111111111112' } }),
    )
    expect(await response.json()).toMatchObject({ status: 402, code: 'card_invalid' })
  })

  it('is refused: a card for a registration in a window, and it is not kept', async () => {
    const world = makeWorld()
    const form = await openForm(world.alice)
    const { id } = await world.alice.open()
    const response = await send(world.alice, id, await fillIn(form.html, CARD))
    expect(await response.json()).toMatchObject({ status: 400, code: 'invalid_request' })
    expect(await world.shop.ledger.claims(id)).toEqual([])
  })

  it('is refused: another customer, as if there were no such registration', async () => {
    const world = makeWorld()
    const form = await openForm(world.alice)
    const response = await send(world.shop.as('mallory'), form.id, await fillIn(form.html, CARD))
    expect(response.status).toBe(404)
  })

  it('is not kept at the return door', async () => {
    const world = makeWorld()
    const form = await openForm(world.alice)
    await world.alice.comeBack(form.id, { jwe: await fillIn(form.html, CARD), card: 'x' })
    expect(await world.shop.ledger.claims(form.id)).toEqual([])
  })
})

describe('the private key', () => {
  it('is gone as soon as the card is taken', async () => {
    const world = makeWorld()
    const form = await openForm(world.alice)
    expect(await kept(world, form.id)).toBeDefined()
    let during: unknown = 'not asked'
    world.before = async () => void (during = await kept(world, form.id))
    await send(world.alice, form.id, await fillIn(form.html, CARD))
    expect(during).toBeUndefined()
    expect(await kept(world, form.id)).toBeUndefined()
  })

  it('is good for ten minutes and destroyed after them', async () => {
    const world = makeWorld()
    const form = await openForm(world.alice)
    const jwe = await fillIn(form.html, CARD)
    world.shop.clock.now += 10 * MINUTE
    const response = await send(world.alice, form.id, jwe)
    expect(await response.json()).toMatchObject({ status: 410, code: 'registration_expired' })
    await openForm(world.alice)
    expect(await world.shop.ledger.briefSecrets?.destroy(form.id)).toBe(false)
    expect(world.simulator.truth.calls).toEqual([])
  })

  it('is no longer taken for a form that the page made last longer', async () => {
    const world = makeWorld()
    const form = await openForm(world.alice)
    world.shop.clock.now += 10 * MINUTE
    // Shown again: a new key for the same registration.
    const html = await (await world.alice.request('GET', form.path)).text()
    expect(settingsOf(html).kid).not.toBe(settingsOf(form.html).kid)
    const old = await send(world.alice, form.id, await fillIn(form.html, CARD))
    expect(await old.json()).toMatchObject({ code: 'return_refused' })
    expect(await (await send(world.alice, form.id, await fillIn(html, CARD))).json()).toMatchObject({
      state: 'issued',
    })
  })
})

describe('a call whose answer was lost', () => {
  const losing = (world: World): void => {
    world.after = () => {
      world.after = () => undefined
      throw new TypeError('fetch failed')
    }
  }

  it('is repeated with the same bytes by the process that still holds the card, within a minute', async () => {
    const world = makeWorld()
    const sent: string[] = []
    world.before = async (request) =>
      void sent.push(`${request.headers.get('idempotency-key')} ${await request.text()}`)
    losing(world)
    const first = await register(world)
    expect(first).toMatchObject({ state: 'uncertain', canRetry: false })
    world.shop.clock.now += 30_000
    expect(await (await world.alice.complete(first.id)).json()).toMatchObject({ state: 'issued' })
    expect(sent).toHaveLength(2)
    expect(sent[1]).toBe(sent[0])
    expect(world.simulator.truth.keys).toHaveLength(1)
  })

  it('stays uncertain after that minute: nobody holds the card any more', async () => {
    const world = makeWorld()
    losing(world)
    const first = await register(world)
    world.shop.clock.now += MINUTE
    expect(await (await world.alice.complete(first.id)).json()).toMatchObject({ state: 'uncertain' })
    expect(world.simulator.truth.calls).toHaveLength(1)
  })

  it('stays uncertain in another process, which asks nothing', async () => {
    const world = makeWorld()
    losing(world)
    const first = await register(world)
    const calls: string[] = []
    const other = makeWorld(
      {},
      {
        ledger: world.shop.ledger,
        clock: () => world.shop.clock.now + 5000,
        fetch: async () => {
          calls.push('called')
          return Response.json({})
        },
      },
    )
    expect(await (await other.alice.complete(first.id)).json()).toMatchObject({ state: 'uncertain' })
    expect(calls).toEqual([])
  })
})

describe('card testing is slowed down', () => {
  const tries = async (
    world: World,
    cards: readonly CardDetails[],
    visitor = world.alice,
  ): Promise<number[]> => {
    const statuses: number[] = []
    for (const card of cards) {
      const form = await openForm(visitor)
      statuses.push((await send(visitor, form.id, await fillIn(form.html, card))).status)
    }
    return statuses
  }
  const wrong = { ...CARD, number: '9420111122223330' }

  it('per customer', async () => {
    const world = makeWorld({ limits: { customer: 2 } })
    expect(await tries(world, [wrong, wrong, wrong])).toEqual([200, 200, 429])
    expect(await tries(world, [wrong], world.shop.as('bob'))).toEqual([200])
    world.shop.clock.now += 61 * MINUTE
    expect(await tries(world, [wrong])).toEqual([200])
  })

  it('per address, which only the merchant’s callback tells', async () => {
    const world = makeWorld({ limits: { address: 1 }, addressOf: () => '192.0.2.7' })
    expect(await tries(world, [wrong])).toEqual([200])
    expect(await tries(world, [wrong], world.shop.as('bob'))).toEqual([429])
    const unaware = makeWorld({ limits: { address: 1 } })
    expect(await tries(unaware, [wrong, wrong])).toEqual([200, 200])
  })

  it('per first digits of the number, over all customers', async () => {
    const world = makeWorld({ limits: { bin: 1 } })
    const bob = world.shop.as('bob')
    expect(await tries(world, [wrong])).toEqual([200])
    expect(await tries(world, [wrong], bob)).toEqual([429])
    expect(await tries(world, [CARD], bob)).toEqual([200])
  })
})

describe('no digit of a card', () => {
  it('stands in a log, the ledger, an answer or a dump of the process’s objects', async () => {
    const card = markerCard()
    const world = makeWorld()
    // A PG that answers the whole number, and an error that quotes what was sent.
    const sentAtPg: string[] = []
    world.before = async (request) => void sentAtPg.push(await request.text())
    const first = await register(world, card)
    world.after = () => {
      throw new TypeError(`fetch failed: ${sentAtPg.at(-1)}`)
    }
    const second = await register(world, card)
    expect([first.state, second.state]).toEqual(['issued', 'uncertain'])
    expect(sentAtPg.every((body) => body.includes(card.number))).toBe(true)
    const { ledger } = world.shop
    const rows = await Promise.all(
      [first.id, second.id].flatMap((id) => [
        ledger.find(id),
        ledger.claims(id),
        ledger.attempts(id),
        ledger.events(id),
      ]),
    )
    const bodies = (await ledger.attempts(first.id)).flatMap(({ exchanges = [] }) =>
      exchanges.map(({ body }) => body?.reveal()),
    )
    const options = { depth: 30, showHidden: true, maxStringLength: null, maxArrayLength: null }
    const told = [
      world.shop.logs,
      rows,
      bodies,
      first,
      second,
      world.shop.billing,
      await ledger.paymentMethods('alice'),
    ]
    expect(digitsFound(told.map((one) => inspect(one, options)).join('\n'), card)).toEqual([])
  })

  it('is kept where a PG answers the whole number', async () => {
    const card = markerCard()
    const world = makeWorld(
      {},
      {
        fetch: async (_input, init) => {
          const { customerKey } = JSON.parse(String(init?.body))
          const spaced = card.number.replace(/\d{4}(?=\d)/g, '$&-')
          return Response.json({
            customerKey,
            method: '카드',
            billingKey: 'bk',
            card: { number: spaced },
            echo: card.number,
          })
        },
      },
    )
    const view = await register(world, card)
    expect(view.state).toBe('issued')
    const bodies = (await world.shop.ledger.attempts(view.id)).flatMap(({ exchanges = [] }) =>
      exchanges.map(({ body }) => body?.reveal() ?? ''),
    )
    expect(digitsFound(bodies.join() + JSON.stringify(view), card)).toEqual([])
  })
})
