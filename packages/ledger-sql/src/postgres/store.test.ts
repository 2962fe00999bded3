// Postgres goes away, comes back, or is not what it should be: each is told with its remedy, and work goes on.
import { setTimeout } from 'node:timers/promises'
import { sampleRegistration } from '@billing-register/server/testing'
import { PostgresDialect, SqliteDialect } from 'kysely'
import { Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { sqlLedger } from '../sql-ledger.ts'
import { query, startPostgres, type TestPostgres } from '../testing/postgres.ts'
import { freshKey, keysOf } from '../testing/sealers.ts'

// A database on a busy machine takes its time.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 60_000 })

const keys = keysOf(`k1:${freshKey()}`)
let postgres: TestPostgres
beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres.stop())

const failure = (message: RegExp): object => ({
  code: 'ledger_unavailable',
  message: expect.stringMatching(message),
})

describe('Postgres', () => {
  it('that crashes is an error that says so, keeps what was committed, and is used again when it is back', async () => {
    const source = sqlLedger(await postgres.createDatabase())
    const ledger = source.open(keys)
    const writes: string[] = []
    await ledger.create(sampleRegistration('before'), [])
    const writing = async (): Promise<unknown> => {
      for (let index = 0; ; index += 1) {
        const written = ledger.create(sampleRegistration(`r${index}`), [])
        const error: unknown = await written.then(
          () => undefined,
          (thrown: unknown) => thrown,
        )
        if (error !== undefined) return error
        writes.push(`r${index}`)
      }
    }
    const ended = writing()
    while (writes.length < 5) await setTimeout(5)
    await postgres.crash()
    expect(await ended).toMatchObject(failure(/cannot be reached/))
    await expect(ledger.find('before')).rejects.toMatchObject(failure(/cannot be reached/))
    await postgres.restart()
    for (const id of ['before', ...writes]) expect((await ledger.find(id))?.id).toBe(id)
    expect((await ledger.create(sampleRegistration('after'), [])).id).toBe('after')
    await source.close()
  })

  it.each([
    ['synchronous_commit', 'off', /synchronous_commit is off/],
    ['default_transaction_read_only', 'on', /read-only.*primary/],
  ])('with %s = %s is refused until it is set right', async (setting, value, message) => {
    const address = await postgres.createDatabase()
    const name = address.slice(address.lastIndexOf('/') + 1)
    await query(address, `alter database ${name} set ${setting} = ${value}`)
    const refused = sqlLedger(address)
    await expect(refused.open(keys).find('a')).rejects.toMatchObject(failure(message))
    await refused.close()
    await query(address, `begin read write; alter database ${name} reset ${setting}; commit`)
    const source = sqlLedger(address)
    expect(await source.open(keys).find('a')).toBeUndefined()
    await source.close()
  })

  it('refuses a text that it cannot keep as what it is: bad input, and no outage', async () => {
    const source = sqlLedger(await postgres.createDatabase())
    const ledger = source.open(keys)
    for (const asking of [ledger.find('a\0b'), ledger.charges.method('a\0b')]) {
      await expect(asking).rejects.toMatchObject({ code: 'invalid_request' })
    }
    await source.close()
  })

  it('at an address that nobody listens on is told without quoting the address', async () => {
    const source = sqlLedger('postgres://billing:pa55word@127.0.0.1:1/shop')
    const error: unknown = await source
      .open(keys)
      .find('a')
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject(failure(/cannot be reached/))
    expect(JSON.stringify(error) + String(error)).not.toMatch(/pa55word|127\.0\.0\.1/)
    await source.close()
  })

  it('may be reached through a dialect of the merchant’s own', async () => {
    const pool = new Pool({ connectionString: await postgres.createDatabase(), max: 2 })
    // Postgres may be stopped while the pool's connections are still closing.
    pool.on('connect', (client) => client.on('error', () => {}))
    const source = sqlLedger({ dialect: new PostgresDialect({ pool }) })
    const ledger = source.open(keys)
    await ledger.create(sampleRegistration('a'), [])
    expect((await ledger.find('a'))?.id).toBe('a')
    await source.close()
  })

  it('is the only kind of dialect that is taken', () => {
    const dialect = new SqliteDialect({ database: async () => Promise.reject(new Error('never')) })
    expect(() => sqlLedger({ dialect })).toThrow(expect.objectContaining({ code: 'misconfigured' }))
  })
})
