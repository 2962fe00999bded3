// A key that arrives while the ledger is away is not lost: it stands sealed in the log, and lands later by itself or by hand.
import type { RegistrationView } from '@billing-register/contract'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Ledger } from '../ledger/ledger.ts'
import { memoryLedger } from '../ledger/memory.ts'
import type { Spill } from '../sealing/spill.ts'
import { danalSuccess, makeShop, type Shop } from '../testing/shop.ts'

// Pauses between tries are waited for.
vi.setConfig({ testTimeout: 60_000 })

const KEY = 'KEY-in-its-hands'
const keyOf = (id: string): string =>
  `${id}:${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))}`
const sealingKeys = keyOf('k1')

const stderr = vi.spyOn(console, 'error')
const spilled: Spill[] = []
let away: boolean
let ledger: Ledger

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  stderr.mockReset().mockImplementation(() => {})
  spilled.length = 0
  away = true
  ledger = memoryLedger()
})
// What is still waited for is forgotten with the clock.
afterEach(() => vi.useRealTimers())

/** A server that cannot write answers while its ledger is away. */
function server(keys = sealingKeys): Shop {
  const shop = makeShop({
    sealingKeys: keys,
    onSpill: (spill) => void spilled.push(spill),
    ledger: {
      ...ledger,
      landAnswer: (...args) => (away ? Promise.reject(new Error('away')) : ledger.landAnswer(...args)),
    },
  })
  shop.answer = () => danalSuccess({ billingKey: KEY })
  return shop
}

async function completing(shop: Shop): Promise<{ id: string; answer: Response }> {
  const alice = shop.as('alice')
  const { id } = await alice.open()
  let answer: Response | undefined
  void alice
    .complete(id, { return: { code: 'SUCCESS', transactionId: 'TX-1' } })
    .then((one) => (answer = one))
  await vi.waitFor(() => expect(answer).toBeDefined(), { timeout: 30_000, interval: 50 })
  if (!answer) throw new Error('no answer')
  return { id, answer }
}

const viewOf = async (shop: Shop, id: string): Promise<RegistrationView> =>
  (await shop.as('alice').request('GET', `/registrations/${id}`)).json()

describe('a key that the ledger does not take', () => {
  it('is spilled sealed, to the log and to onSpill, and lands by itself when the ledger is back', async () => {
    const shop = server()
    const { id, answer } = await completing(shop)
    expect(answer.status).toBe(500)
    expect(await viewOf(shop, id)).toMatchObject({ state: 'issuing' })
    expect(spilled).toMatchObject([{ registrationId: id, sealed: expect.stringMatching(/^s1\.k1\./) }])
    const line: unknown = stderr.mock.calls[0]?.[0]
    expect(JSON.parse(String(line))).toEqual({ event: 'billing_spill', ...spilled[0] })
    expect(JSON.stringify([line, shop.logs, spilled])).not.toContain(KEY)
    away = false
    await vi.waitFor(async () => expect(await viewOf(shop, id)).toMatchObject({ state: 'issued' }), {
      timeout: 30_000,
      interval: 200,
    })
    expect(shop.issued).toEqual(['TX-1'])
  })

  it('is put back by the operator when the process is gone, once and for all', async () => {
    const { id } = await completing(server())
    const line = `2026-01-01T00:00:00Z stderr ${JSON.stringify({ event: 'billing_spill', ...spilled[0] })}\n`
    away = false
    const other = server()
    const operator = await other.billing.operator()
    for (const given of [line, line, ...spilled]) {
      expect(await operator.restore(given)).toMatchObject({ id, state: 'issued' })
    }
    expect(await ledger.paymentMethods('alice')).toHaveLength(1)
    expect((await ledger.paymentMethods('alice'))[0]?.key.reveal()).toBe(KEY)
    const issued = (await ledger.events(id)).filter(({ type }) => type === 'registration.issued')
    expect(issued).toMatchObject([{ by: 'operator' }])
  })

  it('is refused with the reason when key, line or database are wrong', async () => {
    await completing(server())
    away = false
    const operator = await server().billing.operator()
    const [spill] = spilled
    if (!spill) throw new Error('nothing was spilled')
    const changed = { ...spill, attemptId: 'att_other' }
    const withoutKey = await server(keyOf('k2')).billing.operator()
    await expect(withoutKey.restore(spill)).rejects.toMatchObject({ code: 'sealing_key_missing' })
    await expect(operator.restore(changed)).rejects.toMatchObject({ code: 'ledger_tampered' })
    await expect(operator.restore('no spill')).rejects.toMatchObject({ code: 'invalid_request' })
    ledger = memoryLedger()
    await expect((await server().billing.operator()).restore(spill)).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('right database'),
    })
  })
})
