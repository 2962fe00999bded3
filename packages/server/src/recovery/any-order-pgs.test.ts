// A registration at every simulated PG under any order of doors, windows, webhooks, faults and crashes: by the PG's own books
// no key is lost, and none is adopted twice.
import * as fc from 'fast-check'
import { createSimulator, type FaultKind, type Simulator } from '@billing-register/simulator'
import type { Launch, RawReturn } from '@billing-register/contract'
import { describe, expect, it, vi } from 'vitest'
import { PROVIDERS } from '../../test/simulated-providers.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { memoryLedger } from '../ledger/memory.ts'
import type { ServerProvider } from '../providers/provider.ts'
import { dyingServer, type Cut } from '../testing/crash.ts'
import { makeShop, type Shop } from '../testing/shop.ts'
import { walkWindow, type WindowEnd } from '../testing/simulated-windows.ts'

vi.setConfig({ testTimeout: 240_000 })

const SECOND = 1000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE
const BEGAN = Date.UTC(2026, 0, 1)

type Deed =
  | { readonly do: 'walk'; readonly end: WindowEnd }
  | { readonly do: 'come-back'; readonly who: 'alice' | 'mallory' | null; readonly which: number }
  | { readonly do: 'complete'; readonly which: number | undefined; readonly cut: Cut | undefined }
  | { readonly do: 'webhook'; readonly which: number }
  | { readonly do: 'fault'; readonly fault: FaultKind }
  | { readonly do: 'cancel' | 'opened' | 'read' | 'reconcile' }
  | { readonly do: 'wait'; readonly ms: number }

const which = fc.nat(2)
const cut = fc.record({ at: fc.integer({ min: 1, max: 14 }), when: fc.constantFrom('before', 'after') })
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    do: fc.constant('walk'),
    end: fc.constantFrom<WindowEnd[]>('approve', 'approve', 'decline', 'cancel'),
  }),
  fc.record({ do: fc.constant('come-back'), who: fc.constantFrom('alice', 'mallory', null), which }),
  fc.record({
    do: fc.constant('complete'),
    which: fc.option(which, { nil: undefined }),
    cut: fc.option(cut, { nil: undefined }),
  }),
  fc.record({ do: fc.constant('webhook'), which }),
  fc.record({
    do: fc.constant('fault'),
    fault: fc.constantFrom<FaultKind[]>('drop-response', 'drop-request', 'http-500', 'http-429', 'not-json'),
  }),
  fc.record({ do: fc.constantFrom('cancel', 'opened', 'read', 'reconcile') }),
  fc.record({ do: fc.constant('wait'), ms: fc.constantFrom(SECOND, 2 * MINUTE, 31 * MINUTE, DAY) }),
)

interface World {
  readonly ledger: Ledger
  readonly simulator: Simulator
  readonly provider: ServerProvider
  readonly clock: { now: number }
  readonly id: string
  readonly launch: Launch
  /** What windows brought back. */
  readonly returns: RawReturn[]
  /** What the PG has sent to the webhooks' door. */
  readonly hints: Request[]
}

function serverOf({ ledger, simulator, provider, clock }: Omit<World, 'id' | 'launch'>): Shop {
  const fetch: typeof globalThis.fetch = (input, init) => simulator.fetch(input, init)
  return makeShop({ ledger, providers: [provider], fetch, clock: () => clock.now, attemptsPerHour: 1000 })
}

async function makeWorld(name: string): Promise<World> {
  const clock = { now: BEGAN }
  const hints: Request[] = []
  const simulator = createSimulator({
    seed: 1,
    quirks: { latency: [0, 0] },
    clock: () => clock.now,
    webhookUrls: { toss: 'https://shop.example/billing/webhooks/toss' },
    fetch: async (input, init) => {
      hints.push(new Request(input, init))
      return new Response(null)
    },
  })
  const provider = await PROVIDERS[name]?.make(simulator, {})
  if (!provider) throw new Error(`no ${name}`)
  const bare = { ledger: memoryLedger(), simulator, provider, clock, returns: [], hints }
  const { id, launch } = await serverOf(bare).as('alice').open()
  return { ...bare, id, launch }
}

const faults = async ({ fetch }: Simulator, method: string, body?: object): Promise<void> => {
  const answer = await fetch('https://pg.example/control/faults', {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  expect(answer.ok).toBe(true)
}

async function perform(world: World, one: Deed): Promise<void> {
  const { clock, simulator, provider, launch, returns } = world
  if (one.do === 'wait') return void (clock.now += one.ms)
  if (one.do === 'fault')
    return faults(simulator, 'POST', { provider: provider.id, operation: '*', fault: one.fault, times: 1 })
  if (one.do === 'walk') {
    // Looked for until a day after the last activity: what a window that old makes only a webhook tells.
    if (clock.now - BEGAN >= DAY) return
    const http: typeof fetch = (input, init) => simulator.fetch(input, init)
    return void returns.push(await walkWindow(http, launch, one.end))
  }
  const { at, when } = (one.do === 'complete' && one.cut) || { at: Infinity, when: 'before' as const }
  const dying = dyingServer(world.ledger, { at, when })
  await Promise.race([dying.died, act(world, serverOf({ ...world, ledger: dying.ledger }), one)])
}

async function act({ id, returns, hints }: World, shop: Shop, one: Deed): Promise<void> {
  const alice = shop.as('alice')
  switch (one.do) {
    case 'come-back':
      return void (await shop.as(one.who).comeBack(id, { ...returns[one.which] }))
    case 'complete': {
      const raw = one.which === undefined ? undefined : returns[one.which]
      return void (await alice.complete(id, raw ? { return: raw } : {}))
    }
    case 'webhook': {
      const hint = hints[one.which]
      if (hint) await shop.billing.fetch(hint.clone())
      return shop.billing.drain()
    }
    case 'read':
      return void (await alice.request('GET', `/registrations/${id}`))
    case 'reconcile':
      return void (await shop.billing.reconcile())
    case 'cancel':
    case 'opened':
      return void (await alice.request('POST', `/registrations/${id}/${one.do}`, { body: {} }))
    default:
  }
}

/** What must hold at any time. */
async function check({ ledger, id }: World, kept: string): Promise<string> {
  const methods = await ledger.paymentMethods('alice')
  const { state = '' } = (await ledger.find(id)) ?? {}
  expect(methods.filter((method) => method.state === 'active')).toHaveLength(state === 'issued' ? 1 : 0)
  // What is surplus is on its way out.
  const wanted = methods.filter((method) => ['active', 'suspended', 'held'].includes(method.state))
  expect(wanted.length).toBeLessThanOrEqual(1)
  if (kept !== '') expect(state).toMatch(/^(issued|suspended)$/)
  expect(await ledger.paymentMethods('mallory')).toEqual([])
  return state === 'issued' || state === 'suspended' ? state : kept
}

/** Keys that can be charged at the PG and of which neither the ledger nor anybody who would look for them knows. */
async function lost({ ledger, simulator, id }: World): Promise<readonly string[]> {
  const known = new Set((await ledger.paymentMethods('alice')).map(({ key }) => key.reveal()))
  const { state } = (await ledger.find(id)) ?? {}
  if (state === 'uncertain') return []
  return simulator.truth.keys
    .filter(
      ({ revoked, billingKey, customerRef }) => !revoked && !known.has(billingKey) && !known.has(customerRef),
    )
    .map(({ billingKey }) => billingKey)
}

async function live(world: World, deeds: readonly Deed[]): Promise<void> {
  let kept = ''
  for (const one of deeds) {
    await perform(world, one)
    kept = await check(world, kept)
  }
  // The PG is well again, the leases are over, and somebody looks.
  await faults(world.simulator, 'DELETE')
  for (const ms of [10 * MINUTE, 31 * MINUTE, DAY, DAY, 8 * DAY, DAY]) {
    world.clock.now += ms
    await perform(world, { do: 'reconcile' })
  }
  await check(world, kept)
  expect(await lost(world)).toEqual([])
  const { state } = (await world.ledger.find(world.id)) ?? {}
  expect(state).toMatch(/^(issued|suspended|declined|cancelled|expired|uncertain|held)$/)
  if (state !== 'uncertain') return
  const types = (await world.ledger.events(world.id)).map(({ type }) => type)
  expect(types).toContain('registration.uncertain')
}

const approve: Deed = { do: 'walk', end: 'approve' }

/** What once failed. Two keys out of one window: one was held or suspended, and nobody ever looked for the other. */
const FOUND: readonly (readonly Deed[])[] = [
  [approve, approve],
  [
    approve,
    approve,
    { do: 'come-back', who: 'mallory', which: 1 },
    { do: 'complete', which: 0, cut: undefined },
  ],
]

describe.each([
  'danal, card',
  'toss, card',
  'portoneV1, Danal by channel key',
  'portoneV2, manual confirm',
  'portoneV2, the key in the browser',
])('a registration at %s', (name) => {
  it('loses no key and adopts none twice under any order of deeds and answers', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { maxLength: 16 }), async (deeds) =>
        live(await makeWorld(name), deeds),
      ),
      { numRuns: 120, examples: FOUND.map((deeds): [Deed[]] => [[...deeds]]) },
    )
  })
})
