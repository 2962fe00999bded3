// A clerk at work: the merchant's own routes on the real handler, and one simulated PG that works well.
import { serve } from '@hono/node-server'
import { createBilling, memoryLedger, toss } from '@billing-register/server'
import { walkWindow } from '@billing-register/server/testing'
import { createSimulator } from '@billing-register/simulator'
import { afterEach, describe, expect, it } from 'vitest'
import { backOffice } from './back-office.ts'
import { Clerk, type Card } from './clerk.ts'
import type { Deal } from './deals.ts'

const DEAL: Deal = {
  index: 1,
  pick: 0,
  amount: 2000,
  askers: 2,
  again: 1,
  leaves: false,
  otherAmount: 'afterwards',
  attempts: 2,
  cancels: [],
  revoke: 'never',
  pauseMs: 0,
}

let server: ReturnType<typeof serve> | undefined
afterEach(() => server?.close())

/** An office with one card of Toss. */
async function openOffice(end: 'approve' | 'approve-poor' = 'approve') {
  const simulator = createSimulator({ seed: 1, quirks: { latency: [0, 0] } })
  const http: typeof fetch = (input, init) => simulator.fetch(input, init)
  const ledger = memoryLedger()
  const billing = createBilling({
    publicUrl: 'http://localhost/billing',
    providers: [
      toss({
        ...simulator.credentials.toss,
        apiBase: 'https://pgs.test/toss',
        sdkUrl: 'https://pgs.test/toss/v2/standard',
      }),
    ],
    ledger,
    identify: () => ({ id: 'alice' }),
    order: () => ({ name: 'Pro', amount: 9900 }),
    fetch: http,
    log: () => {},
    sweep: false,
  })
  const post = async (path: string, json: object) => {
    const headers = { 'content-type': 'application/json', origin: 'http://localhost' }
    const body = JSON.stringify(json)
    const request = new Request(`http://localhost/billing${path}`, { method: 'POST', headers, body })
    return (await billing.fetch(request)).json()
  }
  const shown = await billing.fetch(new Request('http://localhost/billing/offer'))
  const { offer } = await shown.json()
  const clientRef = 'element-of-one-clerk-000'
  const { id, launch } = await post('/registrations', { offer, returnTo: 'http://localhost/shop', clientRef })
  await post(`/registrations/${id}/complete`, { return: await walkWindow(http, launch, end) })
  const cards: Card[] = (await billing.paymentMethods('alice')).map((one) => ({
    id: one.id,
    customer: 'alice',
  }))
  const port = await new Promise<number>((resolve) => {
    const answer = (request: Request) => backOffice(billing, request) ?? billing.fetch(request)
    server = serve({ fetch: answer, hostname: '127.0.0.1', port: 0 }, (info) => resolve(info.port))
  })
  const origin = `http://127.0.0.1:${port}`
  const statuses: number[] = []
  const clerk = new Clerk({
    origin,
    cards,
    known: [],
    seen: (_method, _path, status) => void statuses.push(status),
  })
  return { clerk, simulator, statuses }
}

describe('a clerk', () => {
  it('charges an order once, however often it is asked, and is refused another amount', async () => {
    const { clerk, simulator } = await openOffice()
    await clerk.carryOut(DEAL)
    expect(simulator.truth.payments).toMatchObject([{ amount: 2000, state: 'paid' }])
    const [order] = clerk.orders
    expect(order?.told.at(-1)).toMatchObject({ state: 'paid', amount: 2000, attempt: 1 })
    expect(order?.otherAmount).toEqual([])
    expect(order?.unanswered).toBe(0)
  })

  it('gives back a part, twice asked, and then the rest', async () => {
    const { clerk, simulator } = await openOffice()
    const parts: Deal['cancels'] = [
      { id: 'part-1', share: 0.25, askers: 2, again: true },
      { id: 'part-2', share: 'rest', askers: 1, again: true },
    ]
    await clerk.carryOut({ ...DEAL, otherAmount: 'never', cancels: parts })
    expect(simulator.truth.payments).toMatchObject([{ amount: 2000, state: 'cancelled', cancelled: 2000 }])
    expect(clerk.orders[0]?.told.at(-1)?.cancellations).toMatchObject([{ amount: 500 }, { amount: 1500 }])
  })

  it('leaves an order to the server once it has asked, and cancels what is paid', async () => {
    const { clerk, simulator } = await openOffice()
    const part: Deal['cancels'] = [{ id: 'part-1', share: 0.25, askers: 1, again: true }]
    await clerk.carryOut({ ...DEAL, askers: 1, again: 2, leaves: true, otherAmount: 'never', cancels: part })
    expect(Object.fromEntries(clerk.asked)).toEqual({ charge: 1, cancel: 1 })
    expect(simulator.truth.payments).toMatchObject([{ state: 'paid', cancelled: 500 }])
  })

  it('tries again after a decline, and ends the card', async () => {
    const { clerk, simulator } = await openOffice('approve-poor')
    await clerk.carryOut({ ...DEAL, askers: 1, otherAmount: 'never', again: 0, revoke: 'afterwards' })
    expect(simulator.truth.payments).toMatchObject([{ state: 'failed' }, { state: 'failed' }])
    expect(clerk.orders[0]?.told.at(-1)).toMatchObject({ state: 'declined', attempt: 2 })
    expect(simulator.truth.keys).toMatchObject([{ revoked: true }])
    expect(clerk.revoked).toMatchObject([{ atPg: 'gone' }, {}])
  })

  it('is refused a card that was revoked before', async () => {
    const { clerk, simulator, statuses } = await openOffice()
    await clerk.carryOut({ ...DEAL, otherAmount: 'never', revoke: 'before' })
    expect(simulator.truth.payments).toEqual([])
    expect(new Set(clerk.orders[0]?.refused)).toEqual(new Set(['payment_method_revoked']))
    expect(new Set(statuses)).toEqual(new Set([200, 422]))
  })
})
