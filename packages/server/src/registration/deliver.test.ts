// The merchant is told everything at least once, in order per registration; what they refuse holds up nothing else.
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { BillingNotice } from '../options.ts'
import { danalSuccess, makeShop } from '../testing/shop.ts'

const HOUR = 3_600_000
const success = (transactionId: string): object => ({ return: { code: 'SUCCESS', transactionId } })

describe('onEvent', () => {
  it('is told what happened to a registration, in its order, and of a card together with onIssued', async () => {
    const notices: BillingNotice[] = []
    const cards: string[] = []
    const shop = makeShop({
      onEvent: (notice) => void notices.push(notice),
      onIssued: ({ eventId }) => void cards.push(eventId),
    })
    const alice = shop.as('alice')
    const { id } = await alice.open()
    await shop.as('mallory').comeBack(id, { code: 'SUCCESS', transactionId: 'TX-0' })
    await alice.complete(id, success('TX-1'))
    expect(notices.map(({ type }) => type)).toEqual(['claim.quarantined', 'registration.issued'])
    expect(notices[1]).toMatchObject({
      registrationId: id,
      customer: { id: 'alice' },
      provider: 'danal',
      paymentMethod: { kind: 'card' },
    })
    expect(cards).toEqual([notices[1]?.eventId])
  })

  it('is told of declines and of what is not known, with a code that may be logged', async () => {
    const notices: BillingNotice[] = []
    const shop = makeShop({ onEvent: (notice) => void notices.push(notice) })
    const alice = shop.as('alice')
    shop.answer = () => Response.json({ code: '1104', message: 'secret of the PG' })
    await alice.complete((await alice.open()).id, success('TX-1'))
    shop.answer = () => Promise.reject(new TypeError('cut'))
    await alice.complete((await alice.open()).id, success('TX-2'))
    await shop.billing.reconcile()
    const told = notices.map(({ type, detail }) => [type, detail?.['code']])
    expect(told).toContainEqual(['registration.declined', 'return_refused'])
    expect(told).toContainEqual(['registration.uncertain', 'outcome_unknown'])
    expect(JSON.stringify(notices)).not.toContain('secret of the PG')
  })

  it('parks a registration whose event is refused again and again, calls the operator, and serves the others', async () => {
    const served: string[] = []
    let poisoned = ''
    const shop = makeShop({
      onEvent: ({ registrationId }) => {
        if (registrationId === poisoned) throw new Error('cannot')
        served.push(registrationId)
      },
    })
    const alice = shop.as('alice')
    poisoned = (await alice.open()).id
    await shop.as('mallory').comeBack(poisoned, { code: 'SUCCESS', transactionId: 'TX-0' })
    await alice.complete(poisoned, success('TX-1'))
    const other = await shop.as('bob').open()
    await shop.as('bob').complete(other.id, success('TX-2'))
    for (let tries = 0; tries < 12; tries += 1) {
      shop.clock.now += HOUR
      await shop.billing.reconcile()
    }
    expect(served).toEqual([other.id])
    const parked = (await shop.ledger.events(poisoned)).filter(({ type }) => type === 'delivery.parked')
    expect(parked).toMatchObject([{ by: 'server', detail: { type: 'claim.quarantined', error: 'Error' } }])
    expect(shop.logs).toContainEqual(expect.objectContaining({ level: 'error', event: 'delivery_parked' }))
    poisoned = ''
    shop.clock.now += HOUR
    await shop.billing.reconcile()
    expect(served).toHaveLength(3)
  })

  it('survives a restart: another server tells what this one could not', async () => {
    const first = makeShop({
      onEvent: () => {
        throw new Error('down')
      },
    })
    const { id } = await first.as('alice').open()
    await first.as('alice').complete(id, success('TX-1'))
    const told: string[] = []
    const second = makeShop({ ledger: first.ledger, onEvent: ({ type }) => void told.push(type) })
    second.clock.now += HOUR
    await second.billing.reconcile()
    expect(told).toEqual(['registration.issued'])
    await second.billing.reconcile()
    expect(told).toHaveLength(1)
  })

  it('is told once that a customer reached the hourly limit', async () => {
    const types: string[] = []
    const shop = makeShop({ attemptsPerHour: 1, onEvent: ({ type }) => void types.push(type) })
    const alice = shop.as('alice')
    const [first, second] = [await alice.open(), await alice.open()]
    await alice.complete(first.id, success('TX-1'))
    for (const _ of [1, 2]) expect((await alice.complete(second.id, success('TX-2'))).status).toBe(429)
    await shop.billing.reconcile()
    expect(types.filter((type) => type === 'attempts.limited')).toHaveLength(1)
  })

  it('leaves nothing in the outbox of a merchant who listens to nothing', async () => {
    const shop = makeShop()
    shop.answer = () => danalSuccess()
    const { id } = await shop.as('alice').open()
    await shop.as('alice').complete(id, success('TX-1'))
    await shop.billing.reconcile()
    expect((await shop.ledger.backlog(shop.clock.now)).undelivered.count).toBe(0)
  })
})

describe('onIssued that takes long', () => {
  afterEach(() => void vi.useRealTimers())

  it('keeps the customer waiting for three seconds and no longer, and is still told once', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const told: string[] = []
    let finish = (): void => {}
    const shop = makeShop({
      onIssued: ({ eventId }) => {
        told.push(eventId)
        return new Promise<void>((resolve) => (finish = resolve))
      },
    })
    const alice = shop.as('alice')
    const { id } = await alice.open()
    let answered: Response | undefined
    const done = alice.complete(id, success('TX-1')).then((response) => (answered = response))
    // Not polled: that would let the made time pass.
    while (told.length === 0) await new Promise((resolve) => void setImmediate(resolve))
    await vi.advanceTimersByTimeAsync(2_999)
    expect(answered).toBeUndefined()
    await vi.advanceTimersByTimeAsync(1)
    expect(await (await done).json()).toMatchObject({ state: 'issued' })
    finish()
    await shop.billing.drain()
    shop.clock.now += HOUR
    await shop.billing.reconcile()
    expect(told).toHaveLength(1)
  })
})
