// A person settles what no machine can, and the audit trail says who did.
import { describe, expect, it } from 'vitest'
import type { Operator } from './operator.ts'
import { danalSuccess, makeShop, type Shop } from '../testing/shop.ts'

const RETURN = { return: { code: 'SUCCESS', transactionId: 'TX-1' } }
const BY = { by: 'kim@shop.example', note: 'asked Danal by phone' }

interface Uncertain {
  readonly shop: Shop
  readonly id: string
  readonly operator: Operator
  readonly told: string[]
}

async function uncertain(answer: () => Promise<Response>): Promise<Uncertain> {
  const told: string[] = []
  const shop = makeShop({ onIssued: ({ paymentMethod }) => void told.push(paymentMethod.id) })
  shop.answer = answer
  const { id } = await shop.as('alice').open()
  await shop.as('alice').complete(id, RETURN)
  return { shop, id, operator: await shop.billing.operator(), told }
}

const lost = (): Promise<Response> => Promise.reject(new TypeError('cut'))
const mismatch = async (): Promise<Response> => danalSuccess({ orderId: 'other' })

describe('an uncertain registration', () => {
  it('is issued with the key that the PG named, and the merchant is told', async () => {
    const { shop, id, operator, told } = await uncertain(lost)
    const key = {
      outcome: 'key',
      billingKey: 'KEY-FOUND',
      kind: 'card',
      issuer: '국민카드',
      attach: true,
    } as const
    expect(await operator.resolve(id, { ...key, ...BY })).toMatchObject({ state: 'issued' })
    const [method] = await shop.ledger.paymentMethods('alice')
    expect(method).toMatchObject({ state: 'active', issuer: '국민카드', binding: 'weak' })
    expect(method?.key.reveal()).toBe('KEY-FOUND')
    await shop.billing.reconcile()
    expect(told).toHaveLength(1)
    const events = await shop.ledger.events(id)
    expect(events.at(-1)).toMatchObject({ type: 'registration.resolved', by: 'operator', detail: BY })
    expect(JSON.stringify([events, shop.logs])).not.toContain('KEY-FOUND')
  })

  it('is declined when there is no key, and tells what became of the money', async () => {
    const { id, operator } = await uncertain(lost)
    const none = { outcome: 'none', payment: { state: 'paid', amount: 9900 }, ...BY } as const
    expect(await operator.resolve(id, none)).toMatchObject({
      state: 'declined',
      payment: { state: 'paid', amount: 9900 },
    })
  })

  it('keeps a key aside that comes after it was settled without one', async () => {
    const shop = makeShop()
    let answer = (_response: Response): void => {}
    shop.answer = () => new Promise<Response>((resolve) => (answer = resolve))
    const { id } = await shop.as('alice').open()
    const slow = shop.as('alice').complete(id, RETURN)
    await expect.poll(() => shop.issued).toHaveLength(1)
    shop.clock.now += 2 * 60_000
    await shop.billing.reconcile()
    await (await shop.billing.operator()).resolve(id, { outcome: 'none', ...BY })
    answer(danalSuccess())
    await slow
    expect((await shop.ledger.find(id))?.state).toBe('suspended')
    expect(await shop.ledger.paymentMethods('alice')).toMatchObject([{ mismatches: ['superseded'] }])
  })

  it('is not given a key once the customer has started again, but keeps it', async () => {
    const { shop, id, operator } = await uncertain(lost)
    shop.clock.now += 3 * 60_000
    await shop.as('alice').open('pro', { clientRef: 'alice-second-element' })
    const key = { outcome: 'key', billingKey: 'KEY-FOUND', kind: 'card', ...BY } as const
    await expect(operator.resolve(id, { ...key, attach: true })).rejects.toMatchObject({
      code: 'registration_conflict',
    })
    expect(await operator.resolve(id, { ...key, attach: false })).toMatchObject({ state: 'suspended' })
  })

  it.each([
    [{ outcome: 'none', by: '' }, 'invalid_request'],
    [{ outcome: 'none', by: 'kim', note: 'x'.repeat(501) }, 'invalid_request'],
    [{ outcome: 'key', billingKey: ' ', kind: 'card', attach: true, by: 'kim' }, 'invalid_request'],
    [{ outcome: 'none', by: 'kim', payment: { state: 'paid', amount: 0.5 } }, 'invalid_request'],
    [{ outcome: 'accept', by: 'kim' }, 'registration_conflict'],
    [{ outcome: 'discard', by: 'kim' }, 'registration_conflict'],
  ] as const)('refuses %j and stays as it is', async (resolution, code) => {
    const { shop, id, operator } = await uncertain(lost)
    await expect(operator.resolve(id, resolution)).rejects.toMatchObject({ code })
    expect((await shop.ledger.find(id))?.state).toBe('uncertain')
  })

  it('is counted until it is settled', async () => {
    const { shop, id, operator } = await uncertain(lost)
    expect((await operator.overview()).uncertain).toEqual({
      count: 1,
      since: shop.clock.now,
      oldest: id,
    })
    await operator.resolve(id, { outcome: 'none', ...BY })
    expect((await operator.overview()).uncertain).toEqual({ count: 0 })
  })
})

describe('a suspended key', () => {
  it('is given to the customer when the operator finds it right', async () => {
    const { shop, id, operator, told } = await uncertain(mismatch)
    expect(await operator.resolve(id, { outcome: 'accept', ...BY })).toMatchObject({ state: 'issued' })
    expect(await shop.ledger.paymentMethods('alice')).toMatchObject([{ state: 'active' }])
    await shop.billing.reconcile()
    expect(told).toHaveLength(1)
  })

  it('is put aside to be revoked when nobody wants it', async () => {
    const { shop, id, operator } = await uncertain(mismatch)
    expect(await operator.resolve(id, { outcome: 'discard', ...BY })).toMatchObject({ state: 'declined' })
    expect(await shop.ledger.paymentMethods('alice')).toMatchObject([{ state: 'surplus' }])
    expect((await shop.ledger.events(id)).map(({ type }) => type)).toContain('key.surplus')
  })
})

it('does not know a registration that is not there', async () => {
  const operator = await makeShop().billing.operator()
  await expect(operator.resolve('reg_none', { outcome: 'none', by: 'kim' })).rejects.toMatchObject({
    code: 'not_found',
  })
})
