import { describe, expect, it } from 'vitest'
import { applyQuirks, drawQuirks } from './quirks.ts'
import { createRandom } from './random.ts'

describe('quirks', () => {
  it('are the same for the same seed and differ between seeds', () => {
    expect(drawQuirks(createRandom(5))).toEqual(drawQuirks(createRandom(5)))
    const drawn = Array.from({ length: 20 }, (_, seed) => JSON.stringify(drawQuirks(createRandom(seed))))
    expect(new Set(drawn).size).toBeGreaterThan(10)
  })

  it('draw both sides of every open question over many seeds', () => {
    const drawn = Array.from({ length: 60 }, (_, seed) => drawQuirks(createRandom(seed)))
    for (const name of ['returnMethod', 'orderIdInReturn', 'cardInfo', 'impUidInRedirect'] as const)
      expect(new Set(drawn.map((quirks) => quirks[name])).size).toBe(2)
  })

  it('can be fixed one by one', () => {
    const quirks = drawQuirks(createRandom(1))
    expect(applyQuirks(quirks, { returnMethod: 'POST', latency: [0, 5], cancelCode: 'STOP' })).toBeUndefined()
    expect(quirks).toMatchObject({ returnMethod: 'POST', latency: [0, 5], cancelCode: 'STOP' })
  })

  it.each([
    [{ colour: 'red' }, 'unknown quirk: colour'],
    [{ returnMethod: 'PUT' }, 'returnMethod must be one of GET, POST'],
    [{ latency: [5, 1] }, 'latency must'],
    [{ latency: 5 }, 'latency must'],
    [{ propagationMs: -1 }, 'propagationMs must'],
    [{ cancelCode: '' }, 'cancelCode must'],
    ['x', 'quirks must be a JSON object'],
  ])('refuse %j and change nothing', (change, reason) => {
    const quirks = drawQuirks(createRandom(1))
    const before = { ...quirks }
    expect(applyQuirks(quirks, change)).toContain(reason)
    expect(quirks).toEqual(before)
  })
})
