// A shop with one subscriber: it registers cards in simulated windows, and charges them month by month.
import { randomBytes } from 'node:crypto'
import {
  createRegistrationResponse,
  offerResponse,
  registrationView,
} from '@billing-register/contract/schema'
import { sqlLedger } from '@billing-register/ledger-sql'
import { BillingError, createBilling, toss, type Billing } from '@billing-register/server'
import { walkWindow } from '@billing-register/server/testing'
import { createSimulator, SIMULATOR_CREDENTIALS, type Simulator } from '@billing-register/simulator'
import { dueAt } from './due-day.ts'
import type { Charged, NextStep, Renewal } from './next-step.ts'
import type { MonthlyOrder, RenewalShop, Subscription } from './renewals.ts'

const ORIGIN = 'http://localhost:4173'
const CUSTOMER = 'alice'

/** A renewal as it went. `at`: ms since the epoch, in the shop's days. */
export interface Told {
  readonly at: number
  readonly renewal: Renewal
  readonly charged: Charged
  readonly next: NextStep
}

/** What makes a shop. */
export interface CoffeeShopOptions {
  /** Its Postgres: the ledger is in the same database as the jobs. */
  readonly database: string
  readonly subscription: Subscription
  /** Months until the subscriber leaves. */
  readonly months: number
  readonly told: (news: Told) => Promise<void> | void
  /** Real ms for each of the shop's days. */
  readonly dayMs: number
}

/** The shop, open. */
export interface CoffeeShop extends RenewalShop {
  readonly simulator: Simulator
  /** Registers a card and makes it the one that is charged; the card before is revoked. */
  register(card: 'good' | 'refused-later'): Promise<void>
  /** Resolves when the subscriber has left, or the subscription was paused. */
  readonly ended: Promise<void>
  close(): Promise<void>
}

/** Opens the shop on the first day of the subscription. */
export function openCoffeeShop(options: CoffeeShopOptions): CoffeeShop {
  const { subscription, months, dayMs } = options
  const simulator = createSimulator({ quirks: { latency: [0, 0] } })
  const ledger = sqlLedger(options.database)
  const billing = shopBilling(simulator, ledger, subscription)
  let today = dueAt(subscription.start, 0)
  let active = true
  let end = (): void => undefined
  const ended = new Promise<void>((resolve) => (end = resolve))
  return {
    simulator,
    ended,
    subscription: async () => (active ? subscription : undefined),
    charge: (order) => charge(billing, order),
    async told(renewal, charged, next) {
      await options.told({ at: today, renewal, charged, next })
      if (next.kind === 'renew' && next.renewal.period < months) return
      active = false
      end()
    },
    now: () => today,
    startAt(due) {
      const days = (due - today) / 86_400_000
      today = Math.max(today, due)
      return new Date(Date.now() + Math.max(0, days) * dayMs)
    },
    register: (card) => register(billing, simulator, card),
    async close() {
      await billing.drain()
      await ledger.close()
    },
  }
}

function shopBilling(
  simulator: Simulator,
  ledger: ReturnType<typeof sqlLedger>,
  { orderName, amount }: Subscription,
): Billing {
  return createBilling({
    publicUrl: `${ORIGIN}/billing`,
    providers: [
      toss({
        ...SIMULATOR_CREDENTIALS.toss,
        apiBase: 'https://pg.test/toss',
        sdkUrl: 'https://pg.test/toss/v2/standard',
      }),
    ],
    ledger,
    sealingKeys: `k1:${randomBytes(32).toString('base64')}`,
    identify: () => ({ id: CUSTOMER }),
    order: () => ({ name: orderName, amount, cycle: 'month' }),
    log: () => undefined,
    fetch: (input, init) => simulator.fetch(new Request(input, init)),
  })
}

/**
 * Charges the card that is the customer's default on the day, which may be another one than last month. A try that was
 * begun already is asked for with the card that it was begun with, even if that one is gone by now.
 */
async function charge(billing: Billing, { orderId, attempt, subscription }: MonthlyOrder): Promise<Charged> {
  const { customerId, orderName, amount } = subscription
  const begun = await billing.payment({ orderId })
  const paymentMethodId =
    begun && begun.attempt >= attempt
      ? begun.paymentMethodId
      : (await billing.paymentMethods(customerId)).at(0)?.id
  if (paymentMethodId === undefined) return 'impossible'
  try {
    const order = { orderId, orderName, amount, attempt, customer: customerId }
    const { state } = await billing.charge({ paymentMethodId, ...order })
    return state === 'paid' || state === 'declined' ? state : 'uncertain'
  } catch (error) {
    // The card went away between the two calls: the next run of this job finds the new one.
    if (error instanceof BillingError && error.code === 'payment_method_revoked') return 'uncertain'
    throw error
  }
}

async function register(
  billing: Billing,
  simulator: Simulator,
  card: 'good' | 'refused-later',
): Promise<void> {
  const before = await billing.paymentMethods(CUSTOMER)
  const ask = (method: string, path: string, body?: object): Promise<Response> => {
    const headers = { origin: ORIGIN, 'content-type': 'application/json' }
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) }
    return billing.fetch(new Request(`${ORIGIN}/billing${path}`, init))
  }
  const { offer } = offerResponse.parse(await (await ask('GET', '/offer')).json())
  const opened = { offer, clientRef: randomBytes(16).toString('hex'), returnTo: `${ORIGIN}/` }
  const made = await ask('POST', '/registrations', opened)
  const { id, launch } = createRegistrationResponse.parse(await made.json())
  const browser: typeof fetch = (input, init) => simulator.fetch(new Request(input, init))
  const back = await walkWindow(browser, launch, card === 'good' ? 'approve' : 'approve-poor')
  const done = await ask('POST', `/registrations/${id}/complete`, { return: back })
  const { state } = registrationView.parse(await done.json())
  if (state !== 'issued') throw new Error(`the card was not registered: ${state}`)
  // The new card is there before the old one goes: no renewal finds none.
  for (const old of before) await billing.revoke({ paymentMethodId: old.id, customer: CUSTOMER })
}
