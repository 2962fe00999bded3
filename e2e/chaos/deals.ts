// What the merchant does with the cards that customers have registered, drawn from the seed before the run begins.
import type { Random } from '../../packages/simulator/src/random.ts'

/** One order, from its charge to its refund, and sometimes to the end of its card. */
export interface Deal {
  readonly index: number
  /** Chooses the card among those that are registered by then. */
  readonly pick: number
  /** KRW. */
  readonly amount: number
  /** Servers that are asked to charge it at once, and how often it is asked for again afterwards. */
  readonly askers: 1 | 2 | 3
  readonly again: 0 | 1 | 2
  /** The clerk asks once and never again for what is not certain, answered or not: it is left to the server. */
  readonly leaves: boolean
  /** The same order is also asked for with another amount: beside the charge, or after it. It must be refused. */
  readonly otherAmount: 'never' | 'meanwhile' | 'afterwards'
  /** Most attempts, each after the one before was declined. */
  readonly attempts: 1 | 2 | 3
  /** In this order, once it is paid. */
  readonly cancels: readonly Cancel[]
  /** Whether its card is revoked: before it is charged, beside the charge, or at the end. */
  readonly revoke: 'never' | 'before' | 'meanwhile' | 'afterwards'
  /** How long the merchant's clerk does something else between two steps, ms. */
  readonly pauseMs: number
}

/** One cancellation. `share`: how much of the order, `rest`: whatever is left. */
export interface Cancel {
  readonly id: string
  readonly share: number | 'rest'
  readonly askers: 1 | 2
  /** It is asked for again afterwards. */
  readonly again: boolean
}

/** Draws the merchant's deals. */
export function drawDeals(random: Random, deals: number): Deal[] {
  return Array.from({ length: deals }, (_, index) => drawDeal(random, index))
}

function drawDeal(random: Random, index: number): Deal {
  return {
    index,
    pick: random.int(0, 1_000_000_000),
    amount: random.int(10, 500) * 100,
    askers: random.pick([1, 1, 1, 2, 2, 3]),
    again: random.pick([0, 0, 1, 1, 2]),
    leaves: random.next() < 0.35,
    otherAmount: random.pick(['never', 'never', 'never', 'never', 'meanwhile', 'afterwards']),
    attempts: random.pick([1, 2, 2, 3]),
    cancels: drawCancels(random),
    revoke: drawRevoke(random),
    pauseMs: random.next() < 0.8 ? random.int(0, 100) : random.int(500, 4000),
  }
}

function drawCancels(random: Random): readonly Cancel[] {
  const kind = random.next()
  if (kind < 0.3) return []
  const one = (id: string, share: Cancel['share']): Cancel => ({
    id,
    share,
    askers: random.pick([1, 1, 2]),
    again: random.next() < 0.4,
  })
  if (kind < 0.6) return [one('all', 'rest')]
  const first = one('part-1', random.pick([0.1, 0.25, 0.5]))
  if (kind < 0.8) return [first]
  return [first, one('part-2', random.pick([0.1, 0.25, 'rest']))]
}

function drawRevoke(random: Random): Deal['revoke'] {
  if (random.next() >= 0.07) return 'never'
  return random.pick(['before', 'meanwhile', 'meanwhile', 'afterwards', 'afterwards'])
}
