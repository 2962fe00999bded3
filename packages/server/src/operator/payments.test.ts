// What an operator sees of payments and methods: every one and its story, and no value that charges or identifies a card.
import { describe, expect, it } from 'vitest'
import { Secret } from '../secret.ts'
import { event, later, methodIn, operation, payment } from '../testing/ledger-samples.ts'
import { makeShop } from '../testing/shop.ts'

const SECRETS = ['KEY-very-secret', 'raw-answer', '01000000000', 'customer-ref']

async function makeBooks() {
  const shop = makeShop()
  const { charges } = shop.ledger
  const secret = { key: new Secret('KEY-very-secret'), customerRef: 'customer-ref' }
  const method = await methodIn(shop.ledger, 'a', { ...secret, issuer: '국민카드', leaseUntil: 5 })
  const half = {
    id: 'half',
    amount: 900,
    reason: '변심',
    state: 'cancelled',
    attempt: 1,
    requestedAt: 30,
  } as const
  const paid = payment('p', 'a', {
    state: 'paid',
    transactionId: 'T-1',
    paidAt: 20,
    cancellations: [half, { ...half, id: 'lost', amount: 100, state: 'uncertain' }],
  })
  const told = (id: string, paymentId: string) => ({ ...event(id, 'a'), detail: { paymentId } })
  const charge = operation('op', paid, { subject: paid.pgOrderId })
  await charges.createPayment(paid, { events: [told('e1', 'p')], operation: charge })
  await charges.landOperation(
    'op',
    [{ operation: 'charge', status: 200, body: new Secret('raw-answer') }],
    12,
  )
  const other = payment('q', 'a', { state: 'uncertain', customer: { id: 'bob' }, uncertainSince: 11 })
  await charges.createPayment(other, { events: [told('e2', 'q')] })
  await charges.replaceMethod(method, later(method, { state: 'revoked', atPg: 'gone' }), {
    events: [{ ...event('e3', 'a'), detail: { paymentMethodId: method.id } }],
    operation: operation('rev', method, { kind: 'revoke', of: method.id, subject: method.id }),
  })
  return { shop, operator: await shop.billing.operator() }
}

describe('the operator', () => {
  it('lists payments newest first, by state, customer and method, and what has gone back of each', async () => {
    const { operator } = await makeBooks()
    const ids = async (query: object): Promise<string[]> =>
      (await operator.payments({ limit: 9, ...query })).map(({ id }) => id)
    expect(await ids({})).toEqual(['q', 'p'])
    expect(await ids({ states: ['paid'] })).toEqual(['p'])
    expect(await ids({ customerId: 'bob' })).toEqual(['q'])
    expect(await ids({ paymentMethodId: 'pm-b' })).toEqual([])
    const [, paid] = await operator.payments({ limit: 9 })
    expect(paid).toMatchObject({
      amount: 9900,
      cancelledAmount: 900,
      merchant: 'M1',
      mode: 'test',
      paidAt: 20,
    })
  })

  it('shows one payment by its id or order, with its calls and its own events', async () => {
    const { operator } = await makeBooks()
    const file = await operator.payment('p')
    expect(file).toEqual(await operator.payment({ orderId: 'order-p' }))
    expect(file).toMatchObject({
      id: 'p',
      transactionId: 'T-1',
      operations: [
        { id: 'op', kind: 'charge', answeredAt: 12, calls: [{ operation: 'charge', status: 200 }] },
      ],
      events: [{ id: 'e1' }],
      cancellations: [{ id: 'half' }, { id: 'lost' }],
    })
    expect(await operator.payment('nobody')).toBeUndefined()
    expect(await operator.payment({ orderId: 'p' })).toBeUndefined()
  })

  it('shows payment methods in whatever state, with what was done with the key', async () => {
    const { operator } = await makeBooks()
    expect(await operator.methods('alice')).toMatchObject([{ id: 'pm-a', state: 'revoked', atPg: 'gone' }])
    expect(await operator.methods('bob')).toEqual([])
    expect(await operator.method('pm-a')).toMatchObject({
      issuer: '국민카드',
      operations: [{ id: 'rev', kind: 'revoke', calls: [] }],
      events: [{ id: 'e3' }],
    })
    expect(await operator.method('nobody')).toBeUndefined()
  })

  it('exports every payment, however many pages they are', async () => {
    const { shop, operator } = await makeBooks()
    for (let index = 0; index < 205; index += 1)
      await shop.ledger.charges.createPayment(payment(`x${index}`, 'a'), { events: [] })
    const exported = []
    for await (const one of operator.exportPayments()) exported.push(one.id)
    expect(exported).toHaveLength(207)
    expect(new Set(exported).size).toBe(207)
    expect(exported.at(-1)).toBe('p')
  })

  it('tells no key, no answer and nothing of the customer but their id', async () => {
    const { operator } = await makeBooks()
    const all = [
      await operator.payments({ limit: 9 }),
      await operator.payment('p'),
      await operator.methods('alice'),
      await operator.method('pm-a'),
    ]
    const text = JSON.stringify(all)
    expect(text).toContain('alice')
    for (const secret of SECRETS) expect(text).not.toContain(secret)
  })

  it('counts what waits, and says which payment has waited for longest', async () => {
    const { shop, operator } = await makeBooks()
    const due = payment('due', 'a', { state: 'charging', lookAt: 1, createdAt: 50 })
    await shop.ledger.charges.createPayment(due, { events: [] })
    const waiting = await operator.overview()
    expect(waiting.payments).toEqual({ count: 1, since: 1 })
    expect(waiting.methods).toEqual({ count: 0 })
    expect((await operator.checkUp()).oldestPayment).toEqual({ id: 'q', state: 'uncertain', since: 11 })
  })
})
