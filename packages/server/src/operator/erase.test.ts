// The right to be forgotten: nothing of the customer is left but what the law wants kept, under another name.
import { describe, expect, it, vi } from 'vitest'
import { danalSuccess, makeShop, type Shop } from '../testing/shop.ts'

vi.setConfig({ testTimeout: 30_000 })

const YEAR = 365 * 24 * 60 * 60_000
const DAY = 24 * 60 * 60_000
const ALICE = {
  id: 'alice',
  label: '앨리스',
  name: '김하늘',
  email: 'alice@mail.example',
  phone: '01012345678',
}
const PERSONAL = ['alice', ...Object.values(ALICE), 'KEY-', 'TX-', '1234', 'keep=me']
const ORDER = { by: 'kim', destroyKeys: true }

function shopOf(): Shop {
  const shop = makeShop({ identify: () => ALICE })
  shop.plans.set('now', { name: 'Pro', amount: 9900, charge: 'now' })
  shop.answer = (id) =>
    danalSuccess({
      billingKey: `KEY-${id}`,
      authOnly: false,
      amount: '9900',
      userName: ALICE.name,
      transactionId: `PAID-${id}`,
      cardInfo: { cardName: 'KB국민카드', cardNumber: '1234-****-****-5678' },
    })
  return shop
}

async function register(shop: Shop, transactionId: string): Promise<string> {
  const returnTo = 'https://shop.example/register?keep=me'
  const { id } = await shop.as('alice').open('now', { returnTo })
  await shop.as('alice').complete(id, { return: { code: 'SUCCESS', transactionId } })
  await shop.billing.reconcile()
  return id
}

/** Everything that the ledger holds of a registration, keys and values laid bare. */
async function everything({ ledger }: Shop, id: string): Promise<string> {
  const registration = await ledger.find(id)
  const customerId = registration?.customer.id ?? ''
  const [claims, attempts, events, methods, { consents }] = await Promise.all([
    ledger.claims(id),
    ledger.attempts(id),
    ledger.events(id),
    ledger.paymentMethods(customerId),
    ledger.consents(100),
  ])
  const bodies = attempts.flatMap(({ exchanges = [] }) => exchanges.map(({ body }) => body?.reveal()))
  const keys = methods.map(({ key }) => key.reveal())
  return JSON.stringify({ registration, claims, attempts, bodies, events, methods, keys, consents })
}

describe('an erased customer', () => {
  it('leaves a contract behind for five years that says no name, no key, and nothing that the PG answered', async () => {
    const shop = shopOf()
    const id = await register(shop, 'TX-1')
    const operator = await shop.billing.operator()
    const { pseudonym } = await operator.eraseCustomer('alice', ORDER)
    const left = (await everything(shop, id)).replaceAll(/"(maskedNumber|transactionId)":"[^"]*"/g, '')
    for (const word of PERSONAL) expect(left).not.toContain(word)
    const keepUntil = Date.UTC(2031, 0, 1)
    expect(await shop.ledger.find(id)).toMatchObject({
      state: 'issued',
      customer: { id: pseudonym },
      order: { name: 'Pro', amount: 9900 },
      payment: { state: 'paid', amount: 9900 },
      paymentMethod: { maskedNumber: '1234-****-****-5678' },
      erased: { keepUntil, transactionId: 'PAID-TX-1' },
    })
    expect((await shop.ledger.events(id)).at(-1)).toMatchObject({
      type: 'registration.erased',
      by: 'operator',
      customerId: pseudonym,
      detail: { by: 'kim' },
    })
    expect(await shop.ledger.paymentMethods('alice')).toEqual([])
  })

  it('is nobody in a registration that came to nothing', async () => {
    const shop = shopOf()
    shop.answer = () => Response.json({ code: '3122', message: '김하늘' })
    const id = await register(shop, 'TX-1')
    await (await shop.billing.operator()).eraseCustomer('alice', ORDER)
    const left = await everything(shop, id)
    for (const word of PERSONAL) expect(left).not.toContain(word)
    expect(await shop.ledger.find(id)).toMatchObject({ state: 'declined', customer: { id: 'erased' } })
  })

  it('is a new customer when they come back, and finds nothing of before', async () => {
    const shop = shopOf()
    const id = await register(shop, 'TX-1')
    const operator = await shop.billing.operator()
    const first = await operator.eraseCustomer('alice', ORDER)
    expect((await shop.as('alice').request('GET', `/registrations/${id}`)).status).toBe(404)
    expect((await shop.as(null).comeBack(id, { code: 'SUCCESS', transactionId: 'TX-2' })).status).toBe(404)
    const second = await register(shop, 'TX-2')
    expect((await shop.ledger.find(second))?.state).toBe('issued')
    const again = await operator.eraseCustomer('alice', ORDER)
    expect(again).toMatchObject({ pseudonym: first.pseudonym, keptBefore: 1 })
    expect((await operator.planErasure('alice')).keptBefore).toBe(2)
  })

  it('is nobody once what was kept has been kept for long enough', async () => {
    const shop = shopOf()
    const id = await register(shop, 'TX-1')
    const operator = await shop.billing.operator()
    await operator.eraseCustomer('alice', ORDER)
    shop.clock.now += 5 * YEAR
    expect(await operator.endKeeping('kim')).toBe(0)
    shop.clock.now += 2 * DAY
    expect(await operator.endKeeping()).toBe(1)
    expect(await operator.endKeeping('kim')).toBe(1)
    expect(await operator.endKeeping('kim')).toBe(0)
    expect(await shop.ledger.find(id)).toMatchObject({ customer: { id: 'erased' }, erased: {} })
    expect((await shop.ledger.find(id))?.paymentMethod).toBeUndefined()
  })
})

describe('a customer is not erased', () => {
  const refusal = async (shop: Shop, order = ORDER): Promise<unknown> => {
    const operator = await shop.billing.operator()
    const plan = await operator.planErasure('alice', order)
    await expect(operator.eraseCustomer('alice', order)).rejects.toMatchObject({
      code: 'registration_conflict',
    })
    return plan.blockers.map(({ why, until }) => (until === undefined ? why : `${why} until ${until}`))
  }

  it('while it is not known what became of a call', async () => {
    const shop = shopOf()
    shop.answer = () => Promise.reject(new TypeError('cut'))
    await register(shop, 'TX-1')
    expect(await refusal(shop)).toContain('it is uncertain')
  })

  it('while a window is open that may still come back', async () => {
    const shop = shopOf()
    await shop.as('alice').open('now')
    expect(await refusal(shop)).toEqual([`it may still come back until ${shop.clock.now + DAY / 48}`])
  })

  it('while a billing key was not revoked', async () => {
    const shop = shopOf()
    await register(shop, 'TX-1')
    expect(await refusal(shop, { by: 'kim', destroyKeys: false })).toEqual([
      'its billing key has not been revoked',
    ])
  })

  it('while the merchant has not taken all of its events', async () => {
    const shop = makeShop({
      onEvent: () => {
        throw new Error('not now')
      },
    })
    const { id } = await shop.as('alice').open()
    await shop.as('alice').complete(id, { return: { code: 'SUCCESS', transactionId: 'TX-1' } })
    expect(await refusal(shop)).toEqual(['events that onEvent has not taken: 1 (run reconcile)'])
  })

  it('by nobody', async () => {
    const operator = await shopOf().billing.operator()
    await expect(operator.eraseCustomer('alice', { by: ' ' })).rejects.toMatchObject({
      code: 'invalid_request',
    })
  })
})
