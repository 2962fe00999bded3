// A charge that the PG makes by itself: ordered once, taken back, known after its time, whatever is lost on the way.
import { describe, expect, it } from 'vitest'
import { schedulingBank, type SchedulingBank } from '../testing/bank-schedules.ts'
import { codeOf } from '../testing/code-of.ts'
import { makeBank, makePayShop, registerCard, type PayShop } from '../testing/pay-shop.ts'
import type { ScheduleInput } from './check.ts'
import type { PaymentView } from './view.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE

interface World extends PayShop, Pick<SchedulingBank, 'diary'> {
  readonly order: ScheduleInput
  /** Lets time pass, here and at the bank, and looks after what is due. */
  readonly later: (ms: number) => Promise<PaymentView | null>
}

async function ready(options: Parameters<typeof makePayShop>[0] = {}): Promise<World> {
  const bank = makeBank()
  const clock = { now: Date.UTC(2026, 0, 1) }
  const { provider, diary } = schedulingBank(bank, clock)
  const { shop } = makePayShop({ bank, providers: [provider], clock: () => clock.now, ...options })
  const paymentMethodId = await registerCard(shop)
  const at = clock.now + 30 * DAY
  const order = { paymentMethodId, orderId: 'order-1', orderName: 'Pro 2월', amount: 9900, at }
  const later = async (ms: number): Promise<PaymentView | null> => {
    clock.now += ms
    await shop.billing.reconcile()
    return shop.billing.payment({ orderId: 'order-1' })
  }
  return { shop, bank, diary, order, later }
}

const pending = ({ diary }: World): number =>
  [...diary.values()].filter(({ state }) => state === 'scheduled').length

describe('schedule()', () => {
  it('orders it once, answers the same again, and tells when it was charged', async () => {
    const told: string[] = []
    const world = await ready({ onEvent: ({ type }) => void told.push(type) })
    const { billing } = world.shop
    const first = await billing.schedule(world.order)
    expect(first).toMatchObject({ state: 'scheduled', scheduledFor: world.order.at, attempt: 1 })
    expect(await billing.schedule({ ...world.order, at: new Date(Number(world.order.at)) })).toEqual(first)
    expect(world.bank.calls).toEqual(['schedule'])
    expect(await world.later(30 * DAY + 9 * MINUTE)).toMatchObject({ state: 'scheduled' })
    expect(world.bank.calls).toEqual(['schedule'])
    expect(await world.later(MINUTE)).toMatchObject({ state: 'paid' })
    expect(world.bank.money()).toBe(9900)
    await billing.reconcile()
    expect(told.filter((type) => type.startsWith('payment'))).toEqual(['payment.scheduled', 'payment.paid'])
    expect(await billing.cancelPayment({ orderId: 'order-1', reason: 'r' })).toMatchObject({
      state: 'cancelled',
    })
  })

  it('tells a decline at its time, after which a new attempt may be made at once', async () => {
    const world = await ready()
    await world.shop.billing.schedule(world.order)
    world.bank.mood = 'decline'
    expect(await world.later(30 * DAY + 10 * MINUTE)).toMatchObject({ state: 'declined' })
    world.bank.mood = 'well'
    const { at: _at, ...order } = world.order
    expect(await world.shop.billing.charge(order)).toMatchObject({ state: 'declined' })
    expect(await world.shop.billing.charge({ ...order, attempt: 2 })).toMatchObject({ state: 'paid' })
    expect(world.bank.money()).toBe(9900)
  })

  it('is not charged by charge() as well', async () => {
    const world = await ready()
    await world.shop.billing.schedule(world.order)
    const { at: _at, ...order } = world.order
    expect(await world.shop.billing.charge(order)).toMatchObject({ state: 'scheduled' })
    expect(world.bank.calls).toEqual(['schedule'])
  })

  it.each(['lose-answer', 'nonsense'] as const)(
    'is uncertain when the PG takes it and %ss, and then found',
    async (mood) => {
      const world = await ready()
      world.bank.mood = mood
      const uncertain = { state: 'uncertain', error: { code: 'payment_in_progress' } }
      expect(await world.shop.billing.schedule(world.order)).toMatchObject(uncertain)
      world.bank.mood = 'well'
      expect(await world.later(MINUTE)).toMatchObject({ state: 'scheduled' })
      expect(world.bank.calls).toEqual(['schedule', 'look schedule'])
      expect(pending(world)).toBe(1)
    },
  )

  it('believes that nothing was ordered only after a minute, half an hour and a day', async () => {
    const world = await ready()
    world.bank.mood = 'lose-request'
    await world.shop.billing.schedule(world.order)
    world.bank.mood = 'well'
    expect(await world.later(MINUTE)).toMatchObject({ state: 'uncertain' })
    expect(await world.later(30 * MINUTE)).toMatchObject({ state: 'uncertain' })
    expect(await world.later(DAY)).toMatchObject({ state: 'declined', error: { code: 'not_completed' } })
    expect(world.bank.calls.filter((call) => call === 'schedule')).toHaveLength(1)
    expect(pending(world)).toBe(0)
  })

  it('is uncertain when something else was ordered than asked', async () => {
    const world = await ready()
    world.bank.mood = 'mismatch'
    await world.shop.billing.schedule(world.order)
    world.bank.mood = 'well'
    const payment = await world.shop.ledger.charges.paymentOfOrder('order-1')
    expect(payment).toMatchObject({
      state: 'scheduling',
      reason: { code: 'return_mismatch', mismatches: ['amount'] },
    })
  })

  it('orders once when it is called many times at once', async () => {
    const world = await ready()
    await Promise.all(Array.from({ length: 20 }, () => world.shop.billing.schedule(world.order)))
    expect(world.bank.calls).toEqual(['schedule'])
  })
})

describe('bad input to schedule()', () => {
  const bad: readonly (readonly [string, Partial<Record<keyof ScheduleInput, unknown>>, string])[] = [
    ['zero', { amount: 0 }, 'invalid_amount'],
    ['a fraction', { amount: 99.5 }, 'invalid_amount'],
    ['a huge amount', { amount: 1_000_000_001 }, 'invalid_amount'],
    ['less than the PG takes', { amount: 99 }, 'invalid_request'],
    ['an unknown method', { paymentMethodId: 'pm_nobody' }, 'not_found'],
    ["someone else's method", { customer: 'mallory' }, 'not_found'],
    ['a time that has passed', { at: 0 }, 'invalid_request'],
    ['no time', { at: undefined }, 'invalid_request'],
    ['NaN', { at: Number.NaN }, 'invalid_request'],
    ['a Date that is none', { at: new Date('x') }, 'invalid_request'],
    ['a time as text', { at: '2026-03-01' }, 'invalid_request'],
    ['a time that no date can say', { at: 8.64e15 + 1 }, 'invalid_request'],
    ['an endless time', { at: Number.POSITIVE_INFINITY }, 'invalid_request'],
  ]

  it.each(bad)('refuses %s, and nothing is written or sent', async (_name, change, code) => {
    const { shop, bank, order } = await ready()
    const asked: Record<string, unknown> = { ...order, ...change }
    expect(await codeOf(shop.billing.schedule(asked as never))).toBe(code)
    expect(bank.calls).toEqual([])
    expect(await shop.ledger.charges.payments({ limit: 10 })).toEqual([])
  })

  it('refuses the same order with another amount, card or time, and one that was charged', async () => {
    const { shop, bank, order } = await ready()
    await shop.billing.schedule(order)
    const other = await registerCard(shop, 'alice', 'TX-second')
    for (const change of [{ amount: 9901 }, { paymentMethodId: other }, { at: Number(order.at) + 1 }])
      expect(await codeOf(shop.billing.schedule({ ...order, ...change }))).toBe('order_conflict')
    const { at: _at, ...now } = order
    await shop.billing.charge({ ...now, orderId: 'order-2' })
    expect(await codeOf(shop.billing.schedule({ ...order, orderId: 'order-2' }))).toBe('order_conflict')
    expect(bank.calls).toEqual(['schedule', 'charge'])
  })

  it('refuses a card that was revoked, a PG that cannot, and one that is paused', async () => {
    const paused = { text: undefined as string | undefined }
    const { shop, order } = await ready({ maintenance: { danal: () => paused.text } })
    paused.text = '점검 중이에요.'
    expect(await codeOf(shop.billing.schedule(order))).toBe('provider_paused')
    const without = makePayShop({ ledger: shop.ledger })
    expect(await codeOf(without.shop.billing.schedule(order))).toBe('schedule_unsupported')
    await shop.billing.revoke({ paymentMethodId: order.paymentMethodId })
    paused.text = undefined
    expect(await codeOf(shop.billing.schedule(order))).toBe('payment_method_revoked')
    expect(await shop.ledger.charges.payments({ limit: 10 })).toEqual([])
  })
})

describe('unschedule()', () => {
  it('takes it back once, however often it is called, and it is never charged', async () => {
    const told: string[] = []
    const world = await ready({ onEvent: ({ type }) => void told.push(type) })
    const { billing } = world.shop
    await billing.schedule(world.order)
    const back = await billing.unschedule({ orderId: 'order-1' })
    expect(back).toMatchObject({ state: 'cancelled' })
    expect(await billing.unschedule({ paymentId: back.id })).toEqual(back)
    expect(world.bank.calls).toEqual(['schedule', 'unschedule'])
    expect(await world.later(40 * DAY)).toMatchObject({ state: 'cancelled' })
    expect(world.bank.money()).toBe(0)
    expect(told).toContain('payment.cancelled')
  })

  it.each(['lose-answer', 'lose-request', 'nonsense'] as const)(
    'stays scheduled on "%s", and is taken back when it is called again',
    async (mood) => {
      const world = await ready()
      const { billing } = world.shop
      await billing.schedule(world.order)
      world.bank.mood = mood
      expect(await billing.unschedule({ orderId: 'order-1' })).toMatchObject({
        state: 'scheduled',
        error: { code: 'outcome_unknown' },
      })
      world.bank.mood = 'well'
      const back = await billing.unschedule({ orderId: 'order-1' })
      expect(back).toMatchObject({ state: 'cancelled' })
      expect(back).not.toHaveProperty('error')
      expect(pending(world)).toBe(0)
    },
  )

  it('comes too late for what was charged, and says so', async () => {
    const world = await ready()
    const { billing } = world.shop
    await billing.schedule(world.order)
    await world.later(30 * DAY + MINUTE)
    expect(await billing.unschedule({ orderId: 'order-1' })).toMatchObject({
      state: 'scheduled',
      error: { code: 'cancel_refused' },
    })
    expect(await world.later(10 * MINUTE)).toMatchObject({ state: 'paid' })
    expect(await codeOf(billing.unschedule({ orderId: 'order-1' }))).toBe('payment_conflict')
    expect(world.bank.money()).toBe(9900)
  })

  it('refuses what is unknown, and what was charged at once', async () => {
    const { shop, order, bank } = await ready()
    expect(await codeOf(shop.billing.unschedule({ orderId: 'nothing' }))).toBe('not_found')
    expect(await codeOf(shop.billing.unschedule({ paymentId: 'pay_x' }))).toBe('not_found')
    const { at: _at, ...now } = order
    await shop.billing.charge(now)
    expect(await codeOf(shop.billing.unschedule({ orderId: 'order-1' }))).toBe('payment_conflict')
    expect(bank.calls).toEqual(['charge'])
  })
})

describe('revoking a card with charges to come', () => {
  it('takes each of them back before the key goes, and says so at once', async () => {
    const world = await ready()
    const { billing } = world.shop
    await billing.schedule(world.order)
    await billing.schedule({ ...world.order, orderId: 'order-2' })
    const { paymentMethodId } = world.order
    expect(await billing.revoke({ paymentMethodId })).toMatchObject({ state: 'revoked', atPg: 'gone' })
    expect(world.bank.calls).toEqual(['schedule', 'schedule', 'unschedule', 'unschedule', 'revoke'])
    for (const orderId of ['order-1', 'order-2'])
      expect(await billing.payment({ orderId })).toMatchObject({ state: 'cancelled' })
    await world.later(40 * DAY)
    expect(world.bank.money()).toBe(0)
  })

  it('takes all of them back, however many there are', async () => {
    const { shop, bank, order } = await ready()
    const orders = Array.from({ length: 45 }, (_, index) => `order-${index}`)
    for (const orderId of orders) await shop.billing.schedule({ ...order, orderId })
    const { paymentMethodId } = order
    expect(await shop.billing.revoke({ paymentMethodId })).toMatchObject({ state: 'revoked', atPg: 'gone' })
    const states = await Promise.all(
      orders.map(async (orderId) => (await shop.billing.payment({ orderId }))?.state),
    )
    expect(new Set(states)).toEqual(new Set(['cancelled']))
    expect(bank.calls.filter((call) => call === 'unschedule')).toHaveLength(orders.length)
  })

  it('goes on when the PG does not say whether it took one back; its time tells', async () => {
    const world = await ready()
    const { billing } = world.shop
    await billing.schedule(world.order)
    world.bank.mood = 'nonsense'
    const { paymentMethodId } = world.order
    await billing.revoke({ paymentMethodId })
    world.bank.mood = 'well'
    expect(await world.later(MINUTE)).toMatchObject({ state: 'cancelled' })
    expect(await billing.revoke({ paymentMethodId })).toMatchObject({ state: 'revoked', atPg: 'gone' })
    expect(pending(world)).toBe(0)
  })

  it('leaves what was charged in time as paid', async () => {
    const world = await ready()
    const { billing } = world.shop
    await billing.schedule(world.order)
    await world.later(30 * DAY + MINUTE)
    const { paymentMethodId } = world.order
    expect(await billing.revoke({ paymentMethodId })).toMatchObject({ state: 'revoked' })
    expect(await world.later(10 * MINUTE)).toMatchObject({ state: 'paid' })
  })
})
