// From the window to the money and back, at every simulated PG that can be charged: what is promised, against their books.
import { describe, expect, it } from 'vitest'
import { fault, makeWorld } from '../../test/pay-world.ts'
import { OPERATORS } from '../../test/simulated-providers.ts'
import { walkWindow } from '../testing/simulated-windows.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const SEEDS = [1, 2, 3]

const windows = OPERATORS.filter(([, { typed }]) => !typed)

describe.each(windows)('%s', (_name, operator) => {
  it.each(SEEDS)('is charged once, given back in part and whole, and revoked (seed %i)', async (seed) => {
    const world = await makeWorld(operator, seed)
    const { billing } = world.shop
    const before = world.paid().length
    expect(await billing.charge(world.order)).toMatchObject({ state: 'paid' })
    expect(await billing.charge(world.order)).toMatchObject({ state: 'paid' })
    expect(world.paid().slice(before)).toEqual([9900])
    const part = { orderId: 'order-1', reason: '부분 환불', amount: 900, cancelId: 'r1' }
    expect(await billing.cancelPayment(part)).toMatchObject({ state: 'paid', cancelledAmount: 900 })
    expect(await billing.cancelPayment(part)).toMatchObject({ state: 'paid', cancelledAmount: 900 })
    const whole = await billing.cancelPayment({ orderId: 'order-1', reason: '해지' })
    expect(whole).toMatchObject({ state: 'cancelled', cancelledAmount: 9900 })
    const { paymentMethodId } = world.order
    expect(await billing.revoke({ paymentMethodId })).toMatchObject({ state: 'revoked', atPg: 'gone' })
    expect(world.simulator.truth.keys.every(({ revoked }) => revoked)).toBe(true)
  })

  it.each(SEEDS)('charges with the registration, once (seed %i)', async (seed) => {
    const world = await makeWorld(operator, seed, 'now')
    const paid = { state: 'paid', amount: 9900 }
    expect(world.view).toMatchObject({ state: 'issued', payment: paid })
    const { id } = world.view
    expect(await world.shop.billing.payment({ orderId: id })).toMatchObject(paid)
    world.later(DAY)
    await world.shop.billing.reconcile()
    expect(world.paid()).toEqual([9900])
    const back = await world.shop.billing.cancelPayment({ orderId: id, reason: '청약 철회' })
    expect(back).toMatchObject({ state: 'cancelled' })
    expect(world.paid()).toEqual([])
  })

  it.each(SEEDS)('is charged once when the answer is lost, and known soon after (seed %i)', async (seed) => {
    const world = await makeWorld(operator, seed)
    const { billing } = world.shop
    const before = world.paid().length
    await fault(world, 'charge', 'drop-response')
    await billing.charge(world.order)
    for (const ms of [2 * MINUTE, 31 * MINUTE, DAY, DAY]) {
      world.later(ms)
      await billing.reconcile()
    }
    expect(await billing.payment({ orderId: 'order-1' })).toMatchObject({ state: 'paid' })
    expect(world.paid().slice(before)).toEqual([9900])
  })

  it.each(SEEDS)('moves no money twice when the request was lost (seed %i)', async (seed) => {
    const world = await makeWorld(operator, seed)
    const { billing } = world.shop
    const before = world.paid().length
    await fault(world, 'charge', 'drop-request')
    await billing.charge(world.order)
    for (const ms of [2 * MINUTE, 31 * MINUTE, DAY, DAY]) {
      world.later(ms)
      await billing.reconcile()
    }
    const payment = await billing.payment({ orderId: 'order-1' })
    expect(payment?.state).toMatch(/^(paid|declined)$/)
    expect(world.paid().slice(before)).toEqual(payment?.state === 'paid' ? [9900] : [])
  })
})

describe.each(windows)('%s, charging by itself', (_name, operator) => {
  it.each(SEEDS)('does so once at its time, or takes it back, where it can (seed %i)', async (seed) => {
    const world = await makeWorld(operator, seed)
    const { billing } = world.shop
    const at = Date.now() + DAY
    const first = { ...world.order, at }
    if (!world.schedules) {
      await expect(billing.schedule(first)).rejects.toMatchObject({ code: 'schedule_unsupported' })
      return
    }
    const before = world.paid().length
    expect(await billing.schedule(first)).toMatchObject({ state: 'scheduled', scheduledFor: at })
    expect(await billing.schedule(first)).toMatchObject({ state: 'scheduled' })
    const other = billing.schedule({ ...first, amount: 100 })
    await expect(other).rejects.toMatchObject({ code: 'order_conflict' })
    const second = { ...first, orderId: 'order-2' }
    expect(await billing.schedule(second)).toMatchObject({ state: 'scheduled' })
    expect(await billing.unschedule({ orderId: 'order-2' })).toMatchObject({ state: 'cancelled' })
    expect(await billing.unschedule({ orderId: 'order-2' })).toMatchObject({ state: 'cancelled' })
    world.later(DAY + 15 * MINUTE)
    await billing.reconcile()
    expect(await billing.payment({ orderId: 'order-1' })).toMatchObject({ state: 'paid' })
    expect(world.paid().slice(before)).toEqual([9900])
  })
})

describe('a window that was walked twice', () => {
  it('leaves one key: the other is found, recorded and revoked', async () => {
    const [, operator] = windows.find(([name]) => name.includes('the key in the browser')) ?? []
    if (!operator) throw new Error('no such way')
    const world = await makeWorld(operator, 1)
    const { shop, simulator } = world
    const left = (): number => simulator.truth.keys.filter(({ revoked }) => !revoked).length
    const alice = shop.as('bob')
    const { id, launch } = await alice.open()
    const http: typeof fetch = (input, init) => simulator.fetch(input, init)
    await walkWindow(http, launch, 'approve')
    const brought = await walkWindow(http, launch, 'approve')
    await alice.complete(id, { return: brought })
    expect(left()).toBe(3)
    for (const ms of [2 * 60 * MINUTE, 10 * MINUTE]) {
      world.later(ms)
      await shop.billing.reconcile()
    }
    expect(left()).toBe(2)
    const methods = await shop.ledger.paymentMethods('bob')
    expect(methods.map(({ state }) => state).toSorted()).toEqual(['active', 'revoked'])
  })
})
