// Two ways to charge a card at the same simulated PG over loopback: a bare fetch, and the whole server.
import { createBilling, toss, type BillingOptions } from '@billing-register/server'
import { SIMULATOR_CREDENTIALS, TEST_CARDS } from '@billing-register/simulator'
import { startSimulator } from '@billing-register/simulator/node'

/** Charges once. */
export type Charge = () => Promise<void>

const AMOUNT = 9900
const ORDER = { orderName: 'Pro', amount: AMOUNT }
const CUSTOMER = 'customer_1'
// The same in every round, as the key is that a bank of the same seed gives: a ledger that lives longer knows it.
const customerKey = 'customer_key_of_the_benchmark'

/** A PG with one card that can be charged. */
export interface Bank {
  readonly origin: string
  readonly billingKey: string
  close(): Promise<void>
}

const authorization = `Basic ${btoa(`${SIMULATOR_CREDENTIALS.toss.secretKey}:`)}`

async function post(url: string, body: object): Promise<Record<string, string>> {
  const headers = {
    authorization,
    'content-type': 'application/json',
    'idempotency-key': crypto.randomUUID(),
  }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  return JSON.parse(await response.text())
}

/** A fresh one, which answers at once: its books are small, so it is as fast for the second way as for the first. */
export async function openBank(): Promise<Bank> {
  const { origins, close } = await startSimulator({
    port: 0,
    seed: 1,
    quirks: { latency: [0, 0], propagationMs: 0 },
  })
  const origin = origins.toss
  const { billingKey } = await post(`${origin}/v1/billing/authorizations/card`, {
    customerKey,
    cardNumber: TEST_CARDS[0]?.number,
    cardExpirationYear: '40',
    cardExpirationMonth: '12',
    customerIdentityNumber: '900101',
  })
  if (billingKey === undefined) throw new Error('the simulated PG gave no key')
  return { origin, billingKey, close }
}

/** What is needed at least: one call, its answer read and looked at. */
export function byHand({ origin, billingKey }: Bank): Charge {
  return async () => {
    const orderId = crypto.randomUUID()
    const { status } = await post(`${origin}/v1/billing/${encodeURIComponent(billingKey)}`, {
      customerKey,
      orderId,
      ...ORDER,
    })
    if (status !== 'DONE') throw new Error(`a charge of the benchmark ended as ${status}`)
  }
}

/** The server on a ledger, with the bank's card brought in. */
export async function withBilling(
  { origin, billingKey }: Bank,
  target: Pick<BillingOptions, 'ledger' | 'sealingKeys'>,
): Promise<Charge> {
  const billing = createBilling({
    publicUrl: 'https://shop.example/billing',
    providers: [toss({ ...SIMULATOR_CREDENTIALS.toss, apiBase: origin })],
    ...target,
    identify: () => null,
    order: () => null,
    log: () => {},
    sweep: false,
  })
  const operator = await billing.operator()
  await operator.importMethod({ customerId: CUSTOMER, billingKey, kind: 'card', customerRef: customerKey })
  const [method] = await operator.methods(CUSTOMER)
  const paymentMethodId = method?.id ?? ''
  return async () => {
    const { state } = await billing.charge({ paymentMethodId, orderId: crypto.randomUUID(), ...ORDER })
    if (state !== 'paid') throw new Error(`a charge of the benchmark ended as ${state}`)
  }
}

/** Times of each, ms, how many per second, and processor time per charge, ms, the PG's own included. */
export interface Speed {
  readonly each: readonly number[]
  readonly perSecond: number
  readonly cpu: number
}

/** Charges `count` times, `atOnce` at a time. */
export async function speedOf(charge: Charge, count: number, atOnce: number): Promise<Speed> {
  const each: number[] = []
  let begun = 0
  const lane = async (): Promise<void> => {
    while (begun < count) {
      begun += 1
      const start = performance.now()
      await charge()
      each.push(performance.now() - start)
    }
  }
  const start = performance.now()
  const startCpu = process.cpuUsage()
  await Promise.all(Array.from({ length: atOnce }, lane))
  const { user, system } = process.cpuUsage(startCpu)
  const perSecond = (count / (performance.now() - start)) * 1000
  return { each, perSecond, cpu: (user + system) / 1000 / count }
}
