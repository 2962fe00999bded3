// Several servers on one ledger, switched at every ledger call: one charge per order, one cancel, none after a revocation.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { isBillingError } from '@billing-register/contract'
import type { Ledger } from '../ledger/ledger.ts'
import { memoryLedger } from '../ledger/memory.ts'
import { interleave, type Actor, type Scenario } from '../testing/interleave.ts'
import { bankProvider, makeBank, makePayShop, plantCard, type Bank } from '../testing/pay-shop.ts'
import type { Shop } from '../testing/shop.ts'
import type { ChargeInput } from './check.ts'

// What waits for somebody else does not wait for real.
beforeEach(() => {
  vi.stubGlobal('setTimeout', (done: () => void) => {
    queueMicrotask(done)
    return 0
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
})

interface World {
  readonly ledger: Ledger
  readonly bank: Bank
  readonly order: ChargeInput
  readonly own: Shop
}

async function makeWorld(ledger: Ledger = memoryLedger()): Promise<World> {
  const bank = makeBank()
  const own = makePayShop({ ledger, providers: [bankProvider(bank)] }).shop
  const paymentMethodId = await plantCard(ledger)
  return { ledger, bank, own, order: { paymentMethodId, orderId: 'order-1', orderName: 'Pro', amount: 9900 } }
}

/** A server of its own in front of the shared ledger; the PG's answer is a place to switch at, too. */
function server({ bank }: World, ledger: Ledger, turn: () => Promise<void>): Shop {
  return makePayShop({ ledger, providers: [bankProvider(bank, {}, turn)] }).shop
}

const refusals = ['payment_method_revoked', 'payment_in_progress', 'invalid_amount']
const forgiving = async (work: Promise<unknown>): Promise<void> => {
  await work.catch((error: unknown) => {
    if (!isBillingError(error) || !refusals.includes(error.code)) throw error
  })
}

const charging =
  (world: World): Actor =>
  (ledger, turn) =>
    forgiving(server(world, ledger, turn).billing.charge(world.order))

const revoking =
  (world: World): Actor =>
  async (ledger, turn) => {
    const { paymentMethodId } = world.order
    await server(world, ledger, turn).billing.revoke({ paymentMethodId })
  }

const cancelling =
  (world: World, amount?: number): Actor =>
  (ledger, turn) =>
    forgiving(
      server(world, ledger, turn).billing.cancelPayment({
        orderId: 'order-1',
        reason: 'r',
        ...(amount === undefined ? {} : { amount, cancelId: `part-${amount}` }),
      }),
    )

async function explore(
  prepare: () => Promise<World>,
  actors: (world: World) => Actor[],
  check: (world: World) => Promise<void>,
): Promise<number> {
  // Worlds are made ahead: a scenario is built synchronously.
  let world = await prepare()
  const make = (): Scenario => {
    const current = world
    return {
      ledger: current.ledger,
      actors: actors(current),
      check: async () => {
        await check(current)
        world = await prepare()
      },
    }
  }
  return interleave(make, 2)
}

const paidWorld = async (): Promise<World> => {
  const world = await makeWorld()
  await world.own.billing.charge(world.order)
  return world
}

describe('two servers', () => {
  it('charge the same order once, in every order', async () => {
    const runs = await explore(
      makeWorld,
      (world) => [charging(world), charging(world)],
      async ({ own, bank, order }) => {
        expect(bank.calls).toEqual(['charge'])
        expect(await own.billing.charge(order)).toMatchObject({ state: 'paid' })
      },
    )
    expect(runs).toBeGreaterThan(100)
  }, 120_000)

  it('charge a card before it is revoked, or not at all', async () => {
    const runs = await explore(
      makeWorld,
      (world) => [charging(world), revoking(world)],
      async ({ own, bank, order }) => {
        const payment = await own.billing.payment({ orderId: 'order-1' })
        if (payment) expect(payment).toMatchObject({ state: 'paid' })
        expect(bank.calls.filter((call) => call === 'charge')).toHaveLength(payment ? 1 : 0)
        // No charge reaches the PG after its key was deleted there.
        const revokedAt = bank.calls.indexOf('revoke')
        if (payment && revokedAt >= 0) expect(bank.calls.indexOf('charge')).toBeLessThan(revokedAt)
        own.clock.now += 10 * 60_000
        await own.billing.reconcile()
        const { paymentMethodId } = order
        expect(await own.billing.revoke({ paymentMethodId })).toMatchObject({
          state: 'revoked',
          atPg: 'gone',
        })
      },
    )
    expect(runs).toBeGreaterThan(100)
  }, 120_000)

  it('give the same money back once', async () => {
    const runs = await explore(
      paidWorld,
      (world) => [cancelling(world), cancelling(world)],
      async ({ bank }) => {
        expect(bank.calls).toEqual(['charge', 'cancel'])
        expect(bank.money()).toBe(0)
      },
    )
    expect(runs).toBeGreaterThan(50)
  }, 120_000)

  it('never give back more than there is', async () => {
    const runs = await explore(
      paidWorld,
      (world) => [cancelling(world, 6000), cancelling(world, 5000)],
      async ({ own, bank }) => {
        const payment = await own.billing.payment({ orderId: 'order-1' })
        expect(bank.money()).toBe(9900 - (payment?.cancelledAmount ?? 0))
        expect(bank.money()).toBeGreaterThanOrEqual(0)
      },
    )
    expect(runs).toBeGreaterThan(50)
  }, 120_000)

  it('are caught charging a revoked card when the ledger forgets to look at it', async () => {
    const careless = (): Promise<World> => {
      const ledger = memoryLedger()
      const { charges } = ledger
      const blind: typeof charges.createPayment = (payment, effects) => {
        const { operation, ...rest } = effects
        return charges.createPayment(payment, {
          ...rest,
          ...(operation && { operation: { ...operation, kind: 'look' } }),
        })
      }
      return makeWorld({ ...ledger, charges: { ...charges, createPayment: blind } })
    }
    const exploring = explore(
      careless,
      (world) => [charging(world), revoking(world)],
      async ({ bank }) => {
        const revokedAt = bank.calls.indexOf('revoke')
        if (revokedAt >= 0) expect(bank.calls.indexOf('charge')).toBeLessThan(revokedAt)
      },
    )
    await expect(exploring).rejects.toThrow(/less than/)
  }, 120_000)
})
