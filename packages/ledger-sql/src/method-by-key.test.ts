// A billing key is found again, whichever sealing key its digest was made under, and by nobody without the sealing keys.
import { Secret } from '@billing-register/server'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { sqlLedger, type SqlLedgerSource } from './sql-ledger.ts'
import { DATABASE_KINDS, type TestDatabase } from './testing/databases.ts'
import { freshKey, keysOf } from './testing/sealers.ts'
import { freshMarks, tellStory, type Marks } from './testing/story.ts'

// A database on a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const [one, two, three] = [freshKey(), freshKey(), freshKey()]
const OLD = `k1:${one}`
const BOTH = `k2:${two},k1:${one}`
const NEW = `k2:${two}`

describe.each(DATABASE_KINDS)('a billing key in $name', (kind) => {
  let database: TestDatabase
  let marks: Marks
  const sources: SqlLedgerSource[] = []
  const open = (ring: string) => {
    const source = sqlLedger(database.target)
    sources.push(source)
    return source.open(keysOf(ring))
  }
  const found = async (ring: string, key = marks.billingKey, provider = 'danal') =>
    (await open(ring).charges.methodByKey(provider, new Secret(key)))?.id
  const rotate = async (ring: string): Promise<void> => {
    const ledger = open(ring)
    let from: string | undefined
    do {
      const done = await ledger.reseal(2, from)
      expect(done.failures).toEqual([])
      from = done.next
    } while (from !== undefined)
  }
  const fresh = async (): Promise<void> => {
    database = await kind.fresh()
    marks = freshMarks()
    await tellStory(open(OLD), 'a', marks)
    await tellStory(open(OLD), 'b', freshMarks(), 'bob')
  }
  beforeAll(() => kind.start(), 60_000)
  afterEach(async () => {
    await Promise.all(sources.splice(0).map((source) => source.close()))
  })
  afterAll(() => kind.stop(), 60_000)

  it('is found before, during and after a change of the sealing keys', async () => {
    await fresh()
    expect(await found(OLD)).toBe('pm-a')
    expect(await found(BOTH)).toBe('pm-a')
    await tellStory(open(BOTH), 'c', { ...freshMarks(), billingKey: 'KEY-C' })
    expect(await found(BOTH, 'KEY-C')).toBe('pm-c')
    await rotate(BOTH)
    expect(await found(NEW)).toBe('pm-a')
    expect(await found(NEW, 'KEY-C')).toBe('pm-c')
    expect(await found(NEW, 'KEY-D')).toBeUndefined()
  })

  it('is called missing only when every sealing key is there that it could be under', async () => {
    await fresh()
    await tellStory(open(BOTH), 'c', { ...freshMarks(), billingKey: 'KEY-C' })
    // Of several that do not fit, any may be met first.
    const missing = { code: 'sealing_key_missing', message: expect.stringMatching(/'k[12]'/) }
    // Found under the key that is there.
    expect(await found(NEW, 'KEY-C')).toBe('pm-c')
    for (const ring of [NEW, `k1:${two}`, `k0:${three},k2:${two}`, `k3:${three},k2:${two}`]) {
      await expect(found(ring)).rejects.toMatchObject(missing)
    }
    expect(await found(BOTH, 'KEY-D')).toBeUndefined()
  })

  it('is found although its digest is still missing, and although another row was damaged', async () => {
    await fresh()
    await database.run('update billing_payment_methods set key_lookup = null')
    await database.run("update billing_payment_methods set state = 'revoked' where id = 'pm-b'")
    expect(await found(OLD)).toBe('pm-a')
    await database.run('update billing_payment_methods set key_lookup = null')
    await database.run("update billing_payment_methods set state = 'active' where id = 'pm-b'")
    await rotate(BOTH)
    expect(await found(NEW)).toBe('pm-a')
  })

  it('leads to no other method when somebody moves its digest', async () => {
    await fresh()
    await database.run(
      `update billing_payment_methods
        set key_lookup = (select key_lookup from billing_payment_methods where id = 'pm-a') where id = 'pm-b'`,
    )
    await expect(found(OLD)).rejects.toMatchObject({ code: 'ledger_tampered' })
  })

  it('cannot be confirmed by somebody who has the database and guesses it', async () => {
    await fresh()
    const bytes = database.bytes()
    expect(bytes).not.toContain(marks.billingKey)
    const { createHash } = await import('node:crypto')
    for (const text of [marks.billingKey, JSON.stringify(['danal', marks.billingKey])]) {
      for (const encoding of ['hex', 'base64', 'base64url'] as const) {
        expect(bytes).not.toContain(createHash('sha256').update(text).digest(encoding))
      }
    }
  })
})
