// What an operator sees: every registration and its story, and no value that charges or identifies a card.
import { describe, expect, it } from 'vitest'
import { danalSuccess, makeShop } from '../testing/shop.ts'

describe('the operator', () => {
  it('lists registrations newest first, page by page, by state and by customer', async () => {
    const shop = makeShop()
    const operator = await shop.billing.operator()
    const open = async (customer: string, ref: string): Promise<string> =>
      (await shop.as(customer).open('pro', { clientRef: ref.repeat(22) })).id
    const a = await open('alice', 'a')
    const b = await open('bob', 'b')
    const c = await open('alice', 'c')
    await shop.as('bob').request('POST', `/registrations/${b}/cancel`, { body: {} })
    const ids = async (query: object): Promise<string[]> =>
      (await operator.registrations({ limit: 9, ...query })).map(({ id }) => id)
    expect(await ids({})).toEqual([c, b, a])
    expect(await ids({ limit: 1, before: c })).toEqual([b])
    expect(await ids({ states: ['cancelled'] })).toEqual([b])
    expect(await ids({ customerId: 'alice' })).toEqual([c, a])
    expect(await ids({ before: 'reg_unknown' })).toEqual([])
  })

  it('shows claims, attempts and events of one, without any value that the PG or the window gave', async () => {
    const shop = makeShop()
    shop.answer = () => danalSuccess({ billingKey: 'KEY-very-secret', transactionId: 'T-secret' })
    const alice = shop.as('alice')
    const { id } = await alice.open()
    await alice.comeBack(id, { transactionId: 'T-secret' })
    await alice.complete(id)
    const file = await (await shop.billing.operator()).registration(id)
    expect(file).toMatchObject({
      id,
      state: expect.stringMatching(/issued|suspended/),
      customerId: 'alice',
      claims: [{ fields: expect.arrayContaining(['transactionId']), binding: 'owner' }],
      attempts: [{ kind: 'issue', calls: [{ operation: 'issue', status: 200 }] }],
      method: { binding: expect.any(String) },
    })
    expect(file?.events.map(({ type }) => type)).toContain('registration.created')
    expect(JSON.stringify(file)).not.toMatch(/secret/)
  })

  it('answers nothing for an unknown id', async () => {
    const operator = await makeShop().billing.operator()
    expect(await operator.registration('reg_unknown')).toBeUndefined()
  })
})
