// A card that was revoked is never charged again, and its key is deleted at the PG where the PG can.
import { describe, expect, it } from 'vitest'
import { bankProvider, makeBank, makePayShop, registerCard } from '../testing/pay-shop.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

describe('revoke()', () => {
  it('deletes the key once, however often it is called', async () => {
    const told: string[] = []
    const { shop, bank } = makePayShop({
      onEvent: ({ type, detail }) => void told.push(`${type} ${detail?.['atPg'] ?? ''}`),
    })
    const paymentMethodId = await registerCard(shop)
    const first = await shop.billing.revoke({ paymentMethodId, customer: 'alice' })
    expect(first).toMatchObject({ id: paymentMethodId, state: 'revoked', atPg: 'gone' })
    expect(await shop.billing.revoke({ paymentMethodId })).toEqual(first)
    expect(bank.calls).toEqual(['revoke'])
    await shop.billing.reconcile()
    expect(told).toEqual(['registration.issued ', 'method.revoked gone'])
  })

  it("does not tell someone else's card from one that does not exist", async () => {
    const { shop, bank } = makePayShop()
    const paymentMethodId = await registerCard(shop)
    const others = shop.billing.revoke({ paymentMethodId, customer: { id: 'mallory' } })
    await expect(others).rejects.toMatchObject({ code: 'not_found' })
    await expect(shop.billing.revoke({ paymentMethodId: 'pm_x' })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect(bank.calls).toEqual([])
  })

  it('is revoked in the ledger and says that the key stays, where the PG cannot delete it', async () => {
    const bank = makeBank()
    const base = bankProvider(bank)
    const { shop } = makePayShop({ bank, providers: [{ ...base, can: { ...base.can, revoke: false } }] })
    const paymentMethodId = await registerCard(shop)
    expect(await shop.billing.revoke({ paymentMethodId })).toMatchObject({ state: 'revoked', atPg: 'kept' })
    expect(bank.calls).toEqual([])
  })

  it('says why the PG would not delete it', async () => {
    const { shop, bank } = makePayShop()
    const paymentMethodId = await registerCard(shop)
    bank.mood = 'decline'
    expect(await shop.billing.revoke({ paymentMethodId })).toMatchObject({
      state: 'revoked',
      atPg: 'kept',
      error: { code: 'provider_refused' },
    })
  })

  it('goes on by itself after its answer was lost', async () => {
    const { shop, bank } = makePayShop()
    const paymentMethodId = await registerCard(shop)
    bank.mood = 'lose-answer'
    expect(await shop.billing.revoke({ paymentMethodId })).toMatchObject({ state: 'revoking' })
    bank.mood = 'well'
    shop.clock.now += MINUTE
    expect(await shop.billing.reconcile()).toMatchObject({ methods: 1 })
    expect(await shop.billing.revoke({ paymentMethodId })).toMatchObject({ state: 'revoked', atPg: 'gone' })
  })

  it('ends as uncertain, with an event, when the PG never says', async () => {
    const { shop, bank } = makePayShop()
    const paymentMethodId = await registerCard(shop)
    bank.mood = 'nonsense'
    await shop.billing.revoke({ paymentMethodId })
    for (const ms of [MINUTE, 30 * MINUTE, DAY]) {
      shop.clock.now += ms
      await shop.billing.reconcile()
    }
    expect(await shop.billing.revoke({ paymentMethodId })).toMatchObject({
      state: 'revoked',
      atPg: 'uncertain',
    })
    shop.clock.now += 30 * DAY
    expect(await shop.billing.reconcile()).toMatchObject({ methods: 0 })
  })

  it('waits for a charge that is under way, which still lands', async () => {
    const { shop, bank } = makePayShop()
    const paymentMethodId = await registerCard(shop)
    let arrive = (): void => {}
    bank.onTheWay = () => new Promise((resolve) => (arrive = resolve))
    const charging = shop.billing.charge({ paymentMethodId, orderId: 'o', orderName: 'n', amount: 1000 })
    await expect.poll(() => bank.calls).toEqual(['charge'])
    expect(await shop.billing.revoke({ paymentMethodId })).toMatchObject({ state: 'revoking' })
    expect(bank.calls).toEqual(['charge'])
    bank.onTheWay = () => Promise.resolve()
    arrive()
    expect(await charging).toMatchObject({ state: 'paid' })
    shop.clock.now += 2 * MINUTE
    await shop.billing.reconcile()
    expect(await shop.billing.revoke({ paymentMethodId })).toMatchObject({ state: 'revoked', atPg: 'gone' })
  })
})

describe('a reconciliation', () => {
  it('revokes a key that nobody wants, and one that stayed suspended for a week', async () => {
    const { shop, bank } = makePayShop()
    const alice = shop.as('alice')
    const { id } = await alice.open()
    const { answer } = shop
    shop.answer = () =>
      Response.json({
        code: 'SUCCESS',
        message: 'ok',
        authOnly: true,
        billingKey: 'KEY-X',
        orderId: 'of-somebody',
      })
    await alice.complete(id, { return: { code: 'SUCCESS', transactionId: 'TX-9' } })
    shop.answer = answer
    const state = async (): Promise<string | undefined> =>
      (await shop.ledger.paymentMethods('alice'))[0]?.state
    expect(await state()).toBe('suspended')
    shop.clock.now += 6 * DAY
    await shop.billing.reconcile()
    expect(await state()).toBe('suspended')
    shop.clock.now += DAY
    await shop.billing.reconcile()
    expect(await state()).toBe('revoked')
    expect([...bank.revoked]).toEqual(['KEY-X'])
    const operator = await shop.billing.operator()
    const late = operator.resolve(id, { by: 'ops', outcome: 'accept' })
    await expect(late).rejects.toMatchObject({ code: 'registration_conflict' })
  })

  it('revokes what an operator discards', async () => {
    const { shop, bank } = makePayShop()
    const alice = shop.as('alice')
    const { id } = await alice.open()
    shop.answer = () =>
      Response.json({
        code: 'SUCCESS',
        message: 'ok',
        authOnly: true,
        billingKey: 'KEY-X',
        orderId: 'of-somebody',
      })
    await alice.complete(id, { return: { code: 'SUCCESS', transactionId: 'TX-9' } })
    await (await shop.billing.operator()).resolve(id, { by: 'ops', outcome: 'discard' })
    await shop.billing.reconcile()
    expect([...bank.revoked]).toEqual(['KEY-X'])
  })
})
