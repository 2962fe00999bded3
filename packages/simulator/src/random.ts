// Seeded randomness: whatever the PG documents leave open, and every id, is drawn from here.

export interface Random {
  /** A float in [0, 1). */
  next(): number
  /** An integer in [min, max]. */
  int(min: number, max: number): number
  pick<T>(items: readonly [T, ...T[]]): T
  /** `length` decimal digits. */
  digits(length: number): string
  /** `length` characters of a-z and 0-9. */
  text(length: number): string
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** A seed for a run that asked for none. */
export function freshSeed(): number {
  const [seed = 1] = crypto.getRandomValues(new Uint32Array(1))
  return seed
}

/** A small generator (mulberry32): the same seed gives the same run. Not for secrets. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1))
  return {
    next,
    int,
    pick: (items) => items[int(0, items.length - 1)] ?? items[0],
    digits: (length) => Array.from({ length }, () => int(0, 9)).join(''),
    text: (length) => Array.from({ length }, () => ALPHABET.charAt(int(0, ALPHABET.length - 1))).join(''),
  }
}
