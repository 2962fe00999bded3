// A PG that cannot be reached: every operation answers with a stable code, nothing happens at the PG, and nothing is lost.
import { beforeEach, describe, expect, it } from 'vitest'
import { makeWorld, type World } from '../../test/pay-world.ts'
import { OPERATORS } from '../../test/simulated-providers.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const windows = OPERATORS.filter(([, { typed }]) => !typed)
const WAYS = ['refused', 'lost'] as const

const UNKNOWN = { state: 'uncertain', error: { code: 'outcome_unknown' } }

/** Not sent at all is as good as declined; lost on the way, nobody knows. At Danal the merchant's own code says which. */
const answerOf = ({ way, provider }: World): object =>
  way === 'lost' || provider === 'danal'
    ? UNKNOWN
    : { state: 'declined', error: { code: 'provider_unavailable' } }

/** What is true at the PG, but for the calls. */
const books = ({ simulator: { truth } }: World): string =>
  JSON.stringify([truth.keys, truth.payments, truth.schedules])

async function lookAfter({ shop, later }: World): Promise<void> {
  for (const ms of [2 * MINUTE, 31 * MINUTE, DAY, DAY]) {
    later(ms)
    await shop.billing.reconcile()
  }
}

describe.each(windows)('%s, out of reach', (_name, operator) => {
  let world: World
  beforeEach(async () => {
    world = await makeWorld(operator, 1)
  })

  it.each(WAYS)('charges nothing (%s), says so, and does when it is asked again', async (way) => {
    const { shop, order } = world
    const before = books(world)
    world.way = way
    expect(await shop.billing.charge(order)).toMatchObject(answerOf(world))
    expect(books(world)).toBe(before)
    world.way = 'open'
    await lookAfter(world)
    const known = await shop.billing.charge(order)
    const paid = known.state === 'paid' ? known : await shop.billing.charge({ ...order, attempt: 2 })
    expect(paid).toMatchObject({ state: 'paid' })
    expect(world.paid().filter((amount) => amount === order.amount)).toHaveLength(1)
  })

  it.each(WAYS)('gives nothing back (%s), says so, and does when it is asked again', async (way) => {
    const { shop, order } = world
    await shop.billing.charge(order)
    const before = books(world)
    world.way = way
    const ask = { orderId: 'order-1', reason: '해지' }
    expect(await shop.billing.cancelPayment(ask)).toMatchObject({
      state: 'paid',
      cancellations: [answerOf(world)],
    })
    expect(books(world)).toBe(before)
    world.way = 'open'
    await lookAfter(world)
    expect(await shop.billing.cancelPayment(ask)).toMatchObject({ state: 'cancelled' })
    expect(world.paid()).not.toContain(order.amount)
  })

  it.each(WAYS)('keeps the key (%s), charges it no more, and deletes it when it can', async (way) => {
    const { shop, order } = world
    const { paymentMethodId } = order
    const before = books(world)
    world.way = way
    expect(await shop.billing.revoke({ paymentMethodId })).toMatchObject({ state: 'revoking' })
    expect(books(world)).toBe(before)
    await expect(shop.billing.charge(order)).rejects.toMatchObject({ code: 'payment_method_revoked' })
    world.way = 'open'
    await lookAfter(world)
    // Danal's deletion is made once only: whether a lost one arrived is for a person to find out.
    const { state, atPg } = await shop.billing.revoke({ paymentMethodId })
    expect([state, atPg]).toEqual(['revoked', world.provider === 'danal' ? 'uncertain' : 'gone'])
  })

  it.each(WAYS)('orders nothing for later (%s), and takes nothing back', async (way) => {
    if (!world.schedules) return
    const { shop, order } = world
    const at = Date.now() + 30 * DAY
    await shop.billing.schedule({ ...order, orderId: 'order-0', at })
    const before = books(world)
    world.way = way
    const ordered = await shop.billing.schedule({ ...order, at })
    expect(ordered).toMatchObject(
      way === 'refused' ? answerOf(world) : { state: 'uncertain', error: { code: 'payment_in_progress' } },
    )
    const still = await shop.billing.unschedule({ orderId: 'order-0' })
    expect(still).toMatchObject({ state: 'scheduled', error: { code: expect.any(String) } })
    expect(books(world)).toBe(before)
    world.way = 'open'
    expect(await shop.billing.unschedule({ orderId: 'order-0' })).toMatchObject({ state: 'cancelled' })
    await lookAfter(world)
    // Where the PG has an Idempotency-Key the lost order was sent again under it; elsewhere nothing came of it.
    const state = (await shop.billing.payment({ orderId: 'order-1' }))?.state
    const again = way === 'lost' && world.provider === 'portone-v2'
    expect(state).toBe(again ? 'scheduled' : 'declined')
    const pending = world.simulator.truth.schedules.filter((one) => one.state === 'scheduled')
    expect(pending).toHaveLength(again ? 1 : 0)
  })
})
