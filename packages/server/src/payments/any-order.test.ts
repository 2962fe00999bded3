// Payments under any order of charges, cancellations, revocations, crashes and reconciliations keep what is promised.
import * as fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { isBillingError } from '@billing-register/contract'
import { memoryLedger } from '../ledger/memory.ts'
import { dyingServer, type Cut } from '../testing/crash.ts'
import { bankProvider, makeBank, makePayShop, plantCard, type Bank, type Mood } from '../testing/pay-shop.ts'
import type { Ledger } from '../ledger/ledger.ts'

vi.setConfig({ testTimeout: 120_000 })

const SECOND = 1000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE
const AMOUNT = 9900
const ORDERS = ['order-a', 'order-b'] as const

type Deed =
  | {
      readonly do: 'charge'
      readonly order: string
      readonly attempt: number | undefined
      readonly cut?: Cut
    }
  | { readonly do: 'cancel'; readonly order: string; readonly amount: number | undefined; readonly cut?: Cut }
  | { readonly do: 'revoke'; readonly cut?: Cut }
  | { readonly do: 'reconcile'; readonly cut?: Cut }
  | { readonly do: 'wait'; readonly ms: number }
  /** From now on the PG takes calls like this. */
  | { readonly do: 'mood'; readonly mood: Mood }

const cut = fc.option(
  fc.record({ at: fc.integer({ min: 1, max: 12 }), when: fc.constantFrom('before', 'after') }),
  { nil: undefined },
)
const withCut = <T extends object>(deed: fc.Arbitrary<T>): fc.Arbitrary<T & { cut?: Cut }> =>
  fc.tuple(deed, cut).map(([one, where]) => (where ? Object.assign(one, { cut: where }) : one))

const order = fc.constantFrom(...ORDERS)
const deed: fc.Arbitrary<Deed> = fc.oneof(
  withCut(
    fc.record({
      do: fc.constant('charge'),
      order,
      attempt: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    }),
  ),
  withCut(
    fc.record({
      do: fc.constant('cancel'),
      order,
      amount: fc.option(fc.constantFrom(900, 5000, 9000), { nil: undefined }),
    }),
  ),
  withCut(fc.record({ do: fc.constant('reconcile') })),
  withCut(fc.record({ do: fc.constant('revoke') })),
  fc.record({
    do: fc.constant('wait'),
    ms: fc.constantFrom(2 * SECOND, 2 * MINUTE, 31 * MINUTE, DAY),
  }),
  fc.record({
    do: fc.constant('mood'),
    mood: fc.constantFrom<Mood[]>('well', 'well', 'decline', 'lose-answer', 'lose-request', 'nonsense'),
  }),
)

interface World {
  readonly ledger: Ledger
  readonly bank: Bank
  readonly paymentMethodId: string
  now: number
}

async function perform(world: World, one: Deed): Promise<void> {
  if (one.do === 'wait') return void (world.now += one.ms)
  if (one.do === 'mood') return void (world.bank.mood = one.mood)
  const { at, when } = one.cut ?? { at: Infinity, when: 'before' }
  const dying = dyingServer(world.ledger, { at, when })
  world.bank.onTheWay = dying.turn
  const { shop } = makePayShop({ ledger: dying.ledger, providers: [bankProvider(world.bank)] })
  shop.clock.now = world.now
  const { billing } = shop
  const { paymentMethodId } = world
  const work = async (): Promise<unknown> => {
    switch (one.do) {
      case 'charge': {
        const { order: orderId, attempt } = one
        const asked = { paymentMethodId, orderId, orderName: orderId, amount: AMOUNT }
        return billing.charge(attempt === undefined ? asked : { ...asked, attempt })
      }
      case 'cancel': {
        const { order: orderId, amount } = one
        const asked = { orderId, reason: 'r' }
        return billing.cancelPayment(
          amount === undefined ? asked : { ...asked, amount, cancelId: `part-${amount}` },
        )
      }
      case 'revoke':
        return billing.revoke({ paymentMethodId })
      case 'reconcile':
        return billing.reconcile()
    }
  }
  const done = work().catch((error: unknown) => {
    if (!isBillingError(error)) throw error
  })
  await Promise.race([dying.died, done])
}

/** Money that has moved for an order by the bank's books, and how much of it went back. */
function moved({ bank }: World, name: string): { charged: number; back: number } {
  const all = [...bank.orders.values()].filter((one) => one.name === name)
  const sum = (of: (one: (typeof all)[number]) => number): number =>
    all.reduce((total, one) => total + of(one), 0)
  return { charged: sum(({ amount }) => amount), back: sum(({ cancelled }) => cancelled) }
}

async function check(world: World): Promise<void> {
  for (const name of ORDERS) {
    const { charged, back } = moved(world, name)
    expect(charged).toBeLessThanOrEqual(AMOUNT)
    expect(back).toBeLessThanOrEqual(charged)
    const payment = await world.ledger.charges.paymentOfOrder(name)
    // What is called paid was paid.
    if (payment?.state === 'paid' || payment?.state === 'cancelled') expect(charged).toBe(AMOUNT)
  }
}

// The log of events tells every state of a payment, of its cancellations and of the card, one after the other.
async function checkLog({ ledger, paymentMethodId }: World): Promise<void> {
  const method = await ledger.charges.method(paymentMethodId)
  const states = new Map<string, string | undefined>([['method', 'active']])
  const about = (type: string, detail: Readonly<Record<string, string>> = {}): string =>
    type.startsWith('method.') ? 'method' : `${detail['orderId']} ${detail['cancelId'] ?? ''}`
  for (const { type, from, to, detail } of await ledger.events(method?.registrationId ?? '')) {
    if (to === undefined || type.startsWith('registration.')) continue
    expect(from).toBe(states.get(about(type, detail)))
    states.set(about(type, detail), to)
  }
  expect(method?.state).toBe(states.get('method'))
  for (const orderId of ORDERS) {
    const payment = await ledger.charges.paymentOfOrder(orderId)
    for (const { id, state } of payment?.cancellations ?? [])
      expect(states.get(`${orderId} ${id}`)).toBe(state)
    // The last of the money that went back ends the payment, and is told as that.
    const told = states.get(`${orderId} `)
    if (payment?.state !== 'cancelled') expect(payment?.state).toBe(told)
  }
}

async function live(deeds: readonly Deed[]): Promise<void> {
  const ledger = memoryLedger()
  const bank = makeBank()
  const paymentMethodId = await plantCard(ledger)
  const world: World = { ledger, bank, paymentMethodId, now: Date.UTC(2026, 0, 1) }
  for (const one of deeds) {
    await perform(world, one)
    await check(world)
    await checkLog(world)
  }
  // Whatever happened: once the PG is well, the leases are over and somebody looked, everything is known.
  bank.mood = 'well'
  for (const ms of [10 * MINUTE, 31 * MINUTE, DAY, DAY, DAY]) {
    world.now += ms
    await perform(world, { do: 'reconcile' })
  }
  await check(world)
  await checkLog(world)
  for (const name of ORDERS) {
    const payment = await ledger.charges.paymentOfOrder(name)
    const { charged, back } = moved(world, name)
    if (!payment) expect(charged).toBe(0)
    else {
      expect(payment.state).toBe(charged === 0 ? 'declined' : back === AMOUNT ? 'cancelled' : 'paid')
      const said = payment.cancellations.filter(({ state }) => state === 'cancelled')
      expect(said.reduce((total, { amount }) => total + amount, 0)).toBe(back)
      expect(payment.lookAt).toBeUndefined()
    }
  }
  const method = await ledger.charges.method(paymentMethodId)
  expect(method?.state).toMatch(/^(active|revoked)$/)
  const firstRevoke = bank.calls.indexOf('revoke')
  if (firstRevoke >= 0) expect(bank.calls.slice(firstRevoke)).not.toContain('charge')
}

it('payments keep what is promised under any order of deeds, answers and crashes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 20 }), async (deeds) => live(deeds)),
    { numRuns: 400 },
  )
})
