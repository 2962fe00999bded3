// A registration under any order of doors, answers, crashes and reconciliations keeps what is promised.
import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { Ledger } from '../ledger/ledger.ts'
import { memoryLedger } from '../ledger/memory.ts'
import { dyingServer, type Cut } from '../testing/crash.ts'
import { makePortone } from '../testing/portone-shop.ts'
import { danalSuccess, makeShop, type Shop } from '../testing/shop.ts'

vi.setConfig({ testTimeout: 120_000 })

const SECOND = 1000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE
const WHO = ['alice', 'mallory', null] as const

type Deed =
  | {
      readonly do: 'come-back'
      readonly who: (typeof WHO)[number]
      readonly token: number
      readonly post: boolean
    }
  | { readonly do: 'complete'; readonly token: number | undefined; readonly cut: Cut | undefined }
  | { readonly do: 'cancel' | 'opened' | 'read' | 'reconcile' }
  | { readonly do: 'wait'; readonly ms: number }
  /** From now on the PG answers like this. */
  | { readonly do: 'answer'; readonly like: number }

const cut = fc.record({ at: fc.integer({ min: 1, max: 14 }), when: fc.constantFrom('before', 'after') })
const token = fc.integer({ min: 1, max: 3 })
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    do: fc.constant('come-back'),
    who: fc.constantFrom(...WHO),
    token,
    post: fc.boolean(),
  }),
  fc.record({
    do: fc.constant('complete'),
    token: fc.option(token, { nil: undefined }),
    cut: fc.option(cut, { nil: undefined }),
  }),
  fc.record({ do: fc.constantFrom('cancel', 'opened', 'read', 'reconcile') }),
  fc.record({
    do: fc.constant('wait'),
    ms: fc.constantFrom(SECOND, 5 * SECOND, 2 * MINUTE, 31 * MINUTE, DAY),
  }),
  fc.record({ do: fc.constant('answer'), like: fc.nat(5) }),
)

/** A PG, one registration of alice at it, and servers in front of it. */
interface World {
  readonly ledger: Ledger
  readonly id: string
  /** Milliseconds since the epoch, everywhere. */
  now: number
  /** How the PG answers. */
  like: number
  /** Whether the owner has ever asked to finish, or to stop: only then may a key become theirs. */
  asked: boolean
  readonly claim: (token: number) => Record<string, string>
  readonly server: (ledger: Ledger, turn: () => Promise<void>) => Shop
  /** Whatever must hold at any time. */
  readonly check: () => Promise<void>
}

async function perform(world: World, one: Deed): Promise<void> {
  if (one.do === 'wait') return void (world.now += one.ms)
  if (one.do === 'answer') return void (world.like = one.like)
  const dying = dyingServer(
    world.ledger,
    (one.do === 'complete' && one.cut) || { at: Infinity, when: 'before' },
  )
  const shop = world.server(dying.ledger, dying.turn)
  shop.clock.now = world.now
  await Promise.race([dying.died, act(world, shop, one)])
}

async function act(world: World, shop: Shop, one: Deed): Promise<void> {
  const alice = shop.as('alice')
  world.asked ||= one.do === 'complete' || one.do === 'cancel'
  switch (one.do) {
    case 'come-back':
      return void (await shop
        .as(one.who)
        .comeBack(world.id, world.claim(one.token), one.post ? 'POST' : 'GET'))
    case 'complete':
      return void (await alice.complete(
        world.id,
        one.token === undefined ? {} : { return: world.claim(one.token) },
      ))
    case 'cancel':
    case 'opened':
      return void (await alice.request('POST', `/registrations/${world.id}/${one.do}`, { body: {} }))
    case 'read':
      return void (await alice.request('GET', `/registrations/${world.id}`))
    case 'reconcile':
      return void (await shop.billing.reconcile())
    default:
  }
}

// The log of events tells every state that it was in, one after the other, and who brought each about.
async function checkLog({ ledger, id }: World): Promise<void> {
  const events = await ledger.events(id)
  const moves = events.filter(({ type, to }) => to !== undefined && !type.startsWith('method.'))
  let before: string | undefined
  for (const { from, to, by, at } of moves) {
    expect(from).toBe(before)
    expect([by, at]).toEqual([expect.any(String), expect.any(Number)])
    before = to
  }
  expect((await ledger.find(id))?.state).toBe(before)
}

async function live(world: World, deeds: readonly Deed[]): Promise<void> {
  let kept = ''
  for (const one of deeds) {
    await perform(world, one)
    await world.check()
    await checkLog(world)
    const state = (await world.ledger.find(world.id))?.state ?? ''
    // A key that is there stays there: nobody but an operator takes it away.
    if (kept !== '') expect(state).toMatch(/^(issued|suspended)$/)
    if (state === 'issued' || state === 'suspended') kept = state
  }
  // Whatever happened: once the lease is over and somebody looked, nothing hangs.
  for (const ms of [10 * MINUTE, 31 * MINUTE, DAY, DAY, 8 * DAY]) {
    world.now += ms
    await perform(world, { do: 'reconcile' })
  }
  await world.check()
  await checkLog(world)
  const end = await world.ledger.find(world.id)
  expect(['issued', 'suspended', 'declined', 'cancelled', 'expired', 'uncertain', 'held']).toContain(
    end?.state,
  )
  if (end?.state !== 'uncertain') return
  const types = (await world.ledger.events(world.id)).map(({ type }) => type)
  expect(types).toContain('registration.uncertain')
}

const ANSWERS: readonly (() => Response | Promise<Response>)[] = [
  () => danalSuccess(),
  () => danalSuccess({ orderId: 'of-somebody-else' }),
  () => Response.json({ code: '1104', message: 'no such transaction' }),
  () => Promise.reject(new TypeError('cut')),
  () => new Response('<html>', { status: 502 }),
  () => Response.json({ code: 'SUCCESS', message: 'ok', authOnly: true }),
]

async function danalWorld(): Promise<World> {
  const ledger = memoryLedger()
  const first = makeShop({ ledger })
  const { id } = await first.as('alice').open()
  const calls: string[] = []
  const world: World = {
    ledger,
    id,
    now: first.clock.now,
    like: 0,
    asked: false,
    claim: (one) => ({ code: 'SUCCESS', transactionId: `TX-${one}` }),
    server(on, turn) {
      const shop = makeShop({ ledger: on })
      shop.answer = async (transaction) => {
        calls.push(transaction)
        const answer = ANSWERS[world.like] ?? danalSuccess
        await turn()
        return answer()
      }
      return shop
    },
    async check() {
      expect(new Set(calls).size).toBe(calls.length)
      expect(calls.length).toBeLessThanOrEqual(3)
      const methods = await ledger.paymentMethods('alice')
      expect(methods.length).toBeLessThanOrEqual(1)
      const state = (await ledger.find(id))?.state
      expect(methods.map((method) => method.state)).toEqual(
        state === 'issued' ? ['active'] : state === 'suspended' ? ['suspended'] : [],
      )
    },
  }
  return world
}

const KNOWN = [
  undefined,
  { status: 'ready', key: false },
  { status: 'paid', key: false },
  { status: 'paid', key: true },
  { status: 'failed', key: false },
  { status: 'ready', key: true },
] as const

async function portoneWorld(): Promise<World> {
  const ledger = memoryLedger()
  const window = makePortone({ ledger })
  const { id, body } = await window.open()
  const world: World = {
    ledger,
    id,
    now: window.shop.clock.now,
    like: 0,
    asked: false,
    claim: (one) =>
      one === 1
        ? body.return
        : { merchant_uid: body.return.merchant_uid, error_code: one === 2 ? '2101' : 'F1' },
    server: (on, turn) =>
      makePortone({
        ledger: on,
        fetch: async (input, init) => {
          window.knows = KNOWN[world.like]
          const response = await window.fetch(input, init)
          await turn()
          return response
        },
      }).shop,
    async check() {
      const methods = await ledger.paymentMethods('alice')
      expect(methods.length).toBeLessThanOrEqual(1)
      const record = await ledger.find(id)
      if (record?.state === 'issued') expect(methods).toMatchObject([{ state: 'active' }])
      if (!world.asked) expect(methods.some((method) => method.state === 'active')).toBe(false)
    },
  }
  return world
}

describe.each([
  ['Danal', danalWorld],
  ['PortOne', portoneWorld],
] as const)('a registration at %s', (_name, make) => {
  it('keeps what is promised under any order of doors, answers, crashes and reconciliations', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { maxLength: 18 }), async (deeds) => live(await make(), deeds)),
      { numRuns: 250 },
    )
  })
})
