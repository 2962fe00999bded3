import { describe, expect, it } from 'vitest'
import { litPath, moonName, moonPhase, nextFullMoon } from './moon.ts'

const iso = (time: number): string => new Date(time).toISOString().slice(0, 13)

describe('the moon', () => {
  it('is full when the almanac says so', () => {
    expect(iso(nextFullMoon(Date.parse('2026-11-10T00:00Z')))).toBe('2026-11-24T14')
    expect(iso(nextFullMoon(Date.parse('2026-12-01T00:00Z')))).toBe('2026-12-24T01')
    expect(iso(nextFullMoon(Date.parse('2026-05-20T00:00Z')))).toBe('2026-05-31T08')
  })

  it('is full half way through its phases', () => {
    expect(moonPhase(nextFullMoon(Date.parse('2026-11-10T00:00Z')) - 1)).toBeCloseTo(0.5, 3)
  })

  it('has a Korean name for every phase', () => {
    expect([0, 0.12, 0.25, 0.5, 0.75, 0.99].map(moonName)).toEqual([
      '그믐달',
      '초승달',
      '상현달',
      '보름달',
      '하현달',
      '그믐달',
    ])
  })

  it('is lit on the right while it grows and on the left while it shrinks', () => {
    expect(litPath(0.1)).toContain('A100 100 0 0 1 0 100')
    expect(litPath(0.9)).toContain('A100 100 0 0 0 0 100')
  })
})
