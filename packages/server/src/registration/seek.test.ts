// A return that others have used may have made a key for its true owner, which nobody else can find.
import { describe, expect, it } from 'vitest'
import { danal } from '../providers/danal/index.ts'
import type { Finisher, ServerProvider } from '../providers/provider.ts'
import { Secret } from '../secret.ts'
import { makeShop, TEST_KEYS, type Shop } from '../testing/shop.ts'

const KEY = 'key-of-alice'
const MINUTE = 60_000
const bring = (transactionId: string): object => ({ return: { code: 'SUCCESS', transactionId } })

/** A PG that issues for whoever opened the window, whoever brings its return, and can be asked by our own id. */
interface Pg {
  /** Our ids for which there is a key. */
  readonly keys: Set<string>
  /** Return → the id that its window was opened with. */
  readonly windows: Map<string, string>
  readonly asked: string[]
  /** What becomes of the answer to the call that issues. */
  answer: () => Promise<'lost' | 'told' | 'made' | 'refused'>
}

function providerAt(pg: Pg): ServerProvider {
  const base: ServerProvider = danal(TEST_KEYS)
  return {
    ...base,
    can: { lookup: false, replay: true, seek: true, firstPayment: false },
    finisher: async () => ({ ...(await base.finisher()), ...finisherAt(pg) }),
  }
}

function finisherAt(pg: Pg): Pick<Finisher, 'issue' | 'judge'> {
  return {
    async issue({ providerRef }, claim) {
      if (claim.kind === 'empty' || pg.asked.includes('issue')) {
        pg.asked.push('seek')
        const body = new Secret(pg.keys.has(providerRef) ? KEY : '')
        return [{ operation: 'seek', status: 200, body }]
      }
      pg.asked.push('issue')
      const answer = await pg.answer()
      const owner = pg.windows.get(claim.token ?? '')
      if (owner !== undefined && answer !== 'refused') pg.keys.add(owner)
      if (answer === 'lost') return [{ operation: 'issue', failure: 'timeout' }]
      const operation = answer === 'made' ? 'made' : 'issue'
      return [{ operation, status: 200, body: new Secret(answer === 'told' ? KEY : '') }]
    },
    judge(_registration, _claim, exchanges) {
      const last = exchanges.at(-1)
      const key = last?.body?.reveal()
      if (key) {
        const issued = { key: new Secret(key), kind: 'card', binding: 'strong' } as const
        return { kind: 'issued', issued, mismatches: ['customer'] }
      }
      if (last?.operation === 'made') return { kind: 'pending', atOnce: true }
      if (last?.operation === 'seek') return { kind: 'pending' }
      return last?.failure
        ? { kind: 'uncertain', code: 'outcome_unknown' }
        : { kind: 'declined', code: 'return_refused', claimRefused: true }
    },
  }
}

interface World {
  readonly pg: Pg
  readonly shop: Shop
  readonly victim: string
  /** Mallory brings alice's return to a registration of their own. */
  readonly theft: () => Promise<Response>
}

async function makeWorld(): Promise<World> {
  const pg: Pg = { keys: new Set(), windows: new Map(), asked: [], answer: async () => 'lost' }
  const shop = makeShop({ providers: [providerAt(pg)] })
  const { id: victim } = await shop.as('alice').open()
  const { id: thief } = await shop.as('mallory').open()
  pg.windows.set('T1', (await shop.ledger.find(victim))?.providerRef ?? '')
  return { pg, shop, victim, theft: () => shop.as('mallory').complete(thief, bring('T1')) }
}

const finish = ({ shop, victim }: World): Promise<Response> => shop.as('alice').complete(victim, bring('T1'))

describe('a return that somebody else has used', () => {
  it('leads its owner to the key that this made, which is kept aside for an operator', async () => {
    const world = await makeWorld()
    await world.theft()
    expect(await (await finish(world)).json()).toMatchObject({
      state: 'uncertain',
      error: { code: 'return_mismatch' },
    })
    expect(await world.shop.ledger.paymentMethods('alice')).toMatchObject([{ state: 'suspended' }])
    expect(await world.shop.ledger.paymentMethods('mallory')).toEqual([])
    expect(world.pg.asked).toEqual(['issue', 'seek'])
  })

  it('is waited for while that call is under way', async () => {
    const world = await makeWorld()
    let end = (): void => {}
    world.pg.answer = () => new Promise((resolve) => (end = () => resolve('lost')))
    const theft = world.theft()
    await expect.poll(() => world.pg.asked).toEqual(['issue'])
    const waiting = await finish(world)
    expect([waiting.status, waiting.headers.get('retry-after')]).toEqual([202, '2'])
    end()
    await theft
    expect(await (await finish(world)).json()).toMatchObject({ state: 'uncertain' })
    expect(world.pg.asked).toEqual(['issue', 'seek'])
  })

  it('is refused where the PG said that it makes no key', async () => {
    const world = await makeWorld()
    world.pg.answer = async () => 'refused'
    await world.theft()
    const answer = await (await finish(world)).json()
    expect(answer).toMatchObject({ state: 'declined', error: { code: 'return_refused' } })
    expect(world.pg.asked).toEqual(['issue'])
  })

  it('is refused, and nothing is asked, where a look after that call has shown its key', async () => {
    const { pg, shop, victim } = await makeWorld()
    const { id: own } = await shop.as('mallory').open()
    pg.windows.set('T2', (await shop.ledger.find(own))?.providerRef ?? '')
    pg.answer = async () => 'made'
    await shop.as('mallory').complete(own, bring('T2'))
    const answer = await (await shop.as('alice').complete(victim, bring('T2'))).json()
    expect(answer).toMatchObject({ state: 'declined', error: { code: 'return_refused' } })
    expect(pg.asked).toEqual(['issue', 'seek'])
  })

  it('is refused where the key is kept by the registration that made the call', async () => {
    const world = await makeWorld()
    world.pg.answer = async () => 'told'
    await world.theft()
    expect(await world.shop.ledger.paymentMethods('mallory')).toMatchObject([{ state: 'suspended' }])
    const answer = await (await finish(world)).json()
    expect(answer).toMatchObject({ state: 'declined', error: { code: 'return_refused' } })
    expect(await world.shop.ledger.paymentMethods('alice')).toEqual([])
  })

  it('leaves its owner uncertain as long as nobody knows, and finds what appears later', async () => {
    const world = await makeWorld()
    const owner = world.pg.windows.get('T1') ?? ''
    world.pg.windows.clear()
    await world.theft()
    expect((await finish(world)).status).toBe(202)
    world.shop.clock.now += 3 * MINUTE
    expect(await (await finish(world)).json()).toMatchObject({ state: 'uncertain' })
    world.pg.keys.add(owner)
    world.shop.clock.now += 31 * MINUTE
    await world.shop.billing.reconcile()
    expect(await world.shop.ledger.paymentMethods('alice')).toMatchObject([{ state: 'suspended' }])
  })

  it('that turns up in a search although somebody holds its key is not kept twice', async () => {
    const world = await makeWorld()
    world.pg.answer = async () => 'told'
    const owner = world.pg.windows.get('T1') ?? ''
    await world.theft()
    world.pg.keys.add(owner)
    // Another return of alice's, whose call was lost, leads to the search.
    world.pg.asked.splice(0)
    world.pg.answer = async () => 'lost'
    const { id: another } = await world.shop
      .as('mallory')
      .open('pro', { clientRef: 'another-element-of-mallory' })
    await world.shop.as('mallory').complete(another, bring('T2'))
    await world.shop.as('alice').complete(world.victim, bring('T2'))
    expect(world.pg.asked).toEqual(['issue', 'seek'])
    expect(await world.shop.ledger.paymentMethods('alice')).toEqual([])
  })

  it('never leads to another call that issues', async () => {
    const world = await makeWorld()
    await world.theft()
    for (let again = 0; again < 3; again += 1) {
      await finish(world)
      world.shop.clock.now += 5_000
    }
    expect(world.pg.asked.filter((one) => one === 'issue')).toHaveLength(1)
  })
})
