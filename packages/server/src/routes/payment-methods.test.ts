import { paymentMethodsResponse } from '@billing-register/contract/schema'
import { describe, expect, it } from 'vitest'
import { makePayShop, registerCard } from '../testing/pay-shop.ts'
import { danalSuccess, makeShop, type Shop } from '../testing/shop.ts'

let cards = 0

/** Registers one more card for a customer, a second later. @returns its id */
function register(shop: Shop, customer: string): Promise<string> {
  shop.clock.now += 1_000
  cards += 1
  return registerCard(shop, customer, `TX-${cards}`)
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

const list = async (shop: Shop, customer: string): Promise<[string, boolean, string][]> => {
  const { methods } = paymentMethodsResponse.parse(
    await (await shop.as(customer).request('GET', '/payment-methods')).json(),
  )
  return methods.map(({ id, default: standard, state }) => [id, standard, state])
}

describe('PUT /payment-methods/:id/default', () => {
  it('makes it the default, and answers the list as it is then', async () => {
    const shop = makeShop()
    const first = await register(shop, 'alice')
    const second = await register(shop, 'alice')
    const alice = shop.as('alice')
    const put = async (id: string): Promise<unknown> => {
      shop.clock.now += 1_000
      return (await alice.request('PUT', `/payment-methods/${id}/default`)).json()
    }
    expect(await put(second)).toMatchObject({
      methods: [
        { id: second, default: true },
        { id: first, default: false },
      ],
    })
    expect(await put(first)).toMatchObject({
      methods: [
        { id: first, default: true },
        { id: second, default: false },
      ],
    })
    expect(await shop.billing.paymentMethods('alice')).toMatchObject([{ id: first }, { id: second }])
  })
})

describe('DELETE /payment-methods/:id', () => {
  it('takes it out of the list for good, and the default goes to one that is left', async () => {
    const shop = makeShop()
    const first = await register(shop, 'alice')
    const second = await register(shop, 'alice')
    const alice = shop.as('alice')
    const response = await alice.request('DELETE', `/payment-methods/${first}`)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({ methods: [{ id: second, default: true }] })
    expect(await shop.billing.paymentMethod(first, { customer: 'alice' })).toBeNull()
    expect((await alice.request('DELETE', `/payment-methods/${first}`)).status).toBe(200)
    expect((await alice.request('PUT', `/payment-methods/${first}/default`)).status).toBe(404)
    expect(await list(shop, 'alice')).toEqual([[second, true, 'active']])
  })

  it('says that it is still being removed while the PG has not said so, and never charges it', async () => {
    const { shop, bank } = makePayShop()
    const methodId = await register(shop, 'alice')
    bank.mood = 'lose-answer'
    bank.canLook = false
    const response = await shop.as('alice').request('DELETE', `/payment-methods/${methodId}`)
    expect(response.status).toBe(202)
    expect(response.headers.get('retry-after')).toBe('2')
    expect(await response.json()).toMatchObject({
      methods: [{ id: methodId, state: 'removing', default: false }],
    })
    expect(await shop.billing.paymentMethods('alice')).toEqual([])
  })
})

describe('somebody else’s payment method', () => {
  it.each([
    ['PUT', '/default'],
    ['DELETE', ''],
  ])(
    '%s answers as for one that does not exist, byte for byte, and changes nothing',
    async (method, action) => {
      const shop = makeShop()
      const id = await register(shop, 'alice')
      const ask = async (id: string): Promise<[number, string]> => {
        const response = await shop.as('bob').request(method, `/payment-methods/${id}${action}`)
        return [response.status, (await response.text()).replace(/"requestId":"[^"]*"/, '')]
      }
      expect(await ask(id)).toEqual(await ask('pm_unknown'))
      expect(await ask(id)).toMatchObject([404, expect.stringContaining('not_found')])
      expect(await list(shop, 'alice')).toEqual([[id, true, 'active']])
    },
  )

  it('and a suspended one of their own are not theirs to change', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const { id } = await alice.open()
    shop.answer = () => danalSuccess({ orderId: 'another order' })
    await alice.comeBack(id, { transactionId: 'T1', code: 'SUCCESS' })
    await alice.complete(id)
    const [suspended] = await shop.ledger.paymentMethods('alice')
    const path = `/payment-methods/${suspended?.id}`
    expect((await alice.request('DELETE', path)).status).toBe(404)
    expect((await alice.request('PUT', `${path}/default`)).status).toBe(404)
    expect(await shop.ledger.paymentMethods('alice')).toMatchObject([{ state: 'suspended' }])
  })

  it('cannot be reached from another site, nor without a login', async () => {
    const shop = makeShop()
    const id = await register(shop, 'alice')
    const headers = { origin: 'https://evil.example' }
    const path = `/payment-methods/${id}`
    expect((await shop.as('alice').request('DELETE', path, { headers })).status).toBe(403)
    expect((await shop.as('alice').request('PUT', `${path}/default`, { headers })).status).toBe(403)
    expect((await shop.as(null).request('DELETE', path)).status).toBe(401)
    expect(await list(shop, 'alice')).toEqual([[id, true, 'active']])
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

  it('takes nobody for a customer as a mistake, and says so', async () => {
    const { billing } = makeShop()
    for (const customer of [null, undefined, {}, '']) {
      const asking = billing.paymentMethod('pm_unknown', { customer } as never)
      await expect(asking).rejects.toMatchObject({ code: 'invalid_request' })
      const named = { paymentMethodId: 'pm_unknown', customer } as never
      await expect(billing.revoke(named)).rejects.toMatchObject({ code: 'invalid_request' })
      await expect(billing.setDefault(named)).rejects.toMatchObject({ code: 'invalid_request' })
    }
  })
})
