// A shop at one simulated PG, with one registered card: for tests that compare what the shop says with the PG's books.
import type { RegistrationView } from '@billing-register/contract'
import { createSimulator, type Quirks, type Simulator } from '@billing-register/simulator'
import type { ChargeInput } from '../src/payments/check.ts'
import { makeShop, type Shop } from '../src/testing/shop.ts'
import { walkWindow } from '../src/testing/simulated-windows.ts'
import type { Candidate } from './simulated-providers.ts'

/** The shop, its PG, and the order that it wants paid. */
export interface World {
  readonly shop: Shop
  readonly simulator: Simulator
  readonly provider: string
  readonly schedules: boolean
  /** The way from the shop to the PG: `refused` connections were never made, `lost` ones carried nothing back. */
  way: 'open' | 'refused' | 'lost'
  /** What its owner was told of the registration. */
  readonly view: RegistrationView
  readonly order: ChargeInput
  /** Time that has passed beside the real one, ms. */
  readonly later: (ms: number) => void
  readonly paid: () => number[]
}

/** Builds it. `plan`: `pro` is charged later, `now` with the registration. `quirks`: how the PG is, beside what the seed says. */
export async function makeWorld(
  { make }: Pick<Candidate, 'make'>,
  seed: number,
  plan = 'pro',
  quirks: Partial<Quirks> = {},
): Promise<World> {
  let offset = 0
  const clock = (): number => Date.now() + offset
  const simulator = createSimulator({ seed, clock, quirks: { latency: [0, 0], ...quirks } })
  const configured = await make(simulator, {})
  const http: typeof fetch = (input, init) => simulator.fetch(input, init)
  const way: Pick<World, 'way'> = { way: 'open' }
  const reach: typeof fetch = (input, init) => {
    if (way.way === 'open') return http(input, init)
    const code = way.way === 'refused' ? 'ECONNREFUSED' : 'ECONNRESET'
    return Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: { code } }))
  }
  const shop = makeShop({ providers: [configured], fetch: reach, clock })
  shop.plans.set('now', { name: 'Pro', amount: 9900, charge: 'now' })
  const alice = shop.as('alice')
  const { id, launch } = await alice.open(plan)
  const brought = await walkWindow(http, launch, 'approve')
  const completed = await alice.complete(id, { return: brought })
  const view: RegistrationView = await completed.json()
  const [method] = await shop.ledger.paymentMethods('alice')
  if (method?.state !== 'active') throw new Error('the card was not registered')
  return Object.assign(way, {
    shop,
    simulator,
    provider: launch.provider,
    schedules: configured.can.schedule === true,
    view,
    order: { paymentMethodId: method.id, orderId: 'order-1', orderName: 'Pro 1월분', amount: 9900 },
    later: (ms: number) => (offset += ms),
    paid: () => simulator.truth.payments.filter(({ state }) => state === 'paid').map(({ amount }) => amount),
  })
}

/** What the PG does with the next calls of an operation: see the simulator's faults. */
export async function fault(
  { simulator, provider }: World,
  operation: string,
  what: string,
  times = 1,
): Promise<void> {
  const body = JSON.stringify({ provider, operation, fault: what, times })
  const headers = { 'content-type': 'application/json' }
  const response = await simulator.fetch('https://pg.example/control/faults', {
    method: 'POST',
    headers,
    body,
  })
  if (!response.ok) throw new Error(`fault: ${response.status} ${await response.text()}`)
}
