// What becomes of one webhook on its way to the merchant, drawn from the seed: late, twice, spoilt, or never.
import { chanceOf } from './schedule.ts'
import { LEASE_MS } from './world-time.ts'

/** How a webhook is carried. `afterMs`: how long after it was sent it arrives; a second copy comes `againAfterMs` after that. */
export interface Delivery {
  readonly how: 'once' | 'twice' | 'never' | 'spoilt'
  readonly afterMs: number
  readonly againAfterMs: number
  /** Chooses what a spoilt one comes to. */
  readonly pick: number
}

/** As it should be. */
export const AT_ONCE: Delivery = { how: 'once', afterMs: 0, againAfterMs: 0, pick: 0 }

/** The delivery of the `index`-th webhook of a PG, however many others there are. */
export function drawDelivery(seed: number, provider: string, index: number): Delivery {
  const random = chanceOf(`${seed} webhook ${provider} ${index}`)
  const how = random.pick<Delivery['how']>([
    'once',
    'once',
    'once',
    'once',
    'twice',
    'twice',
    'never',
    'never',
    'spoilt',
  ])
  // Beside the call that it tells of, after its page has come back, when its lease is over, and when it is no news any more.
  const [from, to] = random.pick([
    [0, 30],
    [0, 30],
    [200, 1500],
    [LEASE_MS, LEASE_MS * 1.5],
    [10_000, 30_000],
  ]) as [number, number]
  return {
    how,
    afterMs: random.int(Math.round(from), Math.round(to)),
    againAfterMs: random.pick([0, 0, 400, LEASE_MS]),
    pick: random.int(0, 1000),
  }
}

/** A body as a proxy on the way might leave it. */
export function spoiltBody(body: string, pick: number): string {
  const half = body.slice(0, Math.floor(body.length / 2))
  return [half, '', '[]', '<html></html>', body.replaceAll(/"([\w-]{8,})"/g, '7')][pick % 5] ?? half
}
