import { paymentMethodsResponse } from '@billing-register/contract/schema'
import { describe, expect, it } from 'vitest'
import { danalSuccess, makeShop, type Shop } from '../testing/shop.ts'

/** Registers one card for a customer. @returns its id */
async function register(shop: Shop, customer: string, cardNumber = '1234-****-****-5678'): Promise<string> {
  const visitor = shop.as(customer)
  const { id, launch } = await visitor.open('pro', { clientRef: `ref-of-a-card-at-${shop.clock.now}` })
  const orderId = launch.provider === 'danal' ? launch.request.orderId : ''
  shop.clock.now += 1_000
  const transactionId = `T${shop.clock.now}`
  shop.answer = () =>
    danalSuccess({
      transactionId,
      orderId,
      billingKey: `KEY-${transactionId}`,
      cardInfo: { cardName: '국민카드', cardNo: cardNumber },
    })
  await visitor.comeBack(id, { transactionId, code: 'SUCCESS' })
  const view: { paymentMethod?: { id: string } } = await (await visitor.complete(id)).json()
  return view.paymentMethod?.id ?? ''
}

describe('GET /payment-methods', () => {
  it('lists the customer’s own cards, the default one first, masked and without a key', async () => {
    const shop = makeShop()
    const first = await register(shop, 'alice')
    const second = await register(shop, 'alice')
    const third = await register(shop, 'alice')
    await register(shop, 'bob')
    const response = await shop.as('alice').request('GET', '/payment-methods')
    const text = await response.text()
    expect(text).not.toMatch(/KEY-|transactionId|customer/)
    const { methods } = paymentMethodsResponse.parse(JSON.parse(text))
    expect(methods.map(({ id, default: standard }) => [id, standard])).toEqual([
      [first, true],
      [third, false],
      [second, false],
    ])
    expect(methods[0]).toMatchObject({
      state: 'active',
      provider: 'danal',
      providerLabel: '다날',
      createdAt: expect.any(Number),
    })
  })

  it('names the PG in the customer’s language', async () => {
    const shop = makeShop()
    await register(shop, 'alice')
    const headers = { 'accept-language': 'en-US' }
    const response = await shop.as('alice').request('GET', '/payment-methods', { headers })
    expect(await response.json()).toMatchObject({ methods: [{ providerLabel: 'Danal' }] })
  })

  it('shows nothing of a card that was suspended, and nobody’s cards without a login', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const { id } = await alice.open()
    shop.answer = () => danalSuccess({ orderId: 'another order' })
    await alice.comeBack(id, { transactionId: 'T1', code: 'SUCCESS' })
    await alice.complete(id)
    expect(await shop.ledger.paymentMethods('alice')).toMatchObject([{ state: 'suspended' }])
    expect(await (await alice.request('GET', '/payment-methods')).json()).toEqual({ methods: [] })
    expect((await shop.as(null).request('GET', '/payment-methods')).status).toBe(401)
  })
})

describe('billing.paymentMethod', () => {
  it('answers the customer’s own card for a form value, and null for whatever else a form may send', async () => {
    const shop = makeShop()
    const id = await register(shop, 'alice')
    const { billing } = shop
    const method = { id, kind: 'card', default: true, provider: 'danal' }
    expect(await billing.paymentMethod(id, { customer: 'alice' })).toMatchObject(method)
    expect(await billing.paymentMethod(id, { customer: { id: 'alice' } })).toMatchObject(method)
    expect(await billing.paymentMethods('alice')).toEqual([
      await billing.paymentMethod(id, { customer: 'alice' }),
    ])
    for (const value of ['pm_unknown', '', null, undefined, 7, new Blob()])
      expect(await billing.paymentMethod(value, { customer: 'alice' })).toBeNull()
    expect(await billing.paymentMethod(id, { customer: 'bob' })).toBeNull()
  })
})
