import { expect, it } from 'vitest'
import { TRIES, waitAfter } from './patience.ts'

it('tries soon at first, then every two seconds, for about half a minute', () => {
  const waits = Array.from({ length: TRIES }, (_, made) => waitAfter(made))
  expect(waits.slice(0, 3)).toEqual([200, 280, 392])
  expect(waits.at(-1)).toBe(2000)
  const all = waits.reduce((sum, ms) => sum + ms, 0)
  expect(all).toBeGreaterThan(30_000)
  expect(all).toBeLessThan(45_000)
})
