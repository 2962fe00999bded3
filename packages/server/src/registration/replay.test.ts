// A PG whose issue call may be repeated: an answer that was lost is found by the same call, never by a second one.
import { describe, expect, it } from 'vitest'
import type { RegistrationView } from '@billing-register/contract'
import { toss } from '../providers/toss/index.ts'
import { makeShop, type Shop, type Visitor } from '../testing/shop.ts'

interface Call {
  readonly key: string
  readonly body: string
}

interface World {
  readonly shop: Shop
  readonly alice: Visitor
  readonly calls: Call[]
  /** How Toss answers; it throws where the answer is lost. */
  answer: (call: Call) => Response | Promise<Response>
  open(): Promise<{ id: string; customerKey: string }>
  finish(id: string, body?: unknown): Promise<{ status: number; view: RegistrationView }>
}

const success = (customerKey: string): Response =>
  Response.json({ customerKey, method: '카드', billingKey: 'bk=', card: { issuerCode: '61' } })

const lost = (): never => {
  throw new TypeError('fetch failed')
}

function makeWorld(): World {
  const stub: typeof fetch = async (_input, init) => {
    const key = new Headers(init?.headers).get('idempotency-key') ?? ''
    const call = { key, body: String(init?.body) }
    world.calls.push(call)
    return world.answer(call)
  }
  const shop = makeShop({
    providers: [toss({ clientKey: 'test_ck_a', secretKey: 'test_sk_a' })],
    fetch: stub,
  })
  const alice = shop.as('alice')
  const world: World = {
    shop,
    alice,
    calls: [],
    answer: lost,
    async open() {
      const { id, launch } = await alice.open()
      if (launch.provider !== 'toss') throw new Error('not Toss')
      return { id, customerKey: launch.customerKey }
    },
    async finish(id, body = {}) {
      const response = await alice.complete(id, body)
      return { status: response.status, view: await response.json() }
    },
  }
  return world
}

const back = (customerKey: string, authKey = 'auth-1'): object => ({ return: { authKey, customerKey } })

describe('an issue call whose answer was lost', () => {
  it('is repeated under the same Idempotency-Key with the same bytes, and the card is registered', async () => {
    const world = makeWorld()
    const { id, customerKey } = await world.open()
    const first = await world.finish(id, back(customerKey))
    expect(first.view).toMatchObject({ state: 'uncertain', canRetry: false })
    world.answer = () => success(customerKey)
    world.shop.clock.now += 2000
    expect((await world.finish(id)).view).toMatchObject({
      state: 'issued',
      paymentMethod: { issuer: '현대카드' },
    })
    expect(world.calls).toHaveLength(2)
    expect(world.calls[1]).toEqual(world.calls[0])
    expect(await world.shop.ledger.attempts(id)).toMatchObject([
      { kind: 'issue', id: world.calls[0]?.key },
      { kind: 'look' },
    ])
    expect(await world.shop.ledger.paymentMethods('alice')).toMatchObject([
      { state: 'active', customerRef: customerKey },
    ])
  })

  it('is repeated at most once a second', async () => {
    const world = makeWorld()
    const { id, customerKey } = await world.open()
    await world.finish(id, back(customerKey))
    await world.finish(id)
    expect(world.calls).toHaveLength(1)
  })

  it('is still being registered while Toss is at work on it', async () => {
    const world = makeWorld()
    const { id, customerKey } = await world.open()
    world.answer = () => Response.json({ code: 'IDEMPOTENT_REQUEST_PROCESSING' }, { status: 409 })
    expect(await world.finish(id, back(customerKey))).toMatchObject({
      status: 202,
      view: { state: 'issuing' },
    })
    world.answer = () => success(customerKey)
    world.shop.clock.now += 2000
    expect((await world.finish(id)).view).toMatchObject({ state: 'issued' })
  })

  it('is declined when the repetition tells what the issuer said', async () => {
    const world = makeWorld()
    const { id, customerKey } = await world.open()
    await world.finish(id, back(customerKey))
    world.answer = () => Response.json({ code: 'REJECT_CARD_COMPANY' }, { status: 403 })
    world.shop.clock.now += 2000
    expect((await world.finish(id)).view).toMatchObject({
      state: 'declined',
      error: { code: 'card_declined' },
    })
  })

  it('stays unknown when the repetition says that the authKey is used', async () => {
    const world = makeWorld()
    const { id, customerKey } = await world.open()
    await world.finish(id, back(customerKey))
    world.answer = () => Response.json({ code: 'NOT_FOUND_BILLING' }, { status: 404 })
    world.shop.clock.now += 2000
    expect((await world.finish(id)).view).toMatchObject({ state: 'uncertain' })
  })

  it('comes before any other return: a second authKey is not issued from while the first is unknown', async () => {
    const world = makeWorld()
    const { id, customerKey } = await world.open()
    await world.finish(id, back(customerKey))
    world.shop.clock.now += 2000
    await world.finish(id, back(customerKey, 'auth-2'))
    expect(world.calls.map(({ body }) => JSON.parse(body).authKey)).toEqual(['auth-1', 'auth-1'])
  })

  it('is found by another server after the first one died in the middle of it', async () => {
    const world = makeWorld()
    const { id, customerKey } = await world.open()
    world.answer = () => new Promise(() => {})
    void world.finish(id, back(customerKey))
    await expect.poll(() => world.calls.length).toBe(1)
    const other = makeShop({
      ledger: world.shop.ledger,
      providers: [toss({ clientKey: 'test_ck_a', secretKey: 'test_sk_a' })],
      clock: () => world.shop.clock.now,
      fetch: async (_input, init) => {
        const key = new Headers(init?.headers).get('idempotency-key') ?? ''
        world.calls.push({ key, body: String(init?.body) })
        return success(customerKey)
      },
    })
    const view = async (): Promise<RegistrationView> => (await other.as('alice').complete(id)).json()
    // As long as the first one may still be at work, nobody else is.
    expect(await view()).toMatchObject({ state: 'issuing' })
    world.shop.clock.now += 76_000
    expect(await view()).toMatchObject({ state: 'issued' })
    expect(world.calls[1]).toEqual(world.calls[0])
  })
})

describe('an authKey', () => {
  it('is issued from once, however often and however many at once it is finished', async () => {
    const world = makeWorld()
    const { id, customerKey } = await world.open()
    world.answer = () => success(customerKey)
    await Promise.all(Array.from({ length: 8 }, () => world.finish(id, back(customerKey))))
    expect((await world.finish(id)).view).toMatchObject({ state: 'issued' })
    expect(world.calls).toHaveLength(1)
  })

  it('gets another Idempotency-Key than a refused one before it, because Toss repeats refusals', async () => {
    const world = makeWorld()
    const { id, customerKey } = await world.open()
    world.answer = ({ body }) =>
      body.includes('junk')
        ? Response.json({ code: 'INVALID_BILLING_AUTH' }, { status: 400 })
        : success(customerKey)
    await world.alice.comeBack(id, { authKey: 'junk', customerKey })
    await world.alice.comeBack(id, { authKey: 'auth-1', customerKey })
    expect((await world.finish(id)).view).toMatchObject({ state: 'issued' })
    expect(new Set(world.calls.map(({ key }) => key)).size).toBe(2)
  })

  it('that another registration has used is refused without a call', async () => {
    const world = makeWorld()
    const [a, b] = [await world.open(), await world.open()]
    world.answer = () => success(a.customerKey)
    await world.finish(a.id, back(a.customerKey))
    expect((await world.finish(b.id, { return: { authKey: 'auth-1' } })).view).toMatchObject({
      state: 'declined',
      error: { code: 'return_refused' },
    })
    expect(world.calls).toHaveLength(1)
  })
})
