import { describe, expect, it } from 'vitest'
import { drawFault, drawSchedule, type Schedule } from './schedule.ts'

const draw = (seed: number, size: number, ledger: 'sqlite' | 'postgres' = 'postgres'): Schedule =>
  drawSchedule({ seed, registrations: size, orders: size, ledger })

describe('the schedule', () => {
  it('is the same for the same seed and another for another one', () => {
    expect(draw(5, 200)).toEqual(draw(5, 200))
    expect(draw(5, 200)).not.toEqual(draw(6, 200))
  })

  it('has every kind of customer, and strikes that are in order and within the run', () => {
    const { stories, strikes } = draw(1, 1000)
    const kinds = (name: 'provider' | 'plan' | 'end' | 'door' | 'beside' | 'completes'): number =>
      new Set(stories.map((story) => story[name])).size
    expect([kinds('provider'), kinds('plan'), kinds('end'), kinds('door'), kinds('beside')]).toEqual([
      6, 3, 4, 4, 3,
    ])
    expect(new Set(stories.flatMap(({ junk }) => junk)).size).toBe(4)
    expect(stories.some(({ backAfter }) => backAfter === 'end')).toBe(true)
    const typings = stories.flatMap(({ typing }) => typing ?? [])
    expect(typings.length / stories.length).toBeCloseTo(0.22, 1)
    expect(new Set(typings.flatMap(({ mistakes }) => mistakes)).size).toBe(3)
    expect(new Set(typings.map(({ second, asks }) => `${second} ${asks}`)).size).toBe(6)
    expect(new Set(stories.map(({ provider, typing }) => `${provider} ${typing !== undefined}`)).size).toBe(8)
    expect(new Set(strikes.map(({ target }) => target)).size).toBe(3)
    for (const kind of ['story', 'deal']) {
      const order = strikes.filter(({ of }) => of === kind).map(({ index }) => index)
      expect(order.length).toBeGreaterThan(100)
      expect(order).toEqual(order.toSorted((a, b) => a - b))
      expect(order.at(-1)).toBeLessThan(1000)
    }
  })

  it('has every kind of deal, and the same customers however many there are', () => {
    const { deals, stories } = draw(1, 500)
    const kinds = (name: 'askers' | 'again' | 'otherAmount' | 'attempts' | 'revoke'): number =>
      new Set(deals.map((deal) => deal[name])).size
    expect([
      kinds('askers'),
      kinds('again'),
      kinds('otherAmount'),
      kinds('attempts'),
      kinds('revoke'),
    ]).toEqual([3, 3, 3, 3, 4])
    expect(new Set(deals.map(({ leaves }) => leaves)).size).toBe(2)
    expect(new Set(deals.map(({ cancels }) => cancels.length))).toEqual(new Set([0, 1, 2]))
    const fewer = drawSchedule({ seed: 1, registrations: 500, orders: 3, ledger: 'postgres' })
    expect(fewer.stories).toEqual(stories)
    expect(fewer.deals).toEqual(deals.slice(0, 3))
  })

  it('kills no database that has no process', () => {
    const { strikes } = draw(1, 1000, 'sqlite')
    expect(strikes.some(({ target }) => target === 'database')).toBe(false)
  })
})

describe('the fault of a call', () => {
  it('depends on the seed, the PG, the operation and its number alone', () => {
    expect(drawFault(3, 'danal', 'issue', 9)).toEqual(drawFault(3, 'danal', 'issue', 9))
    const faults = Array.from({ length: 2000 }, (_, index) => drawFault(3, 'danal', 'issue', index))
    const some = faults.filter((fault) => fault !== undefined)
    expect(new Set(some.map(({ fault }) => fault)).size).toBe(8)
    expect(some.length / faults.length).toBeCloseTo(0.22, 1)
  })
})
