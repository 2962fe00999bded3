// What a durable ledger costs: added time per registration over memory, throughput, commits, and growth with the rows.
import { memoryLedger, type BillingOptions } from '@billing-register/server'
import Database from 'libsql'
import { sqlLedger } from '../src/index.ts'
import { testFolder } from '../src/testing/files.ts'
import { startPostgres } from '../src/testing/postgres.ts'
import { freshKey } from '../src/testing/sealers.ts'
import { committed, postgresCommits, sqliteCommits } from './disk.ts'
import { growTo } from './grow.ts'
import { quantile, register } from './registrations.ts'

const CONCURRENCY = [1, 8, 64]
const COUNT = Number(process.env['BENCH_REGISTRATIONS'] ?? 600)
const GROWTH = (process.env['BENCH_ROWS'] ?? '10000,1000000').split(',').map(Number)
const sealingKeys = `k1:${freshKey()}`
const folder = testFolder()

const say = (line: string): void => void process.stdout.write(`${line}\n`)
const fixed = (value: number): string => value.toFixed(value < 10 ? 2 : 0)

let shared = 0
const exec = Database.prototype.exec
Database.prototype.exec = function (this: Database.Database, sql: string) {
  if (sql === 'commit') shared += 1
  return exec.call(this, sql)
}

type Target = Pick<BillingOptions, 'ledger' | 'sealingKeys'>

async function measure(
  name: string,
  target: Target,
  commits: () => Promise<number>,
  base: number[],
): Promise<void> {
  await register(target, 100, 8)
  for (const [index, concurrency] of CONCURRENCY.entries()) {
    const before = await commits()
    const { each, allMs } = await register(target, COUNT, concurrency)
    const perRegistration = ((await commits()) - before) / COUNT
    const [p50, p99] = [quantile(each, 0.5), quantile(each, 0.99)]
    if (name === 'memory') base.push(p50, p99)
    const added = `+${fixed(p50 - (base[index * 2] ?? 0))} / +${fixed(p99 - (base[index * 2 + 1] ?? 0))}`
    const rate = fixed((COUNT / allMs) * 1000)
    say(
      `${name.padEnd(9)} ${String(concurrency).padStart(3)} at once: ${rate.padStart(5)}/s, p50 ${fixed(p50)} ms, p99 ${fixed(p99)} ms` +
        ` (over memory ${added} ms), ${perRegistration.toFixed(1)} commits per registration`,
    )
  }
}

async function growth(): Promise<void> {
  const path = folder.fresh()
  const source = sqlLedger(`file:${path}`)
  await register({ ledger: source, sealingKeys }, 1, 1)
  for (const rows of GROWTH) {
    growTo(path, rows)
    await register({ ledger: source, sealingKeys }, 100, 8)
    const { each } = await register({ ledger: source, sealingKeys }, COUNT, 1)
    say(
      `SQLite with ${rows} registrations: p50 ${fixed(quantile(each, 0.5))} ms, p99 ${fixed(quantile(each, 0.99))} ms`,
    )
  }
  await source.close()
}

const base: number[] = []
const postgres = await startPostgres()
try {
  await measure('memory', { ledger: memoryLedger() }, async () => 0, base)
  say(`the disk: ${fixed(sqliteCommits(folder.fresh()))} commits/s of one row on SQLite`)
  const sqlite = sqlLedger(`file:${folder.fresh()}`)
  await measure('SQLite', { ledger: sqlite, sealingKeys }, async () => shared, base)
  await sqlite.close()
  const address = await postgres.createDatabase()
  say(`the disk: ${fixed(await postgresCommits(address))} commits/s of one row on Postgres, one connection`)
  const source = sqlLedger(address)
  await measure('Postgres', { ledger: source, sealingKeys }, () => committed(address), base)
  await source.close()
  await growth()
} finally {
  await postgres.stop()
  folder.remove()
}
