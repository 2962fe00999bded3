// When the moon is full, and how it looks tonight: the shop sends its coffee by it. Pure.

const DAY_MS = 86_400_000
const J2000_JD = 2_440_587.5
const rad = (degrees: number): number => (degrees * Math.PI) / 180

/**
 * The full moon number `n` (0 is the first of the year 2000), ms since the epoch, right to a few minutes.
 * Series: J. Meeus, Astronomical Algorithms, chapter 49, its larger terms.
 */
function fullMoon(n: number): number {
  const k = n + 0.5
  const t = k / 1236.85
  const e = 1 - 0.002516 * t
  const sun = rad(2.5534 + 29.1053567 * k)
  const moon = rad(201.5643 + 385.81693528 * k)
  const node = rad(160.7108 + 390.67050284 * k)
  const shift =
    -0.40614 * Math.sin(moon) +
    0.17302 * e * Math.sin(sun) +
    0.01614 * Math.sin(2 * moon) +
    0.01043 * Math.sin(2 * node) +
    0.00734 * e * Math.sin(moon - sun) -
    0.00515 * e * Math.sin(moon + sun) +
    0.00209 * e * e * Math.sin(2 * sun)
  const julianDay = 2_451_550.09766 + 29.530588861 * k + 0.00015437 * t * t + shift
  return Math.round((julianDay - J2000_JD) * DAY_MS)
}

function nextNumber(now: number): number {
  let n = Math.floor((now / DAY_MS + J2000_JD - 2_451_550.1) / 29.530588861) - 2
  while (fullMoon(n) <= now) n += 1
  return n
}

/** The next full moon after `now`. Both in ms since the epoch. */
export function nextFullMoon(now: number): number {
  return fullMoon(nextNumber(now))
}

/** Where the moon stands: 0 new, 0.25 first quarter, 0.5 full, 0.75 last quarter. */
export function moonPhase(now: number): number {
  const n = nextNumber(now)
  const before = fullMoon(n - 1)
  return (0.5 + (now - before) / (fullMoon(n) - before)) % 1
}

const NAMES = [
  '그믐달',
  '초승달',
  '상현달',
  '차오르는 달',
  '보름달',
  '기우는 달',
  '하현달',
  '그믐달',
] as const

/** What Koreans call the moon in this phase. */
export function moonName(phase: number): string {
  return NAMES[Math.round(phase * 8) % 8] ?? NAMES[0]
}

/** SVG path of the lit part of a disc of radius 100 around the origin, as seen from Korea. */
export function litPath(phase: number): string {
  const bulge = Math.round(Math.abs(Math.cos(2 * Math.PI * phase)) * 10_000) / 100
  const waxing = phase < 0.5
  const crescent = phase < 0.25 || phase >= 0.75
  const edge = waxing ? 1 : 0
  const terminator = waxing === crescent ? 0 : 1
  return `M0-100A100 100 0 0 ${edge} 0 100A${bulge} 100 0 0 ${terminator} 0-100Z`
}
