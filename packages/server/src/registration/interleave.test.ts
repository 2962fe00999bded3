// Several servers on one ledger, switched at every ledger call: one issue call per claim, and nothing is lost.
import { describe, expect, it } from 'vitest'
import type { RegistrationView } from '@billing-register/contract'
import type { Ledger } from '../ledger/ledger.ts'
import { memoryLedger } from '../ledger/memory.ts'
import { interleave, type Actor, type Scenario } from '../testing/interleave.ts'
import { danalSuccess, makeShop, type Shop } from '../testing/shop.ts'

const RETURN = { code: 'SUCCESS', transactionId: 'TX-1' }

interface World {
  readonly ledger: Ledger
  readonly id: string
  readonly issued: string[]
  readonly own: Shop
}

async function makeWorld(ledger: Ledger): Promise<World> {
  const own = makeShop({ ledger })
  const { id } = await own.as('alice').open()
  return { ledger, id, issued: [], own }
}

/** A server of its own in front of the shared ledger; the PG call is a place to switch at, too. */
function server(world: World, ledger: Ledger, turn: () => Promise<void>): Shop {
  const shop = makeShop({ ledger })
  shop.answer = async (transaction) => {
    world.issued.push(transaction)
    await turn()
    return danalSuccess()
  }
  return shop
}

const finishing =
  (world: World): Actor =>
  async (ledger, turn) => {
    await server(world, ledger, turn).as('alice').complete(world.id, { return: RETURN })
  }

const comingBack =
  (world: World): Actor =>
  async (ledger, turn) => {
    const alice = server(world, ledger, turn).as('alice')
    await alice.comeBack(world.id, RETURN, 'POST')
    await alice.complete(world.id)
  }

const cancelling =
  (world: World): Actor =>
  async (ledger, turn) => {
    await server(world, ledger, turn)
      .as('alice')
      .request('POST', `/registrations/${world.id}/cancel`, { body: {} })
  }

async function explore(
  actors: (world: World) => Actor[],
  switches: number,
  makeLedger: () => Ledger = memoryLedger,
): Promise<number> {
  // Worlds are made ahead: a scenario is built synchronously.
  let world = await makeWorld(makeLedger())
  const make = (): Scenario => {
    const current = world
    return {
      ledger: current.ledger,
      actors: actors(current),
      check: async () => {
        expect(current.issued).toEqual(['TX-1'])
        const view: RegistrationView = await (
          await current.own.as('alice').complete(current.id, { return: RETURN })
        ).json()
        expect(view.state).toBe('issued')
        expect(await current.ledger.paymentMethods('alice')).toHaveLength(1)
        expect(current.issued).toEqual(['TX-1'])
        world = await makeWorld(makeLedger())
      },
    }
  }
  return interleave(make, switches)
}

describe('two servers that finish the same registration', () => {
  it('issue once in every order', async () => {
    expect(await explore((world) => [finishing(world), finishing(world)], 2)).toBeGreaterThan(200)
  }, 300_000)

  it('issue once while the return arrives at the door of the other', async () => {
    expect(await explore((world) => [comingBack(world), finishing(world)], 2)).toBeGreaterThan(200)
  }, 300_000)

  it('lose no key when the customer cancels in between', async () => {
    expect(await explore((world) => [finishing(world), cancelling(world)], 2)).toBeGreaterThan(100)
  }, 300_000)

  it('are caught issuing twice when the ledger forgets to compare before it sets', async () => {
    const careless = (): Ledger => {
      const ledger = memoryLedger()
      return {
        ...ledger,
        replace: async (expected, next, effects) => {
          const current = (await ledger.find(expected.id)) ?? expected
          return ledger.replace(current, { ...next, version: current.version + 1 }, effects)
        },
      }
    }
    await expect(explore((world) => [finishing(world), finishing(world)], 1, careless)).rejects.toThrow(
      /TX-1/,
    )
  }, 300_000)
})
