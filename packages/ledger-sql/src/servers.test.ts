// Several servers on one database start at once and agree, also when their clocks do not.
import type { PaymentEffects } from '@billing-register/server'
import { samplePayment, sampleRegistration } from '@billing-register/server/testing'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { sqlLedger, type SqlLedgerOptions, type SqlLedgerSource } from './sql-ledger.ts'
import { DATABASE_KINDS, type TestDatabase } from './testing/databases.ts'
import { freshKey, keysOf } from './testing/sealers.ts'
import { freshMarks, tellStory } from './testing/story.ts'

// A database on a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const keys = keysOf(`k1:${freshKey()}`)
const sources: SqlLedgerSource[] = []
const CHARGE = { kind: 'charge', of: 'p', subject: 'pg-p', registrationId: 'a', sentAt: 6 } as const

function server(database: TestDatabase, options: SqlLedgerOptions = {}) {
  const source = sqlLedger(database.target, { maxConnections: 3, ...options })
  sources.push(source)
  return source.open(keys)
}

afterEach(async () => {
  await Promise.all(sources.splice(0).map((source) => source.close()))
})

describe.each(DATABASE_KINDS)('servers on one $name', (kind) => {
  beforeAll(() => kind.start())
  afterAll(() => kind.stop())

  it('start at once on an empty database and share one digest key', async () => {
    const database = await kind.fresh()
    const servers = Array.from({ length: 5 }, () => server(database))
    const keys = await Promise.all(servers.map((one) => one.digestKey()))
    expect(new Set(keys.map((key) => key.join())).size).toBe(1)
  })

  it('let one of them win each version, one consume a claim, one take a delivery', async () => {
    const database = await kind.fresh()
    const servers = Array.from({ length: 4 }, () => server(database))
    const [first] = servers
    const open = await first?.create(sampleRegistration('a'), [])
    if (!open) throw new Error('no server')
    const next = { ...open, version: 2 }
    const won = await Promise.all(servers.map((one) => one.replace(open, next, { events: [] })))
    expect(won.filter((result) => result === 'ok')).toHaveLength(1)
    if (first) await tellStory(first, 'b', freshMarks())
    const taken = await Promise.all(servers.map((one) => one.takeDeliveries(10, 10_000, 5)))
    expect(taken.flat()).toHaveLength(1)
  })

  it('let one of them write an order, take a payment and take a method, and charge with none that is given up', async () => {
    const database = await kind.fresh()
    const servers = Array.from({ length: 4 }, () => server(database).charges)
    const [first] = servers
    const story = await tellStory(server(database), 'a', freshMarks())
    const made = samplePayment('p', 'a', { paymentMethodId: story.paymentMethodId, lookAt: 5 })
    const charge = (index: number): PaymentEffects => ({
      events: [],
      operation: { ...CHARGE, id: `op-${index}`, account: story.account },
    })
    const created = await Promise.all(
      servers.map((one, index) => one.createPayment({ ...made, id: `p-${index}` }, charge(index))),
    )
    expect(created.toSorted()).toEqual(['conflict', 'conflict', 'conflict', 'ok'])
    expect(await first?.operations(CHARGE.subject)).toHaveLength(1)
    const taken = await Promise.all(servers.map((one) => one.takeUnsettledPayments(10, 10_000, 5)))
    expect(taken.flat()).toHaveLength(1)
    const method = await first?.method(story.paymentMethodId)
    if (!method) throw new Error('no method')
    const revoking = { ...method, version: 2, state: 'revoking', lookAt: 5 } as const
    const revoked = await Promise.all(
      servers.map((one) => one.replaceMethod(method, revoking, { events: [] })),
    )
    expect(revoked.filter((result) => result === 'ok')).toHaveLength(1)
    const methods = await Promise.all(servers.map((one) => one.takeUnsettledMethods(10, 10_000, 5)))
    expect(methods.flat()).toHaveLength(1)
    const late = servers.map((one, index) =>
      one.createPayment({ ...made, id: `late-${index}`, orderId: `late-${index}` }, charge(10 + index)),
    )
    expect(new Set(await Promise.all(late))).toEqual(new Set(['method-changed']))
  })

  it('keep several shops apart', async () => {
    const database = await kind.fresh()
    const [one, two] = [server(database, { tenant: 'one' }), server(database, { tenant: 'two' })]
    await tellStory(one, 'a', freshMarks())
    expect(await two.find('a')).toBeUndefined()
    expect(await two.paymentMethods('alice')).toEqual([])
    expect(await two.takeDeliveries(10, 20, 5)).toEqual([])
    expect(await two.charges.payments({ limit: 9 })).toEqual([])
    expect(await two.charges.method('pm-a')).toBeUndefined()
    expect(await two.charges.operationsOf('pay-a')).toEqual([])
    expect(await two.charges.takeUnsettledPayments(99, 999, 5)).toEqual([])
    expect((await two.create(sampleRegistration('b', { clientRef: 'ref-a' }), [])).id).toBe('b')
  })
})

describe('servers whose clocks differ', () => {
  const postgres = DATABASE_KINDS.find(({ name }) => name === 'Postgres')
  beforeAll(() => postgres?.start())
  afterAll(() => postgres?.stop())

  it('agree on Postgres when a lease ends', async () => {
    const database = await postgres?.fresh()
    if (!database) throw new Error('no Postgres')
    const fast = (): number => Date.now() + 3_600_000
    const [right, ahead] = [server(database), server(database, { now: fast })]
    const story = await tellStory(right, 'a', freshMarks())
    const lease = Date.now() + 30_000
    expect(await right.takeDeliveries(Date.now(), lease, 5)).toHaveLength(1)
    expect(await ahead.takeDeliveries(fast(), fast() + 30_000, 5)).toEqual([])
    expect(await ahead.takeDeliveries(fast() + 31_000, fast() + 60_000, 5)).toHaveLength(1)
    await right.replace(story, { ...story, version: story.version + 1, leaseUntil: lease }, { events: [] })
    const seen = (await ahead.find('a'))?.leaseUntil ?? 0
    expect(Math.abs(seen - (lease + 3_600_000))).toBeLessThan(10_000)
    const at = Date.now()
    const due = samplePayment('p', 'a', { leaseUntil: lease, lookAt: at + 30_000 })
    await right.charges.createPayment(due, { events: [] })
    expect(await ahead.charges.takeUnsettledPayments(fast(), fast() + 9000, 5)).toEqual([])
    const [payment] = await ahead.charges.takeUnsettledPayments(fast() + 31_000, fast() + 90_000, 5)
    expect(Math.abs((payment?.leaseUntil ?? 0) - (lease + 3_600_000))).toBeLessThan(10_000)
  })
})
