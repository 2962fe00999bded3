// From the window to the money and back, at every simulated PG that can be charged: what is promised, against their books.
import { describe, expect, it } from 'vitest'
import type { RegistrationView } from '@billing-register/contract'
import { createSimulator, type Simulator } from '@billing-register/simulator'
import { OPERATORS, type Operator } from '../../test/simulated-providers.ts'
import { makeShop, type Shop } from '../testing/shop.ts'
import { walkWindow } from '../testing/simulated-windows.ts'
import type { ChargeInput } from './check.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const SEEDS = [1, 2, 3]

interface World {
  readonly shop: Shop
  readonly simulator: Simulator
  readonly provider: string
  readonly schedules: boolean
  /** What its owner was told of the registration. */
  readonly view: RegistrationView
  readonly order: ChargeInput
  /** Time that has passed beside the real one, ms. */
  readonly later: (ms: number) => void
  readonly paid: () => number[]
}

async function makeWorld({ make }: Operator, seed: number, plan = 'pro'): Promise<World> {
  let offset = 0
  const clock = (): number => Date.now() + offset
  const simulator = createSimulator({ seed, clock, quirks: { latency: [0, 0] } })
  const configured = await make(simulator, {})
  const http: typeof fetch = (input, init) => simulator.fetch(input, init)
  const shop = makeShop({
    providers: [configured],
    fetch: http,
    clock,
  })
  shop.plans.set('now', { name: 'Pro', amount: 9900, charge: 'now' })
  const alice = shop.as('alice')
  const { id, launch } = await alice.open(plan)
  const brought = await walkWindow(http, launch, 'approve')
  const completed = await alice.complete(id, { return: brought })
  const view: RegistrationView = await completed.json()
  const [method] = await shop.ledger.paymentMethods('alice')
  if (method?.state !== 'active') throw new Error('the card was not registered')
  return {
    shop,
    simulator,
    provider: launch.provider,
    schedules: configured.can.schedule === true,
    view,
    order: { paymentMethodId: method.id, orderId: 'order-1', orderName: 'Pro 1월분', amount: 9900 },
    later: (ms) => (offset += ms),
    paid: () => simulator.truth.payments.filter(({ state }) => state === 'paid').map(({ amount }) => amount),
  }
}

async function fault(
  { simulator, provider }: World,
  operation: string,
  what: string,
  times = 1,
): Promise<void> {
  const body = JSON.stringify({ provider, operation, fault: what, times })
  const headers = { 'content-type': 'application/json' }
  const response = await simulator.fetch('https://pg.example/control/faults', {
    method: 'POST',
    headers,
    body,
  })
  if (!response.ok) throw new Error(`fault: ${response.status} ${await response.text()}`)
}

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
