// Postgres goes away while a PG's answer is on its way: the key is not lost, and the service goes on without a restart.
import { setTimeout } from 'node:timers/promises'
import type { RegistrationView } from '@billing-register/contract'
import { createBilling, danal, type Spill } from '@billing-register/server'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { sqlLedger } from '../sql-ledger.ts'
import { startPostgres, type TestPostgres } from '../testing/postgres.ts'
import { freshKey } from '../testing/sealers.ts'

// A database on a busy machine takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

const AWAY_MS = 30_000
const ORIGIN = 'https://shop.example'
const KEY = 'KEY-of-the-outage'
let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.stop())

it('spills the answer sealed, says so for the 30 s that Postgres is away, and issues by itself when it is back', async () => {
  const stderr = vi.spyOn(console, 'error').mockImplementation(() => {})
  const source = sqlLedger(await postgres.createDatabase())
  const spilled: Spill[] = []
  const calls: string[] = []
  const billing = createBilling({
    publicUrl: `${ORIGIN}/billing`,
    providers: [danal({ clientKey: 'CL_TEST_x', merchantId: '9810030930', secretKey: 'SK_TEST_x' })],
    ledger: source,
    sealingKeys: `k1:${freshKey()}`,
    identify: () => ({ id: 'alice' }),
    order: () => ({ name: 'Pro', amount: 9900 }),
    onSpill: (spill) => void spilled.push(spill),
    log: () => {},
    fetch: async (_, init) => {
      calls.push(String(init?.body))
      await postgres.crash()
      return Response.json({ code: 'SUCCESS', authOnly: true, billingKey: KEY, transactionId: 'TX-1' })
    },
  })
  const ask = async (path: string, body?: object): Promise<Response> => {
    const headers = { origin: ORIGIN, 'content-type': 'application/json' }
    const init = body ? { method: 'POST', body: JSON.stringify(body) } : {}
    return billing.fetch(new Request(`${ORIGIN}/billing${path}`, { ...init, headers }))
  }
  const { offer } = await (await ask('/offer')).json()
  const asked = { offer, returnTo: `${ORIGIN}/register`, clientRef: 'element-reference-1' }
  const { id } = await (await ask('/registrations', asked)).json()
  const answer = await ask(`/registrations/${id}/complete`, { return: { transactionId: 'TX-1' } })
  expect(answer.status).toBe(503)
  expect(await answer.json()).toMatchObject({ code: 'ledger_unavailable' })
  expect(spilled).toMatchObject([{ registrationId: id, sealed: expect.stringMatching(/^s1\./) }])
  expect(JSON.stringify([spilled, stderr.mock.calls])).not.toContain(KEY)
  // What needs no database goes on all the while.
  for (const back = Date.now() + AWAY_MS; Date.now() < back;) {
    expect((await ask('/offer')).status).toBe(200)
    for (const path of [`/registrations/${id}`, '/payment-methods']) {
      const away = await ask(path)
      expect([path, away.status, (await away.json()).code]).toEqual([path, 503, 'ledger_unavailable'])
    }
    await setTimeout(200)
  }
  await postgres.restart()
  const view = async (): Promise<RegistrationView> => (await ask(`/registrations/${id}`)).json()
  await vi.waitFor(async () => expect(await view()).toMatchObject({ state: 'issued' }), {
    timeout: 90_000,
    interval: 250,
  })
  expect(calls).toHaveLength(1)
  await billing.drain()
  await source.close()
  stderr.mockRestore()
})
