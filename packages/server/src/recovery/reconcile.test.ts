// What nobody asks for is looked after: finished where the owner authorized it, otherwise found and held.
import { describe, expect, it } from 'vitest'
import type { RegistrationView } from '@billing-register/contract'
import type { Exchange } from '../http/exchange.ts'
import { Secret } from '../secret.ts'
import { makePortone } from '../testing/portone-shop.ts'
import { danalSuccess, makeShop, type Shop } from '../testing/shop.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const SUCCESS = { code: 'SUCCESS', transactionId: 'TX-1' }

/** A Danal call whose server died after sending: it never gets an answer. */
async function abandoned(): Promise<{
  shop: Shop
  id: string
  answer: (response: Response) => void
  done: Promise<Response>
}> {
  const shop = makeShop()
  let answer = (_response: Response): void => {}
  shop.answer = () => new Promise<Response>((resolve) => (answer = resolve))
  const { id } = await shop.as('alice').open()
  const done = shop.as('alice').complete(id, { return: SUCCESS })
  await expect.poll(() => shop.issued).toEqual(['TX-1'])
  return { shop, id, answer: (response) => answer(response), done }
}

const types = async (shop: Shop, id: string): Promise<readonly string[]> =>
  (await shop.ledger.events(id)).map(({ type }) => type)

describe('reconcile(), where the PG can be asked neither by lookup nor by replay,', () => {
  it('leaves a running call alone, then marks it uncertain and tells the operator', async () => {
    const { shop, id } = await abandoned()
    expect(await shop.billing.reconcile()).toMatchObject({ looked: 0, settled: [] })
    shop.clock.now += 2 * MINUTE
    const report = await shop.billing.reconcile()
    expect(report.settled).toEqual([{ id, provider: 'danal', from: 'issuing', to: 'uncertain' }])
    expect(await types(shop, id)).toContain('registration.uncertain')
    const operator = await shop.billing.operator()
    expect(await operator.uncertain()).toMatchObject([{ id, state: 'uncertain' }])
    expect(await operator.transactions(id)).toEqual(['TX-1'])
    expect(await operator.registration(id)).toMatchObject({ attempts: [{ kind: 'issue', calls: [] }] })
    expect(shop.issued).toEqual(['TX-1'])
  })

  it('lands the late answer all the same', async () => {
    const { shop, id, answer, done } = await abandoned()
    shop.clock.now += 2 * MINUTE
    await shop.billing.reconcile()
    answer(danalSuccess())
    await done
    expect((await shop.ledger.find(id))?.state).toBe('issued')
    expect(await shop.ledger.paymentMethods('alice')).toMatchObject([{ state: 'active' }])
  })

  it('settles from an answer that was written down although whoever wrote it did not go on', async () => {
    const { shop, id } = await abandoned()
    shop.clock.now += 2 * MINUTE
    await shop.billing.reconcile()
    const [attempt] = await shop.ledger.attempts(id)
    const { billing, ledger } = shop
    await ledger.landAnswer(attempt?.id ?? '', await landed(), shop.clock.now)
    shop.clock.now += 31 * MINUTE
    await billing.reconcile()
    expect((await ledger.find(id))?.state).toBe('issued')
  })

  it('asks about an uncertain call less and less often, and stops after a month', async () => {
    const { shop, id } = await abandoned()
    let looks = 0
    for (let day = 0; day < 60; day += 1) {
      looks += (await shop.billing.reconcile()).looked
      shop.clock.now += DAY
    }
    expect(looks).toBeLessThan(40)
    expect(await shop.ledger.find(id)).toMatchObject({ state: 'uncertain', lookAt: undefined })
  })

  it('ends windows that were never opened, quietly, and returns that were never finished', async () => {
    const told: string[] = []
    const shop = makeShop({ onEvent: ({ type }) => void told.push(type) })
    const alice = shop.as('alice')
    const unopened = await alice.open()
    const returned = await alice.open()
    await alice.request('POST', `/registrations/${returned.id}/opened`, { body: {} })
    await alice.comeBack(returned.id, SUCCESS)
    shop.clock.now += 31 * MINUTE
    expect((await shop.billing.reconcile()).settled).toMatchObject([{ id: unopened.id, to: 'expired' }])
    shop.clock.now += DAY
    expect((await shop.billing.reconcile()).settled).toMatchObject([{ id: returned.id, to: 'expired' }])
    expect(told).toEqual(['registration.expired'])
    expect(shop.issued).toEqual([])
    expect(await (await shop.billing.operator()).overview()).toMatchObject({
      unsettled: { count: 0 },
      undelivered: { count: 0 },
    })
  })
})

async function landed(): Promise<readonly Exchange[]> {
  return [{ operation: 'issue', status: 200, body: new Secret(await danalSuccess().text()) }]
}

describe('reconcile(), where the window makes the key,', () => {
  it('finishes what the owner has authorized', async () => {
    const portone = makePortone()
    const { shop } = portone
    portone.knows = { status: 'ready', key: false }
    const { id, body } = await portone.open()
    await portone.finish(id, body)
    portone.knows = { status: 'paid', key: true }
    shop.clock.now += 2 * MINUTE
    const { settled } = await shop.billing.reconcile()
    expect(settled).toEqual([{ id, provider: 'portone-v1', from: 'issuing', to: 'issued' }])
    expect(await shop.ledger.paymentMethods('alice')).toMatchObject([{ state: 'active' }])
  })

  it('holds a key whose owner has not finished, shows it to them as returned, and gives it when they finish', async () => {
    const portone = makePortone()
    const { shop, alice } = portone
    const { id } = await portone.open()
    await alice.request('POST', `/registrations/${id}/opened`, { body: {} })
    portone.knows = { status: 'paid', key: true }
    shop.clock.now += 2 * MINUTE
    expect((await shop.billing.reconcile()).settled).toMatchObject([{ id, from: 'open', to: 'held' }])
    expect(await types(shop, id)).toContain('key.held')
    expect(await shop.ledger.paymentMethods('alice')).toMatchObject([{ state: 'held' }])
    const view: RegistrationView = await (await alice.request('GET', `/registrations/${id}`)).json()
    expect(view).toMatchObject({ state: 'returned' })
    expect(view.paymentMethod).toBeUndefined()
    expect((await portone.finish(id)).view).toMatchObject({ state: 'issued' })
    expect(await shop.ledger.paymentMethods('alice')).toMatchObject([{ state: 'active' }])
  })

  it('puts a held key aside and revokes it when its owner does not come', async () => {
    const portone = makePortone({ holdKeysForDays: 3 })
    const { shop, alice } = portone
    const { id } = await portone.open()
    await alice.request('POST', `/registrations/${id}/opened`, { body: {} })
    portone.knows = { status: 'paid', key: true }
    shop.clock.now += 2 * MINUTE
    await shop.billing.reconcile()
    shop.clock.now += 3 * DAY - MINUTE
    await shop.billing.reconcile()
    expect((await shop.ledger.find(id))?.state).toBe('held')
    shop.clock.now += 2 * MINUTE
    await shop.billing.reconcile()
    expect((await shop.ledger.find(id))?.state).toBe('expired')
    expect(await shop.ledger.paymentMethods('alice')).toMatchObject([{ state: 'revoked' }])
    expect(await types(shop, id)).toContain('key.surplus')
  })

  it('suspends a key that was found after somebody came back under another login', async () => {
    const portone = makePortone()
    const { shop, alice } = portone
    const { id, body } = await portone.open()
    await alice.request('POST', `/registrations/${id}/opened`, { body: {} })
    await shop.as('victim').comeBack(id, body.return)
    portone.knows = { status: 'paid', key: true }
    shop.clock.now += 2 * MINUTE
    expect((await shop.billing.reconcile()).settled).toMatchObject([{ to: 'suspended' }])
  })

  it('calls a key absent only after three looks, about 1 minute, 30 minutes and 24 hours after the last activity', async () => {
    const portone = makePortone()
    const { shop } = portone
    portone.knows = { status: 'ready', key: false }
    const { id, body } = await portone.open()
    const opened = shop.clock.now
    await portone.finish(id, body)
    const states: string[] = []
    for (const after of [MINUTE, 29 * MINUTE, 30 * MINUTE, DAY - MINUTE, DAY]) {
      shop.clock.now = opened + after
      await shop.billing.reconcile()
      states.push((await shop.ledger.find(id))?.state ?? '')
    }
    expect(states).toEqual(['uncertain', 'uncertain', 'uncertain', 'uncertain', 'declined'])
  })

  it('looks once, after a day, where nobody ever told that the window was opened', async () => {
    const portone = makePortone()
    const { shop } = portone
    const { id } = await portone.open()
    shop.clock.now += 23 * 60 * MINUTE
    expect((await shop.billing.reconcile()).looked).toBe(0)
    shop.clock.now += 60 * MINUTE
    portone.knows = { status: 'ready', key: false }
    expect((await shop.billing.reconcile()).settled).toMatchObject([{ id, to: 'expired' }])
    shop.clock.now += 30 * DAY
    expect((await shop.billing.reconcile()).looked).toBe(0)
  })

  it('still finds a key that the window made after it had reported a stop', async () => {
    const portone = makePortone()
    const { shop } = portone
    portone.knows = { status: 'ready', key: false }
    const { id, body } = await portone.open()
    const stopped = { return: { merchant_uid: body.return.merchant_uid, error_code: '2101' } }
    await portone.finish(id, stopped)
    shop.clock.now += 4000
    expect((await portone.finish(id, stopped)).view).toMatchObject({ state: 'cancelled' })
    portone.knows = { status: 'paid', key: true }
    shop.clock.now += 2 * MINUTE
    expect((await shop.billing.reconcile()).settled).toMatchObject([{ from: 'cancelled', to: 'issued' }])
  })

  it('learns nothing while the PG cannot be asked, and asks again five minutes later', async () => {
    const portone = makePortone({ fetch: () => Promise.reject(new TypeError('down')) })
    const { shop, alice } = portone
    const { id } = await portone.open()
    await alice.request('POST', `/registrations/${id}/opened`, { body: {} })
    shop.clock.now += 2 * MINUTE
    expect(await shop.billing.reconcile()).toMatchObject({ looked: 1, failed: [id], settled: [] })
    expect(await shop.billing.reconcile()).toMatchObject({ looked: 0 })
    shop.clock.now += 5 * MINUTE
    expect(await shop.billing.reconcile()).toMatchObject({ looked: 1, failed: [id] })
    expect((await shop.ledger.find(id))?.state).toBe('open')
  })
})

describe('a run', () => {
  it('is bounded, says so, and shares the work with the runs of other servers', async () => {
    const shop = makeShop()
    for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await shop.as(name).open()
    shop.clock.now += 31 * MINUTE
    expect(await shop.billing.reconcile({ limit: 2 })).toMatchObject({ looked: 2, more: true })
    const runs = await Promise.all([1, 2, 3].map(() => shop.billing.reconcile()))
    expect(runs.reduce((sum, { looked }) => sum + looked, 0)).toBe(4)
    expect(runs.every(({ more }) => !more)).toBe(true)
  })

  it('tells nothing secret', async () => {
    const portone = makePortone()
    const { id, body } = await portone.open()
    portone.knows = { status: 'ready', key: false }
    await portone.finish(id, body)
    portone.shop.clock.now += 2 * MINUTE
    const customerUid = String((await portone.shop.ledger.find(id))?.memo['customerUid'])
    const report = await portone.shop.billing.reconcile()
    const seen = [report, await (await portone.shop.billing.operator()).registration(id), portone.shop.logs]
    expect(customerUid.length).toBeGreaterThan(10)
    expect(JSON.stringify(seen)).not.toContain(customerUid)
  })
})
