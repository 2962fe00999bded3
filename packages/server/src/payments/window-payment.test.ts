// A first payment that the window made, and of which the answer does not say whether it was charged.
import { createSimulator, type Simulator } from '@billing-register/simulator'
import { describe, expect, it } from 'vitest'
import { contractOperations } from '../../test/danal-contract.ts'
import { makeWorld, type World } from '../../test/pay-world.ts'
import { makeShop } from '../testing/shop.ts'
import { walkWindow, type WindowEnd } from '../testing/simulated-windows.ts'
import { danal } from '../providers/danal/index.ts'
import type { DanalOperations } from '../providers/danal/merchant-operations.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const UNTOLD = { authOnlyInAnswer: false, cardInfo: false } as const

const danalAt = (
  { credentials }: Simulator,
  operations: DanalOperations | undefined,
): ReturnType<typeof danal> =>
  danal({
    ...credentials.danal,
    apiBase: 'https://pg.example/danal',
    sdkUrl: 'https://pg.example/danal/sdk.js',
    ...(operations && { operations }),
  })

/** A registration that charged at a Danal which tells nothing of it. */
const world = (operations: DanalOperations | undefined): Promise<World> =>
  makeWorld({ make: (simulator) => danalAt(simulator, operations) }, 1, 'now', UNTOLD)

async function letPass({ shop, later }: World, ...spans: readonly number[]): Promise<void> {
  for (const ms of spans) {
    later(ms)
    await shop.billing.reconcile()
  }
}

describe('a payment that the window made and nobody told', () => {
  it("is asked for, where the merchant's operations can", async () => {
    const it = await world(contractOperations)
    const { billing } = it.shop
    const { id } = it.view
    expect(it.view).toMatchObject({ state: 'issued', payment: { state: 'uncertain' } })
    await letPass(it, 2 * MINUTE)
    expect(await billing.payment({ orderId: id })).toMatchObject({ state: 'paid', amount: 9900 })
    const told = await (await it.shop.as('alice').request('GET', `/registrations/${id}`)).json()
    expect(told).toMatchObject({ payment: { state: 'paid' } })
    expect((await it.shop.ledger.events(id)).map(({ type }) => type)).toContain('payment.paid')
    expect(it.paid()).toEqual([9900])
  })

  it('is asked for by the transaction, too, that the answer to issuing has named', async () => {
    const asked: unknown[] = []
    const lookup: DanalOperations['lookup'] = async (order) => {
      asked.push(order)
      return { kind: 'uncertain' }
    }
    const it = await world({ ...contractOperations, lookup })
    const [method] = await it.shop.ledger.paymentMethods('alice')
    await letPass(it, 2 * MINUTE)
    expect(method?.transactionId).toEqual(expect.any(String))
    expect(asked).toEqual([
      {
        orderId: (await it.shop.ledger.find(it.view.id))?.providerRef,
        transactionId: method?.transactionId,
      },
    ])
  })

  it('stays uncertain when Danal says that it knows of no such order: the window may be out of its sight', async () => {
    let asked = 0
    const lookup: DanalOperations['lookup'] = async () => {
      asked += 1
      return { kind: 'absent' }
    }
    const it = await world({ ...contractOperations, lookup })
    await letPass(it, 2 * MINUTE, 31 * MINUTE, DAY, DAY, DAY)
    expect(asked).toBeGreaterThanOrEqual(3)
    expect(await it.shop.billing.payment({ orderId: it.view.id })).toMatchObject({ state: 'uncertain' })
  })

  it('stays uncertain where nobody can ask', async () => {
    const it = await world(undefined)
    await letPass(it, 2 * MINUTE, 31 * MINUTE, DAY)
    expect(await it.shop.billing.payment({ orderId: it.view.id })).toMatchObject({ state: 'uncertain' })
  })
})

/** Mallory brings Alice's return, and Eve then Mallory's own. Answers what Mallory's payment is after each look at it. */
async function stolen(end: WindowEnd): Promise<(string | undefined)[]> {
  let ahead = 0
  const clock = (): number => Date.now() + ahead
  const quirks = { ...UNTOLD, orderIdInAnswer: true, latency: [0, 0] } as const
  const simulator = createSimulator({ seed: 1, clock, quirks })
  const http: typeof fetch = (input, init) => simulator.fetch(input, init)
  const asked: string[] = []
  const lookup: DanalOperations['lookup'] = async (order, tools) => {
    asked.push(order.orderId)
    return (await contractOperations.lookup?.(order, tools)) ?? { kind: 'uncertain' }
  }
  const providers = [danalAt(simulator, { ...contractOperations, lookup })]
  const shop = makeShop({ providers, fetch: http, clock })
  shop.plans.set('now', { name: 'Pro', amount: 9900, charge: 'now' })
  const walk = async (name: string, how: WindowEnd): Promise<{ id: string; brought: object }> => {
    const { id, launch } = await shop.as(name).open('now')
    return { id, brought: { return: { ...(await walkWindow(http, launch, how)) } } }
  }
  const [alice, mallory] = [await walk('alice', 'approve'), await walk('mallory', end)]
  const eve = await shop.as('eve').open('now')
  await shop.as('mallory').complete(mallory.id, alice.brought)
  await shop.as('eve').complete(eve.id, mallory.brought)
  expect((await shop.ledger.find(mallory.id))?.state).toBe('suspended')
  const order = (await shop.ledger.find(mallory.id))?.providerRef ?? ''
  const states: (string | undefined)[] = []
  for (const ms of [2 * MINUTE, 31 * MINUTE, DAY]) {
    ahead += ms
    const before = asked.length
    await shop.billing.reconcile()
    if (asked.indexOf(order, before) < 0) continue
    states.push((await shop.billing.payment({ orderId: mallory.id }))?.state)
  }
  return states
}

describe('a payment of a registration that was suspended for a stolen return', () => {
  it('is asked for a minute later, as any other', async () => {
    expect(await stolen('approve')).toEqual(['paid'])
  })

  it('is asked for at the usual times, and stays uncertain where Danal tells nothing of what it refused', async () => {
    expect(await stolen('decline')).toEqual(['uncertain', 'uncertain', 'uncertain'])
  })
})
