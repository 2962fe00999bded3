// Registers cards through the whole server, with a PG that answers at once: what is measured is the ledger's share.
import { createBilling, danal, type BillingOptions } from '@billing-register/server'

const ORIGIN = 'https://shop.example'

/** Time of each registration, ms, and of all of them. */
export interface Measured {
  readonly each: readonly number[]
  readonly allMs: number
}

/** Runs `count` registrations, `concurrency` at a time. Each is of a customer of its own. */
export async function register(
  ledger: Pick<BillingOptions, 'ledger' | 'sealingKeys'>,
  count: number,
  concurrency: number,
): Promise<Measured> {
  const billing = createBilling({
    publicUrl: `${ORIGIN}/billing`,
    providers: [danal({ clientKey: 'CL_TEST_x', merchantId: '9810030930', secretKey: 'SK_TEST_x' })],
    ...ledger,
    identify: (request) => ({ id: request.headers.get('x-customer') ?? '' }),
    order: () => ({ name: 'Pro', amount: 9900 }),
    onIssued: () => {},
    log: () => {},
    fetch: async () =>
      Response.json({ code: 'SUCCESS', authOnly: true, billingKey: 'K-1', transactionId: '1' }),
  })
  const send = async (customer: string, path: string, body?: object): Promise<Record<string, string>> => {
    const headers = { origin: ORIGIN, 'content-type': 'application/json', 'x-customer': customer }
    const init = body ? { method: 'POST', body: JSON.stringify(body) } : {}
    const response = await billing.fetch(new Request(`${ORIGIN}/billing${path}`, { ...init, headers }))
    return response.json()
  }
  const run = crypto.randomUUID()
  const one = async (index: number): Promise<number> => {
    const customer = `${run}-${index}`
    const began = performance.now()
    const { offer } = await send(customer, '/offer')
    const body = { offer, returnTo: `${ORIGIN}/register`, clientRef: 'element-reference-1' }
    const { id } = await send(customer, '/registrations', body)
    const claim = { return: { code: 'SUCCESS', transactionId: `${run}-${index}` } }
    const { state } = await send(customer, `/registrations/${id}/complete`, claim)
    if (state !== 'issued') throw new Error(`a registration ended as ${state}`)
    return performance.now() - began
  }
  const each: number[] = []
  let next = 0
  const began = performance.now()
  const worker = async (): Promise<void> => {
    while (next < count) {
      next += 1
      each.push(await one(next))
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  return { each, allMs: performance.now() - began }
}

/** The value below which the share `q` of them lies. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0
}
