// Two windows of one launch make two keys: the second is found and revoked, whatever the PG or the ledger answer at first.
import { createSimulator, type Simulator } from '@billing-register/simulator'
import { describe, expect, it } from 'vitest'
import { PROVIDERS } from '../../test/simulated-providers.ts'
import { memoryLedger } from '../ledger/memory.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { makeShop, type Shop } from '../testing/shop.ts'
import { walkWindow } from '../testing/simulated-windows.ts'

const HOUR = 60 * 60_000

interface World {
  readonly shop: Shop
  readonly simulator: Simulator
  readonly http: typeof fetch
  /** What comes back from a call whose path ends like this, instead of its own answer, which is made all the same. */
  readonly spoilt: { readonly path: string; readonly answer: () => Response }[]
}

async function worldAt(name: string, wrap = (ledger: Ledger): Ledger => ledger): Promise<World> {
  const simulator = createSimulator({ seed: 1, quirks: { latency: [0, 0] } })
  const provider = await PROVIDERS[`portoneV2, ${name}`]?.make(simulator, {})
  if (!provider) throw new Error('no such provider')
  const http: typeof fetch = (input, init) => simulator.fetch(input, init)
  const spoilt: World['spoilt'] = []
  const shop = makeShop({
    providers: [provider],
    ledger: wrap(memoryLedger()),
    fetch: async (input, init) => {
      const { pathname } = new URL(new Request(input, init).url)
      const answer = await http(input, init)
      return spoilt[0] && pathname.endsWith(spoilt[0].path) ? (spoilt.shift()?.answer() ?? answer) : answer
    },
  })
  return { shop, simulator, http, spoilt }
}

/** A card that is registered, and a second window of the same launch that made a key, too. */
async function twoWindows(wrap?: (ledger: Ledger) => Ledger): Promise<World> {
  const world = await worldAt('the key in the browser', wrap)
  const { shop, simulator, http } = world
  const alice = shop.as('alice')
  const { id, launch } = await alice.open()
  const first = await walkWindow(http, launch, 'approve')
  await walkWindow(http, launch, 'approve')
  await alice.request('POST', `/registrations/${id}/opened`, { body: { clickedMsAgo: 1 } })
  await alice.complete(id, { return: first })
  expect(simulator.truth.keys.map(({ revoked }) => revoked)).toEqual([false, false])
  return world
}

const live = ({ simulator }: World): number => simulator.truth.keys.filter(({ revoked }) => !revoked).length

describe('a second key of the same window', () => {
  it('is revoked an hour after the first one was registered', async () => {
    const world = await twoWindows()
    world.shop.clock.now += HOUR
    await world.shop.billing.reconcile()
    expect(live(world)).toBe(1)
    const methods = await world.shop.ledger.paymentMethods('alice')
    expect(methods.map(({ state }) => state).toSorted()).toEqual(['active', 'revoked'])
  })

  it.each<[string, () => Response]>([
    ['an error of the PG', () => Response.json({ type: 'INTERNAL' }, { status: 500 })],
    ['too many requests', () => Response.json({ type: 'TOO_MANY' }, { status: 429 })],
    ['a page instead of an answer', () => new Response('<html></html>', { status: 200 })],
    ['an answer without a list', () => Response.json({ page: {} })],
    ['a list of another type', () => Response.json({ items: 'none' })],
  ])('is still looked for after %s', async (_what, answer) => {
    const world = await twoWindows()
    world.spoilt.push({ path: '/billing-keys', answer })
    world.shop.clock.now += HOUR
    await world.shop.billing.reconcile()
    expect(live(world)).toBe(2)
    world.shop.clock.now += HOUR
    await world.shop.billing.reconcile()
    expect(live(world)).toBe(1)
  })

  it('is kept although somebody else writes the registration between the answer and the write', async () => {
    let meanwhile = 0
    const world = await twoWindows((inner) => ({
      ...inner,
      async replace(from, next, effects) {
        if (effects.paymentMethod?.state === 'surplus' && meanwhile < 2) {
          meanwhile += 1
          await inner.replace(from, { ...from, version: from.version + 1 }, { events: [] })
        }
        return inner.replace(from, next, effects)
      },
    }))
    world.shop.clock.now += HOUR
    await world.shop.billing.reconcile()
    world.shop.clock.now += HOUR
    await world.shop.billing.reconcile()
    expect(meanwhile).toBe(2)
    expect(live(world)).toBe(1)
  })

  it('that a thief’s lost call has made for the owner is found although the owner has another one', async () => {
    const world = await worldAt('manual confirm')
    const { shop, http, spoilt } = world
    const alice = shop.as('alice')
    const { id, launch } = await alice.open()
    const stolen = await walkWindow(http, launch, 'approve')
    const own = await walkWindow(http, launch, 'approve')
    const { id: theirs } = await shop.as('mallory').open()
    spoilt.push({ path: '/billing-keys/confirm', answer: () => new Response('', { status: 502 }) })
    await shop.as('mallory').complete(theirs, { return: stolen, clickedMsAgo: 1 })
    const done = await alice.complete(id, { return: own, clickedMsAgo: 1 })
    expect(await done.json()).toMatchObject({ state: 'issued' })
    expect(live(world)).toBe(2)
    // The thief's server never hears what its call has come to.
    for (let call = 0; call < 9; call += 1)
      spoilt.push({ path: '/billing-keys/confirm', answer: () => new Response('', { status: 502 }) })
    shop.clock.now += HOUR
    await shop.billing.reconcile()
    expect(live(world)).toBe(1)
    expect(await shop.ledger.paymentMethods('mallory')).toEqual([])
  })
})
