// What is secret is nowhere readable, cannot be moved or changed unnoticed, and survives a change of keys.
import { createBilling, danal } from '@billing-register/server'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { sqlLedger, type SqlLedgerSource } from './sql-ledger.ts'
import { DATABASE_KINDS, type TestDatabase } from './testing/databases.ts'
import { freshKey, keysOf } from './testing/sealers.ts'
import { freshMarks, retell, tellStory } from './testing/story.ts'

// A database on a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const [one, two] = [freshKey(), freshKey()]
const OLD = `k1:${one}`
const BOTH = `k2:${two},k1:${one}`
const NEW = `k2:${two}`

const bytesOfMarks = (marks: object): string[] =>
  Object.values(marks).flatMap((mark: string) => [mark, Buffer.from(mark).toString('base64').slice(0, 24)])

describe.each(DATABASE_KINDS)('a ledger on $name', (kind) => {
  let database: TestDatabase
  const sources: SqlLedgerSource[] = []
  const open = (ring: string) => {
    const source = sqlLedger(database.target)
    sources.push(source)
    return source.open(keysOf(ring))
  }
  const fresh = async (): Promise<void> => {
    database = await kind.fresh()
  }
  beforeAll(() => kind.start(), 60_000)
  afterEach(async () => {
    await Promise.all(sources.splice(0).map((source) => source.close()))
  })
  afterAll(() => kind.stop(), 60_000)

  it('keeps no secret readable in any byte of the database', async () => {
    await fresh()
    const marks = freshMarks()
    const ledger = open(OLD)
    await ledger.digestKey()
    await tellStory(ledger, 'a', marks)
    const bytes = database.bytes()
    // The search would find them if they were there: what is plain on purpose is found.
    expect(bytes).toContain('digest-a')
    for (const mark of bytesOfMarks(marks)) expect(bytes).not.toContain(mark)
    expect(bytes).not.toContain(one)
    expect(bytes).not.toContain(Buffer.from(await ledger.digestKey()).toString('base64'))
    for (const mark of Object.values(marks)) expect(await retell(ledger, 'a')).toContain(mark)
  })

  it('says which key is missing, loses nothing, and works on when the key is there', async () => {
    await fresh()
    const marks = freshMarks()
    await tellStory(open(OLD), 'a', marks)
    const digestKey = await open(OLD).digestKey()
    const error = { code: 'sealing_key_missing', message: expect.stringContaining("'k1'") }
    await expect(open(NEW).find('a')).rejects.toMatchObject(error)
    await expect(open(NEW).digestKey()).rejects.toMatchObject(error)
    await expect(open(`k1:${two}`).find('a')).rejects.toMatchObject(error)
    expect(await open(BOTH).digestKey()).toEqual(digestKey)
    expect(await retell(open(BOTH), 'a')).toContain(marks.billingKey)
  })

  it.each([
    [
      'a billing key that was given to another customer',
      "update billing_payment_methods set customer_id = 'alice' where id = 'pm-b'",
      'ledger_tampered',
    ],
    [
      'a billing key that was put into another row',
      "update billing_payment_methods set record = (select record from billing_payment_methods where id = 'pm-b') where id = 'pm-a'",
      'ledger_tampered',
    ],
    [
      'a changed answer of the PG',
      "update billing_attempts set exchanges = substr(exchanges, 1, 60) || case substr(exchanges, 61, 1) when 'A' then 'B' else 'A' end || substr(exchanges, 62) where id = 'att-a'",
      'ledger_tampered',
    ],
    ['a changed state', "update billing_registrations set state = 'open' where id = 'a'", 'ledger_tampered'],
    [
      'a claim of another registration',
      "update billing_claims set raw = (select raw from billing_claims where registration_id = 'b') where registration_id = 'a'",
      'ledger_tampered',
    ],
    [
      'a payment that was given to another customer',
      "update billing_payments set customer_id = 'alice' where id = 'pay-b'",
      'ledger_tampered',
    ],
    [
      'a payment that was put on another card',
      "update billing_payments set payment_method_id = 'pm-b' where id = 'pay-a'",
      'ledger_tampered',
    ],
    [
      'a payment that was called unpaid',
      "update billing_payments set state = 'declined' where id = 'pay-a'",
      'ledger_tampered',
    ],
    [
      'a payment of another order',
      "update billing_payments set order_id = 'other' where id = 'pay-a'",
      'ledger_tampered',
    ],
    [
      'the answer of another charge',
      "update billing_operations set exchanges = (select exchanges from billing_operations where id = 'op-b') where id = 'op-a'",
      'ledger_tampered',
    ],
    [
      'a row that was emptied',
      "update billing_registrations set record = '' where id = 'a'",
      'ledger_tampered',
    ],
  ])('notices %s', async (_, statement, code) => {
    await fresh()
    const ledger = open(OLD)
    await tellStory(ledger, 'a', freshMarks())
    const other = await tellStory(ledger, 'b', freshMarks(), 'bob')
    await database.run(statement)
    await expect(retell(ledger, 'a')).rejects.toMatchObject({ code })
    expect(await ledger.find('b')).toEqual(other)
  })

  it('refuses to let evidence of a consent be rewritten', async () => {
    await fresh()
    const ledger = open(OLD)
    await tellStory(ledger, 'a', freshMarks())
    await expect(database.run("update billing_consents set text = 'other words'")).rejects.toThrow(
      /append-only/,
    )
    await expect(database.run('delete from billing_consents')).rejects.toThrow(/append-only/)
    expect((await ledger.consents(9)).consents).toMatchObject([{ registrationId: 'a', text: 'text-hash' }])
  })

  it('refuses to let the event log be rewritten', async () => {
    await fresh()
    const ledger = open(OLD)
    await tellStory(ledger, 'a', freshMarks())
    await expect(database.run("update billing_events set type = 'registration.declined'")).rejects.toThrow(
      /append-only/,
    )
    await expect(database.run('delete from billing_events')).rejects.toThrow(/append-only|FOREIGN KEY/)
    await database.run("update billing_events set customer_id = ''")
    expect((await ledger.events('a')).map(({ type }) => type)).toEqual([
      'registration.created',
      'registration.issued',
    ])
  })

  it('rotates to a new key while it is written to, after which the old key is needed no more', async () => {
    await fresh()
    const ids = Array.from({ length: 12 }, (_, index) => `r${index}`)
    const marks = freshMarks()
    const before = open(OLD)
    await Promise.all(ids.map((id) => tellStory(before, id, marks)))
    const digestKey = await before.digestKey()
    const ledger = open(BOTH)
    const both = billingOn(database, BOTH, sources)
    const [done] = await Promise.all([
      both.rotate({ batch: 3 }),
      ...ids.map((id) => tellStory(ledger, `late-${id}`, marks)),
    ])
    expect(done.unreadable).toBe(0)
    // A value that changed under the rotation was sealed with the new key by whoever changed it.
    expect(done.resealed).toBe(ids.length * 7 + 1)
    expect(await both.rotate()).toEqual({ resealed: 0, unreadable: 0 })
    const after = open(NEW)
    expect(await after.digestKey()).toEqual(digestKey)
    for (const id of ids) expect(await retell(after, id)).toContain(marks.billingKey)
  })

  it('goes on rotating where an interrupted rotation stopped, and past a value that cannot be opened', async () => {
    await fresh()
    const marks = freshMarks()
    for (const id of ['a', 'b', 'c']) await tellStory(open(OLD), id, marks)
    await database.run("update billing_attempts set exchanges = 's1.k0.abcdef.AAAA' where id = 'att-b'")
    const first = await open(BOTH).reseal(2)
    expect(first.next).toBeDefined()
    const { resealed, unreadable } = await billingOn(database, BOTH, sources).rotate({ batch: 2 })
    expect(resealed + first.resealed).toBe(3 * 7 - 1)
    expect(unreadable).toBe(1)
    expect(database.bytes()).toContain('s1.k0.abcdef.AAAA')
    expect(await retell(open(NEW), 'c')).toContain(marks.billingKey)
  })

  it('knows a claim again that was consumed before a rotation', async () => {
    await fresh()
    const ledger = open(OLD)
    await tellStory(ledger, 'a', freshMarks())
    await billingOn(database, BOTH, sources).rotate()
    const after = open(NEW)
    const other = await after.create(
      (await import('@billing-register/server/testing')).sampleRegistration('b'),
      [],
    )
    const attempt = {
      id: 'att-b',
      registrationId: 'b',
      kind: 'issue',
      claimDigest: 'digest-a',
      account: other.account,
      sentAt: 9,
    } as const
    const next = { ...other, version: 2 }
    expect(await after.replace(other, next, { events: [], attempt })).toBe('claim-taken')
  })
})

function billingOn(database: TestDatabase, sealingKeys: string, sources: SqlLedgerSource[]) {
  const source = sqlLedger(database.target)
  sources.push(source)
  return createBilling({
    publicUrl: 'https://shop.example/billing',
    providers: [danal({ clientKey: 'CL_TEST_x', merchantId: '9810030930', secretKey: 'SK_TEST_x' })],
    ledger: source,
    sealingKeys,
    identify: () => null,
    order: () => null,
    log: () => {},
  })
}
