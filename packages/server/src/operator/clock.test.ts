// Our clock beside the PGs': measured from their answers to the harmless calls of the check-up.
import { describe, expect, it } from 'vitest'
import { makeShop } from '../testing/shop.ts'
import type { Shop } from '../testing/shop.ts'

const NOW = Date.UTC(2026, 0, 10)
const MINUTE = 60_000

/** A shop whose PG answers at `pgTime`, after `ms`; an answer without a date when that is undefined. */
function shopBeside(pgTime: number | undefined, ms = 0): Shop {
  const shop: Shop = makeShop({
    fetch: async () => {
      shop.clock.now += ms
      const headers = pgTime === undefined ? {} : { date: new Date(pgTime).toUTCString() }
      return new Response('', { headers })
    },
  })
  shop.clock.now = NOW
  return shop
}

const aheadOf = async (shop: Shop): Promise<number | undefined> =>
  (await (await shop.billing.operator()).checkUp()).clockAheadMs

describe('the clock', () => {
  it.each([
    ['that is right', NOW, 0],
    ['that is ahead', NOW - 7 * MINUTE, 7 * MINUTE],
    ['that is behind', NOW + 7 * MINUTE, -7 * MINUTE],
  ])('%s is told as such', async (_what, pgTime, ahead) => {
    expect(await aheadOf(shopBeside(pgTime))).toBe(ahead)
  })

  it('is not blamed for the time that the call took, nor for the second that a date leaves out', async () => {
    expect(await aheadOf(shopBeside(NOW + 4000, 9000))).toBe(0)
    expect(await aheadOf(shopBeside(NOW + 900))).toBe(0)
  })

  it('is unknown where no PG tells the time', async () => {
    expect(await aheadOf(shopBeside(undefined))).toBeUndefined()
  })

  it('is unknown where no PG can be reached', async () => {
    const shop = makeShop({ fetch: () => Promise.reject(new TypeError('cut')) })
    expect(await aheadOf(shop)).toBeUndefined()
  })
})
