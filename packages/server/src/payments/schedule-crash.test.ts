// Schedules on several servers that die or cross at any ledger call: one order at the PG, and none with a key that is gone.
import { describe, expect, it } from 'vitest'
import { isBillingError } from '@billing-register/contract'
import { memoryLedger } from '../ledger/memory.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { schedulingBank, type SchedulingBank } from '../testing/bank-schedules.ts'
import { crashEverywhere, type CrashStory, type DyingServer } from '../testing/crash.ts'
import { interleave, type Actor } from '../testing/interleave.ts'
import { makeBank, makePayShop, plantCard, type Bank } from '../testing/pay-shop.ts'
import type { Shop } from '../testing/shop.ts'
import type { ScheduleInput } from './check.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

interface World {
  readonly ledger: Ledger
  readonly bank: Bank
  readonly diary: SchedulingBank['diary']
  readonly clock: { now: number }
  readonly order: ScheduleInput
  server(on?: Pick<DyingServer, 'ledger' | 'turn'>): Shop
}

async function makeWorld(): Promise<World> {
  const ledger = memoryLedger()
  const bank = makeBank()
  const clock = { now: Date.UTC(2026, 0, 1) }
  const diary: World['diary'] = new Map()
  const paymentMethodId = await plantCard(ledger)
  const order = {
    paymentMethodId,
    orderId: 'order-1',
    orderName: 'Pro',
    amount: 9900,
    at: clock.now + 30 * DAY,
  }
  const server: World['server'] = (on) => {
    const { provider } = schedulingBank(bank, clock, diary, on?.turn)
    return makePayShop({ ledger: on?.ledger ?? ledger, providers: [provider], clock: () => clock.now }).shop
  }
  return { ledger, bank, diary, clock, order, server }
}

/** Somebody else looks after it until nothing is left to find out. */
async function lookAfter({ clock, server }: World): Promise<Shop> {
  const other = server()
  for (const ms of [10 * MINUTE, 31 * MINUTE, DAY, DAY]) {
    clock.now += ms
    await other.billing.reconcile()
  }
  return other
}

const pending = ({ diary }: World): number =>
  [...diary.values()].filter(({ state }) => state === 'scheduled').length

async function pass(world: World, other: Shop): Promise<void> {
  for (const ms of [30 * DAY, 31 * MINUTE, DAY, DAY]) {
    world.clock.now += ms
    await other.billing.reconcile()
  }
}

describe('after a crash', () => {
  it('an order for later stands at the PG at most once, is known, and is charged once at its time', async () => {
    const story = async (): Promise<CrashStory> => {
      const world = await makeWorld()
      return {
        ledger: world.ledger,
        victim: (dying) => world.server(dying).billing.schedule(world.order),
        async afterwards() {
          const other = await lookAfter(world)
          expect(world.bank.calls.filter((call) => call === 'schedule').length).toBeLessThanOrEqual(1)
          const state = (await other.billing.payment({ orderId: 'order-1' }))?.state
          expect(state).toBe(pending(world) > 0 ? 'scheduled' : state && 'declined')
          await pass(world, other)
          const paid = world.bank.money() > 0
          expect(world.bank.money()).toBe(paid ? 9900 : 0)
          const after = await other.billing.payment({ orderId: 'order-1' })
          expect(after?.state).toBe(paid ? 'paid' : state)
        },
      }
    }
    expect(await crashEverywhere(story)).toBeGreaterThan(5)
  }, 60_000)

  it('one that is being taken back is taken back when it is asked for again, and never charged', async () => {
    const story = async (): Promise<CrashStory> => {
      const world = await makeWorld()
      await world.server().billing.schedule(world.order)
      return {
        ledger: world.ledger,
        victim: (dying) => world.server(dying).billing.unschedule({ orderId: 'order-1' }),
        async afterwards() {
          const other = await lookAfter(world)
          expect(await other.billing.unschedule({ orderId: 'order-1' })).toMatchObject({ state: 'cancelled' })
          await pass(world, other)
          expect(world.bank.money()).toBe(0)
        },
      }
    }
    expect(await crashEverywhere(story)).toBeGreaterThan(4)
  }, 60_000)

  it('a card that is being revoked takes with it what was to be charged', async () => {
    const story = async (): Promise<CrashStory> => {
      const world = await makeWorld()
      await world.server().billing.schedule(world.order)
      const { paymentMethodId } = world.order
      return {
        ledger: world.ledger,
        victim: (dying) => world.server(dying).billing.revoke({ paymentMethodId }),
        async afterwards() {
          const other = await lookAfter(world)
          expect(await other.billing.revoke({ paymentMethodId })).toMatchObject({
            state: 'revoked',
            atPg: 'gone',
          })
          await pass(world, other)
          expect(world.bank.money()).toBe(0)
          const payment = await other.billing.payment({ orderId: 'order-1' })
          expect(payment?.state).toMatch(/^(cancelled|declined)$/)
        },
      }
    }
    expect(await crashEverywhere(story)).toBeGreaterThan(6)
  }, 60_000)
})

const forgiving = async (work: Promise<unknown>): Promise<void> => {
  await work.catch((error: unknown) => {
    if (!isBillingError(error) || error.code !== 'payment_method_revoked') throw error
  })
}

const scheduling =
  ({ server, order }: World): Actor =>
  (ledger, turn) =>
    forgiving(server({ ledger, turn }).billing.schedule(order))

const revoking =
  ({ server, order: { paymentMethodId } }: World): Actor =>
  async (ledger, turn) => {
    await server({ ledger, turn }).billing.revoke({ paymentMethodId })
  }

async function explore(
  actors: (world: World) => Actor[],
  check: (world: World) => Promise<void>,
): Promise<number> {
  let world = await makeWorld()
  return interleave(() => {
    const current = world
    return {
      ledger: current.ledger,
      actors: actors(current),
      check: async () => {
        await check(current)
        world = await makeWorld()
      },
    }
  }, 2)
}

describe('two servers', () => {
  it('order the same charge for later once, in every order of their calls', async () => {
    const runs = await explore(
      (world) => [scheduling(world), scheduling(world)],
      async (world) => {
        expect(world.bank.calls).toEqual(['schedule'])
        expect(pending(world)).toBe(1)
      },
    )
    expect(runs).toBeGreaterThan(50)
  }, 120_000)

  it('leave nothing to come with a key that is gone', async () => {
    const runs = await explore(
      (world) => [scheduling(world), revoking(world)],
      async (world) => {
        const other = await lookAfter(world)
        const { paymentMethodId } = world.order
        expect(await other.billing.revoke({ paymentMethodId })).toMatchObject({
          state: 'revoked',
          atPg: 'gone',
        })
        expect(pending(world)).toBe(0)
        await pass(world, other)
        expect(world.bank.money()).toBe(0)
        expect((await other.billing.payment({ orderId: 'order-1' }))?.state).not.toBe('scheduled')
      },
    )
    expect(runs).toBeGreaterThan(50)
  }, 120_000)
})
