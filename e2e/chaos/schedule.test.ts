import { describe, expect, it } from 'vitest'
import { drawFault, drawSchedule } from './schedule.ts'

describe('the schedule', () => {
  it('is the same for the same seed and another for another one', () => {
    expect(drawSchedule(5, 200, 'postgres')).toEqual(drawSchedule(5, 200, 'postgres'))
    expect(drawSchedule(5, 200, 'postgres')).not.toEqual(drawSchedule(6, 200, 'postgres'))
  })

  it('has every kind of customer, and strikes that are in order and within the run', () => {
    const { stories, strikes } = drawSchedule(1, 1000, 'postgres')
    const kinds = (name: 'provider' | 'plan' | 'end' | 'door' | 'beside' | 'completes'): number =>
      new Set(stories.map((story) => story[name])).size
    expect([kinds('provider'), kinds('plan'), kinds('end'), kinds('door'), kinds('beside')]).toEqual([
      4, 3, 3, 4, 3,
    ])
    expect(new Set(stories.flatMap(({ junk }) => junk)).size).toBe(4)
    expect(stories.some(({ backAfter }) => backAfter === 'end')).toBe(true)
    expect(new Set(strikes.map(({ target }) => target)).size).toBe(3)
    expect(strikes.map(({ story }) => story)).toEqual(
      strikes.map(({ story }) => story).toSorted((a, b) => a - b),
    )
    expect(strikes.at(-1)?.story).toBeLessThan(1000)
  })

  it('kills no database that has no process', () => {
    const { strikes } = drawSchedule(1, 1000, 'sqlite')
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
