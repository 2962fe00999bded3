// The shop's clock: the real time plus what a test has added.

/** Ms since the epoch, and a way to let time pass. */
export interface ShopClock {
  readonly now: () => number
  readonly advance: (ms: number) => void
  readonly reset: () => void
}

export function createShopClock(real: () => number = Date.now): ShopClock {
  let offset = 0
  return {
    now: () => real() + offset,
    advance: (ms) => void (offset += ms),
    reset: () => void (offset = 0),
  }
}
