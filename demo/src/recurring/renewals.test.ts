import { startPostgres, type TestPostgres } from '../../../packages/ledger-sql/src/testing/postgres.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dueAt, koreanDate } from './due-day.ts'
import type { Charged, Renewal } from './next-step.ts'
import { startRenewals, type MonthlyOrder, type RenewalShop, type Renewals } from './renewals.ts'

const START = '2027-01-31'

/** A shop whose days pass as soon as nothing is left to do on them. */
interface FastShop extends RenewalShop {
  readonly orders: string[]
  /** Each charge as it was told: day, month, try, outcome. */
  readonly story: string[]
  /** Resolves when the subscription has ended or was paused. */
  readonly ended: Promise<void>
}

function fastShop(outcomes: Readonly<Record<string, Charged>>, lastPeriod: number): FastShop {
  let now = dueAt(START, 0)
  let end = (): void => undefined
  const ended = new Promise<void>((resolve) => (end = resolve))
  const orders: string[] = []
  const story: string[] = []
  let active = true
  let today = now
  return {
    orders,
    story,
    ended,
    subscription: async () =>
      active ? { customerId: 'alice', start: START, orderName: 'Pro', amount: 9900 } : undefined,
    charge: async ({ orderId, attempt }: MonthlyOrder) => {
      orders.push(`${orderId}/${attempt}`)
      today = now
      return outcomes[`${orderId}/${attempt}`] ?? 'paid'
    },
    told: ({ period, attempt }: Renewal, charged, next) => {
      story.push(`${koreanDate(today)} ${period}/${attempt} ${charged}`)
      if (next.kind === 'renew' && next.renewal.period <= lastPeriod) return
      active = false
      end()
    },
    now: () => now,
    startAt: (due) => {
      now = due
      return new Date()
    },
  }
}

describe('recurring charges', () => {
  let postgres: TestPostgres
  beforeAll(async () => {
    postgres = await startPostgres()
  }, 60_000)
  afterAll(() => postgres.stop(), 60_000)

  const running = async (shop: RenewalShop): Promise<Renewals> =>
    startRenewals(await postgres.createDatabase(), shop)

  it('follow the calendar from 31 January, and try a refused month again over days', async () => {
    const shop = fastShop({ 'sub1-1/1': 'declined', 'sub1-1/2': 'declined' }, 2)
    const renewals = await running(shop)
    await renewals.begin('sub1', dueAt(START, 0))
    await shop.ended
    await renewals.stop()
    expect(shop.story).toEqual([
      '2027-01-31 0/1 paid',
      '2027-02-28 1/1 declined',
      '2027-03-01 1/2 declined',
      '2027-03-04 1/3 paid',
      '2027-03-31 2/1 paid',
    ])
  }, 60_000)

  it('never make another try while the outcome of one is unknown', async () => {
    const shop = fastShop({}, 1)
    let answers = 0
    const unsure: RenewalShop = {
      ...shop,
      charge: async (order) => {
        const known = await shop.charge(order)
        answers += 1
        return answers < 3 ? 'uncertain' : known
      },
    }
    const renewals = await running(unsure)
    await renewals.begin('sub1', dueAt(START, 0))
    await shop.ended
    await renewals.stop()
    expect(shop.orders).toEqual(['sub1-0/1', 'sub1-0/1', 'sub1-0/1', 'sub1-1/1'])
  }, 60_000)

  it('repeat a job that broke off after its charge with the same order, and queue what follows once', async () => {
    const shop = fastShop({}, 99)
    const orders = (period: number): string[] => shop.orders.filter((order) => order === `sub1-${period}/1`)
    let broken = false
    const fragile: RenewalShop = {
      ...shop,
      // It goes on until the job that broke off has come again.
      subscription: async (id) =>
        orders(0).length < 2 || orders(2).length === 0 ? shop.subscription(id) : undefined,
      told: async (...news) => {
        if (broken) return shop.told(...news)
        broken = true
        throw new Error('the shop went away')
      },
    }
    const renewals = await running(fragile)
    await renewals.begin('sub1', dueAt(START, 0))
    await renewals.begin('sub1', dueAt(START, 0))
    await expect.poll(() => orders(0).length * orders(2).length, { timeout: 30_000 }).toBe(2)
    await renewals.stop()
    expect(orders(1)).toHaveLength(1)
  }, 60_000)

  it('pause after the last refusal, and charge nothing more', async () => {
    const tries = [1, 2, 3, 4].map((attempt) => [`sub1-0/${attempt}`, 'declined'] as const)
    const shop = fastShop(Object.fromEntries(tries), 9)
    const renewals = await running(shop)
    await renewals.begin('sub1', dueAt(START, 0))
    await shop.ended
    await renewals.stop()
    expect(shop.orders).toEqual(['sub1-0/1', 'sub1-0/2', 'sub1-0/3', 'sub1-0/4'])
  }, 60_000)
})
