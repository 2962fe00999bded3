import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startPostgres, type TestPostgres } from '../../../packages/ledger-sql/src/testing/postgres.ts'
import { openCoffeeShop, type Told } from './coffee-shop.ts'
import { dueAt, koreanDate } from './due-day.ts'
import { startRenewals } from './renewals.ts'

const START = '2027-01-31'

describe('a subscription of a real shop, with a ledger and jobs in one Postgres', () => {
  let postgres: TestPostgres
  beforeAll(async () => {
    postgres = await startPostgres()
  }, 60_000)
  afterAll(() => postgres.stop(), 60_000)

  it('is paid once a month, although a card is refused, changed, and changed again', async () => {
    const database = await postgres.createDatabase()
    const story: string[] = []
    const shop = openCoffeeShop({
      database,
      subscription: { customerId: 'alice', start: START, orderName: 'Pro', amount: 9900 },
      months: 3,
      dayMs: 0,
      async told({ at, renewal, charged }: Told) {
        story.push(`${koreanDate(at)} ${charged}`)
        if (renewal.period === 0) await shop.register('refused-later')
        if (renewal.period === 1 && renewal.attempt === 2) await shop.register('good')
      },
    })
    await shop.register('good')
    const renewals = await startRenewals(database, shop)
    await renewals.begin('sub1', dueAt(START, 0))
    await shop.ended
    await renewals.stop()
    const { simulator } = shop
    await shop.close()
    const truth = await (await simulator.fetch(new Request('http://pg.test/control/ledger'))).json()
    const states = truth.payments.map(({ state }: { state: string }) => state)
    expect(states).toEqual(['paid', 'failed', 'failed', 'paid', 'paid'])
    expect(truth.keys.map(({ revoked }: { revoked: boolean }) => revoked)).toEqual([true, true, false])
    expect(story.map((line) => line.split(' ')[1])).toEqual(['paid', 'declined', 'declined', 'paid', 'paid'])
  }, 60_000)
})

describe('a month whose charge is not known, when the customer has another card by now', () => {
  const folder = mkdtempSync(join(tmpdir(), 'recurring-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('is asked for with the card that it was begun with, and paid once', async () => {
    const subscription = { customerId: 'alice', start: START, orderName: 'Pro', amount: 9900 }
    const shop = openCoffeeShop({
      database: `file:${join(folder, 'shop.db')}`,
      subscription,
      months: 1,
      dayMs: 0,
      told: () => undefined,
    })
    const { simulator } = shop
    await shop.register('good')
    const fault = { provider: 'toss', operation: '*', fault: 'drop-response', times: 1 }
    const body = JSON.stringify(fault)
    await simulator.fetch(new Request('http://pg.test/control/faults', { method: 'POST', body }))
    const order = { orderId: 'sub1-0', attempt: 1, subscription }
    expect(await shop.charge(order)).toBe('uncertain')
    await shop.register('good')
    await expect.poll(() => shop.charge(order), { timeout: 10_000 }).toBe('paid')
    await shop.register('good')
    expect(await shop.charge(order)).toBe('paid')
    await shop.close()
    expect(simulator.truth.payments.map(({ state }) => state)).toEqual(['paid'])
  }, 30_000)
})
