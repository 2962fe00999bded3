// The SQL ledger keeps the contract of every ledger, in a SQLite file and on a real Postgres.
import { LEDGER_CONTRACT } from '@billing-register/server/testing'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { sqlLedger, type SqlLedgerSource } from './sql-ledger.ts'
import { testFolder } from './testing/files.ts'
import { startPostgres, type TestPostgres } from './testing/postgres.ts'
import { freshKey, keysOf } from './testing/sealers.ts'

// A database on a busy machine takes its time.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const keys = keysOf(`k1:${freshKey()}`)

async function closing(
  source: SqlLedgerSource,
  work: (source: SqlLedgerSource) => Promise<void>,
): Promise<void> {
  try {
    await work(source)
  } finally {
    await source.close()
  }
}

describe('sqlLedger in a SQLite file', () => {
  const folder = testFolder()
  afterAll(() => folder.remove())

  it.each(LEDGER_CONTRACT)('$name', async ({ run }) => {
    const source = sqlLedger(`file:${folder.fresh()}`)
    await expect(closing(source, (opened) => run(opened.open(keys)))).resolves.toBeUndefined()
  })
})

describe('sqlLedger on Postgres', () => {
  let postgres: TestPostgres
  beforeAll(async () => {
    postgres = await startPostgres()
  }, 60_000)
  afterAll(() => postgres.stop(), 60_000)

  it.each(LEDGER_CONTRACT)('$name', async ({ run }) => {
    const source = sqlLedger(await postgres.createDatabase())
    await expect(closing(source, (opened) => run(opened.open(keys)))).resolves.toBeUndefined()
  })
})
