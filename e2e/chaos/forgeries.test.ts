import { describe, expect, it } from 'vitest'
import { createRandom } from '../../packages/simulator/src/random.ts'
import { drawForgeries, requestOf, type Forgery } from './forgeries.ts'

describe('forged webhooks', () => {
  const drawn = drawForgeries(createRandom(3), 500)

  it('are of every kind', () => {
    const kinds = (name: 'to' | 'what' | 'says' | 'signature' | 'times'): number =>
      new Set(drawn.map((one) => one[name])).size
    expect([kinds('to'), kinds('what'), kinds('says'), kinds('signature'), kinds('times')]).toEqual([
      5, 3, 3, 3, 2,
    ])
  })

  it.each(['portone-v1', 'portone-v2', 'toss'] as const)('name a known order of %s', (to) => {
    const [any] = drawn as [Forgery]
    for (const form of [true, false])
      expect(requestOf({ ...any, to, what: 'order', form }, 'ord_1', 'store').body).toContain('ord_1')
    expect(requestOf({ ...any, to, what: 'junk' }, 'ord_1', 'store').body).not.toContain('ord_1')
  })
})
