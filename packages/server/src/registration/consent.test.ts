// A consent is kept as evidence that somebody else can check.
import { createHash } from 'node:crypto'
import { expect, it } from 'vitest'
import { makeShop, type Shop } from '../testing/shop.ts'

const words = { label: '정기결제에 동의해요', facts: [{ name: '금액', value: '9,900원' }], text: '전문' }

function shopWithConsent(): Shop {
  const shop = makeShop()
  shop.plans.set('pro', { name: 'Pro', amount: 9900, consent: { version: 'v1', ...words } })
  return shop
}

async function clicked(shop: Shop, customer: string, clickedMsAgo: number): Promise<string> {
  const visitor = shop.as(customer)
  const { id } = await visitor.open()
  shop.clock.now += 60_000
  await visitor.request('POST', `/registrations/${id}/opened`, { body: { clickedMsAgo } })
  return id
}

async function exported(shop: Shop, query = {}): Promise<object[]> {
  const all: object[] = []
  const operator = await shop.billing.operator()
  for await (const consent of operator.consents(query)) all.push(consent)
  return all
}

it('is exported with the time of the click and the hash of the very words, of each customer', async () => {
  const shop = shopWithConsent()
  const id = await clicked(shop, 'alice', 5000)
  const at = shop.clock.now - 5000
  await clicked(shop, 'bob', 0)
  const hash = createHash('sha256').update(JSON.stringify([words.label, [['금액', '9,900원']], words.text]))
  expect(await exported(shop, { customerId: 'alice' })).toEqual([
    {
      registrationId: id,
      customerId: 'alice',
      plan: 'pro',
      mode: 'test',
      version: 'v1',
      locale: 'ko',
      offer: expect.stringMatching(/^[\w-]{43}$/),
      text: hash.digest('base64url'),
      at,
    },
  ])
  expect(await exported(shop)).toHaveLength(2)
  expect(await exported(shop, { from: at, before: at + 1 })).toHaveLength(1)
})

it('is no evidence before the click', async () => {
  const shop = shopWithConsent()
  await shop.as('alice').open()
  expect(await exported(shop)).toEqual([])
})

it('stands beside every change of state in the log, with who made it and in which request', async () => {
  const shop = shopWithConsent()
  const id = await clicked(shop, 'alice', 0)
  const alice = shop.as('alice')
  await alice.comeBack(id, { code: 'SUCCESS', transactionId: 'TX-1' })
  await shop.as('mallory').comeBack(id, { code: 'SUCCESS', transactionId: 'TX-2' })
  await alice.complete(id)
  const events = await shop.ledger.events(id)
  expect(events.map(({ type, by, from, to }) => [type, by, from, to])).toEqual([
    ['registration.created', 'customer', undefined, 'open'],
    ['registration.opened', 'customer', undefined, undefined],
    ['registration.returned', 'customer', 'open', 'returned'],
    ['claim.quarantined', 'visitor', undefined, undefined],
    ['registration.issuing', 'customer', 'returned', 'issuing'],
    ['registration.issued', 'customer', 'issuing', 'issued'],
  ])
  for (const { requestId, at } of events) {
    expect(requestId).toMatch(/^\w{12}$/)
    expect(at).toBeGreaterThan(0)
  }
})
