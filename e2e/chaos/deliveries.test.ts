import { describe, expect, it } from 'vitest'
import { drawDelivery, spoiltBody } from './deliveries.ts'

describe('the delivery of a webhook', () => {
  const drawn = Array.from({ length: 400 }, (_, index) => drawDelivery(5, 'toss', index))

  it('depends on the seed, the PG and its number alone', () => {
    expect(drawDelivery(5, 'toss', 7)).toEqual(drawDelivery(5, 'toss', 7))
    expect(drawn).not.toEqual(drawn.map((_, index) => drawDelivery(6, 'toss', index)))
    expect(drawn).not.toEqual(drawn.map((_, index) => drawDelivery(5, 'portone-v1', index)))
  })

  it('is of every kind', () => {
    expect(new Set(drawn.map(({ how }) => how))).toEqual(new Set(['once', 'twice', 'never', 'spoilt']))
    expect(drawn.some(({ afterMs }) => afterMs <= 30)).toBe(true)
    expect(drawn.some(({ afterMs }) => afterMs >= 10_000)).toBe(true)
  })

  it('never leaves a spoilt body as it was', () => {
    const body = '{"eventType":"PAYMENT_STATUS_CHANGED"}'
    for (let pick = 0; pick < 5; pick += 1) expect(spoiltBody(body, pick)).not.toBe(body)
  })
})
