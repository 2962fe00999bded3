// One order is charged at most once, whatever is repeated, lost or refused.
import { describe, expect, it } from 'vitest'
import { codeOf } from '../testing/code-of.ts'
import { bankProvider, makePayShop, registerCard, type PayShop } from '../testing/pay-shop.ts'
import { makeShop } from '../testing/shop.ts'
import type { ChargeInput } from './check.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE

async function ready(
  overrides: Parameters<typeof makePayShop>[0] = {},
): Promise<PayShop & { order: ChargeInput }> {
  const made = makePayShop(overrides)
  const paymentMethodId = await registerCard(made.shop)
  return { ...made, order: { paymentMethodId, orderId: 'order-1', orderName: 'Pro 1월', amount: 9900 } }
}

const eventsOf = async ({ shop }: PayShop): Promise<string[]> => {
  const all = await shop.ledger.list({ limit: 10 })
  const lists = await Promise.all(all.map(({ id }) => shop.ledger.events(id)))
  return lists.flat().flatMap(({ type }) => (/^(payment|method)\./.test(type) ? [type] : []))
}

describe('charge()', () => {
  it('charges an order, and answers the same again without a call', async () => {
    const { shop, bank, order } = await ready()
    const first = await shop.billing.charge(order)
    expect(first).toMatchObject({ state: 'paid', orderId: 'order-1', amount: 9900, attempt: 1 })
    expect(await shop.billing.charge(order)).toEqual(first)
    expect(await shop.billing.payment({ orderId: 'order-1' })).toEqual(first)
    expect(await shop.billing.payment(first.id)).toEqual(first)
    expect(bank.calls).toEqual(['charge'])
    expect(JSON.stringify([first, shop.logs])).not.toContain('KEY-')
  })

  it('tells of it in the stream of the registration, in order', async () => {
    const told: string[] = []
    const pay = await ready({
      onEvent: ({ type, detail }) => void told.push(`${type} ${detail?.['orderId'] ?? ''}`),
    })
    await pay.shop.billing.charge(pay.order)
    await pay.shop.billing.reconcile()
    expect(told).toEqual(['registration.issued ', 'payment.paid order-1'])
    expect(await eventsOf(pay)).toEqual(['payment.charging', 'payment.paid'])
  })

  it('answers a decline as a decline, and tries again only when a new attempt is asked for', async () => {
    const { shop, bank, order } = await ready()
    bank.mood = 'decline'
    const declined = { state: 'declined', error: { code: 'card_limit', providerCode: 'LIMIT' } }
    expect(await shop.billing.charge(order)).toMatchObject({ ...declined, attempt: 1 })
    expect(await shop.billing.charge(order)).toMatchObject({ ...declined, attempt: 1 })
    expect(await shop.billing.charge({ ...order, attempt: 1 })).toMatchObject(declined)
    expect(bank.calls).toHaveLength(1)
    bank.mood = 'well'
    const paid = await shop.billing.charge({ ...order, attempt: 2 })
    expect(paid).toMatchObject({ state: 'paid', attempt: 2 })
    expect(paid).not.toHaveProperty('error')
    for (const attempt of [1, 2, 3]) {
      expect(await shop.billing.charge({ ...order, attempt })).toMatchObject({ state: 'paid', attempt: 2 })
    }
    expect(bank.calls).toHaveLength(2)
    expect(bank.money()).toBe(9900)
  })

  it('lets the next attempt come from another card of the same customer', async () => {
    const { shop, bank, order } = await ready()
    const other = await registerCard(shop, 'alice', 'TX-second')
    bank.mood = 'decline'
    await shop.billing.charge(order)
    bank.mood = 'well'
    expect(await codeOf(shop.billing.charge({ ...order, paymentMethodId: other }))).toBe('order_conflict')
    expect(await shop.billing.charge({ ...order, paymentMethodId: other, attempt: 2 })).toMatchObject({
      state: 'paid',
      paymentMethodId: other,
    })
    const bobs = await registerCard(shop, 'bob')
    const stolen = { ...order, orderId: 'order-2', paymentMethodId: bobs }
    bank.mood = 'decline'
    await shop.billing.charge({ ...order, orderId: 'order-2' })
    expect(await codeOf(shop.billing.charge({ ...stolen, attempt: 2 }))).toBe('order_conflict')
  })

  it('is uncertain when the answer is lost, and paid when the PG is asked', async () => {
    const { shop, bank, order } = await ready()
    bank.mood = 'lose-answer'
    expect(await shop.billing.charge(order)).toMatchObject({
      state: 'uncertain',
      error: { code: 'outcome_unknown' },
    })
    bank.mood = 'well'
    // Asked again at once it is not looked up again.
    expect(await shop.billing.charge(order)).toMatchObject({ state: 'uncertain' })
    expect(bank.calls).toEqual(['charge'])
    shop.clock.now += 2 * SECOND
    expect(await shop.billing.charge(order)).toMatchObject({ state: 'paid' })
    expect(bank.calls).toEqual(['charge', 'look charge'])
    expect(bank.money()).toBe(9900)
  })

  it('is paid by a reconciliation although nobody asks again', async () => {
    const pay = await ready()
    const { shop, bank, order } = pay
    bank.mood = 'nonsense'
    await shop.billing.charge(order)
    bank.mood = 'well'
    expect(await shop.billing.reconcile()).toMatchObject({ payments: 0 })
    shop.clock.now += MINUTE
    expect(await shop.billing.reconcile()).toMatchObject({ payments: 1 })
    expect(await shop.billing.payment({ orderId: 'order-1' })).toMatchObject({ state: 'paid' })
    expect(await eventsOf(pay)).toEqual(['payment.charging', 'payment.uncertain', 'payment.paid'])
    shop.clock.now += DAY
    expect(await shop.billing.reconcile()).toMatchObject({ payments: 0 })
  })

  it('believes that nothing was charged only after a minute, half an hour and a day', async () => {
    const { shop, bank, order } = await ready()
    bank.mood = 'lose-request'
    await shop.billing.charge(order)
    bank.mood = 'well'
    const stateAfter = async (ms: number): Promise<string | undefined> => {
      shop.clock.now += ms
      await shop.billing.reconcile()
      return (await shop.billing.payment({ orderId: 'order-1' }))?.state
    }
    expect(await stateAfter(MINUTE)).toBe('uncertain')
    // Looks in between do not count.
    for (let index = 0; index < 5; index += 1) {
      shop.clock.now += 2 * SECOND
      expect(await shop.billing.charge(order)).toMatchObject({ state: 'uncertain' })
    }
    expect(await stateAfter(30 * MINUTE)).toBe('uncertain')
    expect(await stateAfter(DAY)).toBe('declined')
    expect(await shop.billing.charge({ ...order, attempt: 2 })).toMatchObject({ state: 'paid' })
    expect(bank.money()).toBe(9900)
  })

  it('stays uncertain where the PG cannot be asked, less and less often, and never calls again', async () => {
    const { shop, bank, order } = await ready()
    bank.canLook = false
    bank.mood = 'lose-answer'
    await shop.billing.charge(order)
    bank.mood = 'well'
    let looks = 0
    for (let day = 0; day < 60; day += 1) {
      looks += (await shop.billing.reconcile()).payments
      shop.clock.now += DAY
    }
    expect(looks).toBeLessThan(40)
    expect(await shop.billing.charge(order)).toMatchObject({ state: 'uncertain' })
    expect(await shop.billing.charge({ ...order, attempt: 2 })).toMatchObject({
      state: 'uncertain',
      attempt: 1,
    })
    expect(bank.calls).toEqual(['charge'])
  })

  it('never calls paid what differs from what was asked', async () => {
    const { shop, bank, order } = await ready()
    bank.mood = 'mismatch'
    expect(await shop.billing.charge(order)).toMatchObject({
      state: 'uncertain',
      error: { code: 'return_mismatch' },
    })
  })

  it('charges once when it is called many times at once', async () => {
    const { shop, bank, order } = await ready()
    const all = await Promise.all(Array.from({ length: 20 }, () => shop.billing.charge(order)))
    expect(bank.calls).toEqual(['charge'])
    expect(new Set(all.map(({ state }) => state))).toEqual(new Set(['paid']))
  })

  it('answers uncertain while another call takes longer than may be waited for', async () => {
    const { shop, bank, order } = await ready()
    let arrive = (): void => {}
    bank.onTheWay = () => new Promise((resolve) => (arrive = resolve))
    const first = shop.billing.charge(order)
    await expect.poll(() => bank.calls).toEqual(['charge'])
    expect(await shop.billing.charge(order)).toMatchObject({
      state: 'uncertain',
      error: { code: 'payment_in_progress' },
    })
    arrive()
    expect(await first).toMatchObject({ state: 'paid' })
    expect(bank.calls).toEqual(['charge'])
  })

  it('is waited for by drain()', async () => {
    const { shop, bank, order } = await ready()
    let arrive = (): void => {}
    bank.onTheWay = () => new Promise((resolve) => (arrive = resolve))
    const charging = shop.billing.charge(order)
    await expect.poll(() => bank.calls).toEqual(['charge'])
    let drained = false
    const draining = shop.billing.drain().then(() => (drained = true))
    await Promise.resolve()
    expect(drained).toBe(false)
    arrive()
    await draining
    expect(await shop.billing.payment({ orderId: 'order-1' })).toMatchObject({ state: 'paid' })
    await charging
  })
})

describe('bad input to charge()', () => {
  const bad: readonly (readonly [string, Partial<Record<keyof ChargeInput, unknown>>, string])[] = [
    ['zero', { amount: 0 }, 'invalid_amount'],
    ['a negative amount', { amount: -1 }, 'invalid_amount'],
    ['a fraction', { amount: 99.5 }, 'invalid_amount'],
    ['a huge amount', { amount: 1_000_000_001 }, 'invalid_amount'],
    ['an amount as text', { amount: '9900' }, 'invalid_amount'],
    ['NaN', { amount: Number.NaN }, 'invalid_amount'],
    ['less than the PG takes', { amount: 99 }, 'invalid_request'],
    ['an empty order id', { orderId: '' }, 'invalid_request'],
    ['an order id that no database keeps', { orderId: 'a\0b' }, 'invalid_request'],
    ['half a character', { orderId: 'a\ud83d' }, 'invalid_request'],
    ['a customer who is not logged in', { customer: undefined }, 'invalid_request'],
    ['nobody for a customer', { customer: null }, 'invalid_request'],
    ['an endless order id', { orderId: 'x'.repeat(129) }, 'invalid_request'],
    ['an empty name', { orderName: ' ' }, 'invalid_request'],
    ['attempt 0', { attempt: 0 }, 'invalid_request'],
    ['attempt 2 before 1', { attempt: 2 }, 'order_conflict'],
    ['an unknown method', { paymentMethodId: 'pm_nobody' }, 'not_found'],
    ["someone else's method", { customer: 'mallory' }, 'not_found'],
    ["someone else's method by object", { customer: { id: 'mallory' } }, 'not_found'],
  ]

  it.each(bad)('refuses %s, and nothing is written or sent', async (_name, change, code) => {
    const { shop, bank, order } = await ready()
    const asked: Record<string, unknown> = { ...order, ...change }
    const before = (await shop.ledger.charges.payments({ limit: 10 })).length
    expect(await codeOf(shop.billing.charge(asked as never))).toBe(code)
    expect(bank.calls).toEqual([])
    expect(await shop.ledger.charges.payments({ limit: 10 })).toHaveLength(before)
  })

  it('refuses the same order with another amount or card', async () => {
    const { shop, bank, order } = await ready()
    await shop.billing.charge(order)
    const other = await registerCard(shop, 'alice', 'TX-second')
    expect(await codeOf(shop.billing.charge({ ...order, amount: 9901 }))).toBe('order_conflict')
    expect(await codeOf(shop.billing.charge({ ...order, paymentMethodId: other }))).toBe('order_conflict')
    expect(bank.calls).toEqual(['charge'])
  })

  it('says which option makes a PG chargeable that documents nothing', async () => {
    const { shop } = makePayShop()
    const id = await registerCard(shop)
    const { ledger } = shop
    const order = { paymentMethodId: id, orderId: 'o', orderName: 'n', amount: 1000 }
    await expect(makeShop({ ledger }).billing.charge(order)).rejects.toThrow(/operations\.charge/)
    expect(await codeOf(makeShop({ ledger }).billing.charge(order))).toBe('charge_unsupported')
  })

  it('refuses a card that was revoked, is being revoked, or was suspended', async () => {
    const { shop, bank, order } = await ready()
    await shop.billing.revoke({ paymentMethodId: order.paymentMethodId })
    expect(await codeOf(shop.billing.charge(order))).toBe('payment_method_revoked')
    expect(bank.calls).toEqual(['revoke'])
    const second = await registerCard(shop, 'alice', 'TX-second')
    const method = await shop.ledger.charges.method(second)
    if (!method) throw new Error('no method')
    const suspended = { ...method, state: 'suspended', version: method.version + 1 } as const
    await shop.ledger.charges.replaceMethod(method, suspended, { events: [] })
    expect(await codeOf(shop.billing.charge({ ...order, paymentMethodId: second }))).toBe(
      'payment_method_suspended',
    )
  })

  it('refuses everything new at a provider that is paused, and still answers what is known', async () => {
    const paused = { text: undefined as string | undefined }
    const { shop, bank, order } = await ready({ maintenance: { danal: () => paused.text } })
    await shop.billing.charge(order)
    paused.text = '점검 중이에요.'
    expect(await shop.billing.charge(order)).toMatchObject({ state: 'paid' })
    expect(await codeOf(shop.billing.charge({ ...order, orderId: 'order-2' }))).toBe('provider_paused')
    expect(bank.calls).toEqual(['charge'])
  })

  it("refuses to charge another merchant id's key", async () => {
    const { shop, bank, order } = await ready()
    const account = { merchant: 'other', mode: 'test', credentialFingerprint: 'f' } as const
    const moved = makePayShop({ ledger: shop.ledger, bank, providers: [bankProvider(bank, { account })] })
    expect(await codeOf(moved.shop.billing.charge(order))).toBe('misconfigured')
    expect(bank.calls).toEqual([])
  })
})
