import { describe, expect, it } from 'vitest'
import { flooded, misjudged, type WebhookEvidence } from './verdict-webhooks.ts'

const NOTHING: WebhookEvidence = { calls: [], webhooks: [], forged: [], floods: [] }

describe('webhooks that were misjudged', () => {
  it('are forged ones that were taken where a signature would have told, or where nobody sends any', () => {
    const forged = [
      { provider: 'portone-v2', status: 200 },
      { provider: 'danal', status: 204 },
      { provider: 'portone-v2', status: 401 },
      { provider: 'nobody', status: 404 },
      { provider: 'portone-v1', status: 200 },
      { provider: 'toss', status: 200 },
      { provider: 'portone-v2', status: 0 },
    ]
    expect(misjudged({ ...NOTHING, forged })).toEqual([
      'a forged webhook of portone-v2 was answered 200',
      'a forged webhook of danal was answered 204',
    ])
  })

  it('are genuine ones that were turned away although they came in time and whole', () => {
    const refused = { provider: 'portone-v2', how: 'once', status: 401, ageMs: 20 } as const
    expect(misjudged({ ...NOTHING, webhooks: [refused] })).toHaveLength(1)
    expect(
      misjudged({
        ...NOTHING,
        webhooks: [
          { ...refused, how: 'spoilt' },
          { ...refused, ageMs: 20_000 },
          { ...refused, status: 200 },
          { ...refused, status: 503 },
          { ...refused, how: 'never', status: 0 },
        ],
      }),
    ).toEqual([])
  })
})

describe('a flood', () => {
  const flood = { provider: 'toss', ref: 'ord_1', from: 10_000, to: 10_400 }
  const look = { server: 0, provider: 'toss', operation: 'lookup', order: 'ord_1', at: 10_100 }
  const looks = (count: number, change: object = {}): WebhookEvidence => ({
    ...NOTHING,
    floods: [flood],
    calls: Array.from({ length: count }, () => ({ ...look, ...change })),
  })

  it('may cost the PG a few looks at the order, and no more', () => {
    expect(flooded(looks(6))).toEqual([])
    expect(flooded(looks(7))).toEqual(['7 looks at toss for ord_1 in 400 ms'])
  })

  it('is not blamed for looks before and after, at other orders, and at other PGs', () => {
    for (const change of [{ at: 9000 }, { at: 13_000 }, { order: 'ord_2' }, { provider: 'portone-v1' }])
      expect(flooded(looks(30, change))).toEqual([])
  })

  it('costs nothing where it can be known as forged', () => {
    const ofV2 = { ...looks(3, { provider: 'portone-v2' }), floods: [{ ...flood, provider: 'portone-v2' }] }
    expect(flooded(ofV2)).toHaveLength(1)
  })
})
