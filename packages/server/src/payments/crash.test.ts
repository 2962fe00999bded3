// A server dies at any line of a charge, a cancellation or a revocation, another goes on: once, and nothing is lost.
import { describe, expect, it } from 'vitest'
import type { Ledger } from '../ledger/ledger.ts'
import { memoryLedger } from '../ledger/memory.ts'
import { crashEverywhere, type CrashStory, type DyingServer } from '../testing/crash.ts'
import { bankProvider, makeBank, makePayShop, registerCard, type Bank } from '../testing/pay-shop.ts'
import type { Shop } from '../testing/shop.ts'
import type { ChargeInput } from './check.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

interface World {
  readonly bank: Bank
  readonly ledger: Ledger
  readonly order: ChargeInput
  server(on?: DyingServer): Shop
}

async function makeWorld(): Promise<World> {
  const ledger = memoryLedger()
  const bank = makeBank()
  const server = (on?: DyingServer): Shop => {
    bank.onTheWay = () => on?.turn() ?? Promise.resolve()
    return makePayShop({ ledger: on?.ledger ?? ledger, providers: [bankProvider(bank)] }).shop
  }
  const paymentMethodId = await registerCard(server())
  const order = { paymentMethodId, orderId: 'order-1', orderName: 'Pro', amount: 9900 }
  return { ledger, bank, order, server }
}

/** Who comes next, on a server of their own, ten minutes later. */
const NEXT: readonly (readonly [string, (shop: Shop, world: World) => Promise<unknown>])[] = [
  ['a reconciliation', (shop) => shop.billing.reconcile()],
  ['the same charge again', (shop, { order }) => shop.billing.charge(order)],
  ['both at once', (shop, { order }) => Promise.all([shop.billing.reconcile(), shop.billing.charge(order)])],
]

/** What the ledger was told before the server died. */
async function traces({ ledger, bank }: World): Promise<{ sent: boolean; intended: boolean }> {
  const payment = await ledger.charges.paymentOfOrder('order-1')
  return { intended: payment !== undefined, sent: bank.calls.includes('charge') }
}

describe.each(NEXT)('a charge, after a crash, %s', (_who, next) => {
  it.each([true, false])(
    'is made at most once, and known where the PG can be asked (%s)',
    async (canLook) => {
      const story = async (): Promise<CrashStory> => {
        const world = await makeWorld()
        const { bank, order, ledger } = world
        bank.canLook = canLook
        return {
          ledger,
          victim: (dying) => world.server(dying).billing.charge(order),
          async afterwards() {
            const before = await traces(world)
            const other = world.server()
            for (const ms of [10 * MINUTE, 31 * MINUTE, DAY, DAY]) {
              other.clock.now += ms
              await next(other, world)
              await other.billing.reconcile()
            }
            const charges = bank.calls.filter((call) => call === 'charge').length
            expect(charges).toBeLessThanOrEqual(1)
            expect(bank.money()).toBe(charges * 9900)
            const state = (await other.billing.payment({ orderId: 'order-1' }))?.state
            const landed = await hasLanded(ledger)
            if (landed) expect(state).toBe('paid')
            // The intent was written, and nobody can say any more what came of it.
            else if (before.intended && !canLook) expect(state).toBe('uncertain')
            else if (before.intended) expect(state).toBe(before.sent ? 'paid' : 'declined')
          },
        }
      }
      expect(await crashEverywhere(story)).toBeGreaterThan(6)
    },
    60_000,
  )
})

async function hasLanded({ charges }: Ledger): Promise<boolean> {
  const payment = await charges.paymentOfOrder('order-1')
  const operations = await charges.operations(payment?.pgOrderId ?? '')
  return operations.some(({ kind, exchanges }) => kind === 'charge' && exchanges?.length)
}

describe('a cancellation, after a crash,', () => {
  it('is made once, and known', async () => {
    const ask = { orderId: 'order-1', reason: 'r' }
    const story = async (): Promise<CrashStory> => {
      const world = await makeWorld()
      const { bank, order, ledger } = world
      await world.server().billing.charge(order)
      return {
        ledger,
        victim: (dying) => world.server(dying).billing.cancelPayment(ask),
        async afterwards() {
          const other = world.server()
          for (const ms of [10 * MINUTE, 31 * MINUTE, DAY, DAY]) {
            other.clock.now += ms
            await other.billing.reconcile()
          }
          expect(await other.billing.cancelPayment(ask)).toMatchObject({
            state: 'cancelled',
            cancelledAmount: 9900,
          })
          expect(bank.calls.filter((call) => call === 'cancel').length).toBe(1)
          expect(bank.money()).toBe(0)
        },
      }
    }
    expect(await crashEverywhere(story)).toBeGreaterThan(4)
  }, 60_000)
})

describe('a revocation, after a crash,', () => {
  it('is finished, and the card is never charged again', async () => {
    const story = async (): Promise<CrashStory> => {
      const world = await makeWorld()
      const { order, ledger } = world
      const { paymentMethodId } = order
      return {
        ledger,
        victim: (dying) => world.server(dying).billing.revoke({ paymentMethodId }),
        async afterwards() {
          const other = world.server()
          other.clock.now += 10 * MINUTE
          await other.billing.reconcile()
          const revoked = { state: 'revoked', atPg: 'gone' }
          expect(await other.billing.revoke({ paymentMethodId })).toMatchObject(revoked)
          const charging = other.billing.charge(order)
          await expect(charging).rejects.toMatchObject({ code: 'payment_method_revoked' })
        },
      }
    }
    expect(await crashEverywhere(story)).toBeGreaterThan(4)
  }, 60_000)
})
