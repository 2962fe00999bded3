// A first payment that the window made, and of which the answer does not say whether it was charged.
import { describe, expect, it } from 'vitest'
import { contractOperations } from '../../test/danal-contract.ts'
import { makeWorld, type World } from '../../test/pay-world.ts'
import { danal } from '../providers/danal/index.ts'
import type { DanalOperations } from '../providers/danal/merchant-operations.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const UNTOLD = { authOnlyInAnswer: false, cardInfo: false } as const

/** A registration that charged at a Danal which tells nothing of it. */
const world = (operations: DanalOperations | undefined): Promise<World> =>
  makeWorld(
    {
      make: ({ credentials }) =>
        danal({
          ...credentials.danal,
          apiBase: 'https://pg.example/danal',
          sdkUrl: 'https://pg.example/danal/sdk.js',
          ...(operations && { operations }),
        }),
    },
    1,
    'now',
    UNTOLD,
  )

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
