// What came of a charge, a cancellation or a revocation while the ledger was away is not lost: it is put back from the log.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Ledger } from '../ledger/ledger.ts'
import { memoryLedger } from '../ledger/memory.ts'
import type { Spill } from '../sealing/spill.ts'
import { makeBank, makePayShop, registerCard, type Bank, type PayShop } from '../testing/pay-shop.ts'

// Pauses between tries are waited for.
vi.setConfig({ testTimeout: 60_000 })

const sealingKeys = `k1:${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))}`
const order = { orderId: 'order-1', orderName: 'Pro', amount: 9900 }

describe('an answer about a payment that the ledger could not take', () => {
  const stderr = vi.spyOn(console, 'error')
  const spilled: Spill[] = []
  let away: boolean
  let bank: Bank
  let ledger: Ledger

  /** A server on the same ledger, which cannot write answers while it is away. */
  const server = (): PayShop =>
    makePayShop({
      bank,
      sealingKeys,
      onSpill: (spill) => void spilled.push(spill),
      ledger: {
        ...ledger,
        charges: {
          ...ledger.charges,
          landOperation: (...args) =>
            away ? Promise.reject(new Error('away')) : ledger.charges.landOperation(...args),
        },
      },
    })

  /** Does it while the ledger is away, and brings the ledger back. */
  const whileAway = async (work: (shop: PayShop) => Promise<unknown>): Promise<void> => {
    away = true
    let failed = false
    void work(server()).catch(() => (failed = true))
    await vi.waitFor(() => expect(failed).toBe(true), { timeout: 30_000, interval: 50 })
    // The process ends: what it would go on trying is forgotten with its clock.
    vi.clearAllTimers()
    away = false
  }
  const restoring = async (spill: Spill | string | undefined = spilled.at(-1)): Promise<unknown> =>
    (await server().shop.billing.operator()).restore(spill ?? '')

  beforeEach(() => {
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout'],
      shouldAdvanceTime: true,
      advanceTimeDelta: 50,
    })
    stderr.mockReset().mockImplementation(() => {})
    spilled.length = 0
    away = false
    bank = makeBank()
    ledger = memoryLedger()
  })
  afterEach(() => vi.useRealTimers())

  it('makes the payment paid when it is put back, without another call, however often it is told', async () => {
    const { shop } = server()
    const paymentMethodId = await registerCard(shop)
    await whileAway((one) => one.shop.billing.charge({ paymentMethodId, ...order }))
    expect(spilled).toHaveLength(1)
    expect(String(stderr.mock.calls)).not.toContain('paid 9900')
    expect(await restoring()).toMatchObject({
      orderId: 'order-1',
      state: 'paid',
      transactionId: expect.any(String),
    })
    const version = (await ledger.charges.paymentOfOrder('order-1'))?.version
    expect(await restoring(JSON.stringify(spilled[0]))).toMatchObject({ state: 'paid' })
    expect((await ledger.charges.paymentOfOrder('order-1'))?.version).toBe(version)
    expect(bank.calls).toEqual(['charge'])
    expect(await shop.billing.charge({ paymentMethodId, ...order })).toMatchObject({ state: 'paid' })
    expect(bank.money()).toBe(9900)
  })

  it('settles a cancellation when it is put back', async () => {
    const { shop } = server()
    const paymentMethodId = await registerCard(shop)
    const { id } = await shop.billing.charge({ paymentMethodId, ...order })
    const half = { paymentId: id, cancelId: 'half', amount: 900, reason: '변심' }
    await whileAway((one) => one.shop.billing.cancelPayment(half))
    expect(await restoring()).toMatchObject({ id, state: 'paid', cancelledAmount: 900 })
    expect(bank.calls).toEqual(['charge', 'cancel'])
    expect(bank.money()).toBe(9000)
  })

  it('settles a revocation when it is put back', async () => {
    const { shop } = server()
    const paymentMethodId = await registerCard(shop)
    await whileAway((one) => one.shop.billing.revoke({ paymentMethodId }))
    expect((await ledger.charges.method(paymentMethodId))?.state).toBe('revoking')
    expect(await restoring()).toMatchObject({ id: paymentMethodId, state: 'revoked', atPg: 'gone' })
    expect(bank.calls).toEqual(['revoke'])
  })

  it('is refused where its ledger is another one', async () => {
    const { shop } = server()
    const paymentMethodId = await registerCard(shop)
    await whileAway((one) => one.shop.billing.charge({ paymentMethodId, ...order }))
    ledger = memoryLedger()
    await expect(restoring()).rejects.toMatchObject({ code: 'not_found' })
  })
})
