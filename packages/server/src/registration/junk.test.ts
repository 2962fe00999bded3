// Junk at the return door: it may waste its own places, never the real return's, and never speaks for it.
import { describe, expect, it } from 'vitest'
import { makeShop, type Visitor } from '../testing/shop.ts'

const JUNK = 12
const SUCCESS = { code: 'SUCCESS', transactionId: 'TX-1' }

async function bringJunk(visitor: Visitor, id: string, fields: Record<string, string>): Promise<Response[]> {
  const answers: Response[] = []
  for (let index = 0; index < JUNK; index += 1) {
    answers.push(await visitor.comeBack(id, { ...fields, message: `${index}` }))
  }
  return answers
}

describe("junk that the owner's own browser was made to bring", () => {
  it('leaves room for the return that the page brings', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const { id } = await alice.open()
    await bringJunk(alice, id, { code: 'FAILED' })
    const done = await alice.complete(id, { return: SUCCESS })
    expect(await done.json()).toMatchObject({ state: 'issued' })
    expect(shop.issued).toEqual(['TX-1'])
  })

  it('does not end the registration when the real return found no room', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const { id } = await alice.open()
    await bringJunk(alice, id, { code: 'FAILED' })
    await alice.comeBack(id, SUCCESS)
    const answer = await alice.complete(id)
    expect(await answer.json()).toMatchObject({ status: 409, code: 'return_refused' })
    expect(await shop.ledger.find(id)).toMatchObject({ state: 'returned' })
  })

  it('is told to the operator, also when it came in the body of complete', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const { id } = await alice.open()
    await bringJunk(alice, id, { code: 'FAILED' })
    await alice.complete(id, { return: { code: 'FAILED', message: 'first' } })
    const before = (await shop.ledger.events(id)).length
    await alice.complete(id, { return: { code: 'FAILED', message: 'second' } })
    const told = (await shop.ledger.events(id)).slice(before)
    expect(told).toMatchObject([{ type: 'claim.refused', detail: { why: 'full' } }])
  })
})

describe('a return without a login', () => {
  it('gets a claim cookie only when it was kept', async () => {
    const shop = makeShop()
    const { id } = await shop.as('alice').open()
    const answers = await bringJunk(shop.as(null), id, { code: 'FAILED' })
    const withCookie = answers.filter(({ headers }) => headers.getSetCookie().length > 0)
    const kept = await shop.ledger.claims(id)
    expect(withCookie).toHaveLength(kept.length)
    expect(kept.length).toBeLessThan(JUNK)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]))
  })
})

describe('a return under another login', () => {
  it('takes a card out of use that was issued from the very same return', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const { id } = await alice.open()
    await alice.comeBack(id, SUCCESS)
    await alice.complete(id)
    await shop.as('mallory').comeBack(id, SUCCESS)
    const view = await alice.request('GET', `/registrations/${id}`)
    expect(await view.json()).toMatchObject({ state: 'uncertain', error: { code: 'return_mismatch' } })
    expect(await shop.ledger.paymentMethods('alice')).toMatchObject([
      { state: 'suspended', mismatches: ['another_login'] },
    ])
    expect((await shop.ledger.events(id)).at(-1)).toMatchObject({ type: 'registration.suspended' })
  })

  it('does not touch a card when it is junk, before issuing or after', async () => {
    const shop = makeShop()
    const alice = shop.as('alice')
    const { id } = await alice.open()
    const mallory = shop.as('mallory')
    await mallory.comeBack(id, { code: 'SUCCESS', transactionId: 'JUNK-1' })
    const done = await alice.complete(id, { return: SUCCESS })
    expect(await done.json()).toMatchObject({ state: 'issued' })
    await mallory.comeBack(id, { code: 'SUCCESS', transactionId: 'JUNK-2' })
    expect(await shop.ledger.paymentMethods('alice')).toMatchObject([{ state: 'active' }])
  })
})

describe('a return in a frame', () => {
  const inFrame = async (billing: Visitor, id: string): Promise<{ status: number; page: string }> => {
    const headers = { 'sec-fetch-dest': 'iframe' }
    const response = await billing.request('GET', `/registrations/${id}/return?transactionId=T`, { headers })
    const page = await response.text()
    const policy = response.headers.get('content-security-policy')
    return { status: response.status, page: `${page} ${policy}`.replaceAll(/nonce[^\s\w]+\w{22}/g, 'nonce') }
  }

  it('is sent once more before anything is looked up: the same for an unknown id as for a known one', async () => {
    const shop = makeShop()
    const { id } = await shop.as('alice').open()
    const visitor = shop.as(null)
    const known = await inFrame(visitor, id)
    expect(await inFrame(visitor, 'reg_unknown')).toEqual(known)
    expect(known.status).toBe(200)
    const again = await visitor.request('GET', '/registrations/reg_unknown/return?billing_again=1', {
      headers: { 'sec-fetch-dest': 'iframe' },
    })
    expect(again.status).toBe(404)
  })
})
