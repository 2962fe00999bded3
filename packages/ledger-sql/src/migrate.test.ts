// Tables are brought up to date from every earlier version, once, and nothing that was kept is lost.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Kysely } from 'kysely'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import Database from 'libsql'
import { Secret } from '@billing-register/server'
import { CURRENT_VERSION, migrate } from './migrate.ts'
import { MIGRATIONS } from './migrations/index.ts'
import { postgresDialect } from './postgres/pool.ts'
import { sqlLedger } from './sql-ledger.ts'
import { sqliteDialect } from './sqlite/dialect.ts'
import type { Db, Flavour } from './store.ts'
import { DATABASE_KINDS, type TestDatabase } from './testing/databases.ts'
import { fill, FIXTURE_KEYS, FIXTURE_TABLES, type Fixture } from './testing/fixtures.ts'
import { keysOf } from './testing/sealers.ts'
import { retell, tellStory } from './testing/story.ts'

// A database on a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const VERSIONS = MIGRATIONS.map((_, index) => index + 1)
const MARKS = {
  billingKey: 'fixture-billing-key',
  rawAnswer: 'fixture-raw-answer',
  transactionId: 'fixture-transaction',
  customerUid: 'fixture-customer-uid',
  phone: '01000000000',
  memo: 'fixture-memo',
}

const pathOf = (version: number): string =>
  fileURLToPath(new URL(`testing/fixtures/v${version}.json`, import.meta.url))

const hashOf = (version: number, flavour: Flavour): string =>
  createHash('sha256')
    .update(JSON.stringify(MIGRATIONS[version - 1]?.(flavour)))
    .digest('hex')

/** Queries on a database past the ledger: nothing is migrated. */
async function past(
  database: TestDatabase,
  work: (db: Db, flavour: Flavour) => Promise<void>,
): Promise<void> {
  if (database.target.startsWith('file:')) {
    const file = new Database(database.target.slice('file:'.length))
    await work(new Kysely({ dialect: sqliteDialect(() => file) }), 'sqlite')
    return void file.close()
  }
  const db: Db = new Kysely({ dialect: postgresDialect(database.target, 1) })
  await work(db, 'postgres')
  await db.destroy()
}

async function writeFixture(database: TestDatabase, version: number): Promise<void> {
  const source = sqlLedger(database.target)
  const ledger = source.open(keysOf(FIXTURE_KEYS))
  await ledger.digestKey()
  await tellStory(ledger, 'reg-1', MARKS)
  await ledger.tally('alice', 6)
  await source.close()
  const rows: Record<string, Record<string, string | number | null>[]> = {}
  await past(database, async (db) => {
    for (const table of FIXTURE_TABLES) {
      const all: Record<string, string | number | null>[] = await db.selectFrom(table).selectAll().execute()
      rows[table] = all.map((row) =>
        Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'seq')),
      )
    }
  })
  const statements = { sqlite: hashOf(version, 'sqlite'), postgres: hashOf(version, 'postgres') }
  mkdirSync(fileURLToPath(new URL('testing/fixtures', import.meta.url)), { recursive: true })
  writeFileSync(pathOf(version), `${JSON.stringify({ version, statements, rows }, null, 2)}\n`)
}

const readFixture = (version: number): Fixture => JSON.parse(readFileSync(pathOf(version), 'utf8'))

describe('migrations', () => {
  it.each(VERSIONS)('to version %i are as they were released', (version) => {
    const { statements } = readFixture(version)
    expect({ sqlite: hashOf(version, 'sqlite'), postgres: hashOf(version, 'postgres') }).toEqual(statements)
  })
})

describe.each(DATABASE_KINDS)('tables on $name', (kind) => {
  beforeAll(async () => {
    await kind.start()
    // The newest version's fixture is made once, when the version is: BILLING_WRITE_FIXTURE=1 vitest run migrate.
    if (process.env['BILLING_WRITE_FIXTURE'] !== undefined && !existsSync(pathOf(CURRENT_VERSION))) {
      await writeFixture(await kind.fresh(), CURRENT_VERSION)
    }
  })
  afterAll(() => kind.stop())

  it.each(VERSIONS)(
    'of version %i are brought up to date by three servers at once, with all that they hold',
    async (version) => {
      const database = await kind.fresh()
      await past(database, async (db, flavour) => {
        await migrateAlone(db, flavour, version)
        await fill(db, readFixture(version))
      })
      const sources = [1, 2, 3].map(() => sqlLedger(database.target, { maxConnections: 2 }))
      const stories = await Promise.all(
        sources.map((source) => retell(source.open(keysOf(FIXTURE_KEYS)), 'reg-1')),
      )
      // Digests of keys that were made before there were digests are made when the first one is asked for.
      const found = await Promise.all(
        sources.map((source) => {
          const { charges } = source.open(keysOf(FIXTURE_KEYS))
          return charges.methodByKey('danal', new Secret(MARKS.billingKey))
        }),
      )
      expect(found.map((method) => method?.registrationId)).toEqual(['reg-1', 'reg-1', 'reg-1'])
      for (const story of stories) for (const mark of Object.values(MARKS)) expect(story).toContain(mark)
      await Promise.all(sources.map((source) => source.close()))
      await past(database, async (db) => {
        const done = await db.selectFrom('billing_migrations').select('version').orderBy('version').execute()
        expect(done.map((row) => Number(row.version))).toEqual(VERSIONS)
      })
    },
  )

  it('that are newer than this package are left alone, and what to do is said', async () => {
    const database = await kind.fresh()
    await past(database, async (db, flavour) => {
      await migrateAlone(db, flavour, CURRENT_VERSION)
      const newer = { version: CURRENT_VERSION + 1, applied_at: 1 }
      await db.insertInto('billing_migrations').values(newer).execute()
    })
    const source = sqlLedger(database.target)
    await expect(source.open(keysOf(FIXTURE_KEYS)).find('a')).rejects.toMatchObject({
      code: 'ledger_unavailable',
      message: expect.stringMatching(/update @billing-register\/ledger-sql/),
    })
    await source.close()
  })
})

// The dialect for SQLite leaves transactions to the writer, and here there is only one of us.
async function migrateAlone(db: Db, flavour: Flavour, version: number): Promise<void> {
  if (flavour === 'sqlite') return migrate(db, flavour, version)
  await db.transaction().execute((transaction) => migrate(transaction, flavour, version))
}
