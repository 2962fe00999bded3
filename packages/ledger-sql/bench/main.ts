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

/** What `npm run bench` shows of it. With `--rows` they are the last line, as JSON. */
interface Row {
  readonly what: string
  readonly value: number
  readonly unit: '/s' | 'ms' | 'ratio' | 'count'
  readonly atLeast?: number
  readonly atMost?: number
}
const rows: Row[] = []
const GOALS: Readonly<Record<string, number>> = { SQLite: 1000, Postgres: 500 }
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
    const beforeCpu = process.cpuUsage()
    const { each, allMs } = await register(target, COUNT, concurrency)
    const { user, system } = process.cpuUsage(beforeCpu)
    // A busy machine changes this less than anything else.
    const cpu = (user + system) / 1000 / COUNT
    const perRegistration = ((await commits()) - before) / COUNT
    const [p50, p99] = [quantile(each, 0.5), quantile(each, 0.99)]
    if (name === 'memory') base.push(p50, p99)
    const added = `+${fixed(p50 - (base[index * 2] ?? 0))} / +${fixed(p99 - (base[index * 2 + 1] ?? 0))}`
    const rate = fixed((COUNT / allMs) * 1000)
    const goal = concurrency === 64 ? GOALS[name] : undefined
    rows.push(
      {
        what: `${name}, ${concurrency} at once`,
        value: (COUNT / allMs) * 1000,
        unit: '/s',
        ...(goal === undefined ? {} : { atLeast: goal }),
      },
      { what: '  processor time per registration', value: cpu, unit: 'ms' },
      { what: '  commits per registration', value: perRegistration, unit: 'count' },
      { what: '  added to p50', value: p50 - (base[index * 2] ?? 0), unit: 'ms' },
      { what: '  added to p99', value: p99 - (base[index * 2 + 1] ?? 0), unit: 'ms' },
    )
    say(
      `${name.padEnd(9)} ${String(concurrency).padStart(3)} at once: ${rate.padStart(5)}/s, p50 ${fixed(p50)} ms, p99 ${fixed(p99)} ms` +
        ` (over memory ${added} ms), ${perRegistration.toFixed(1)} commits and ${fixed(cpu)} ms of processor time per registration`,
    )
  }
}

async function growth(): Promise<void> {
  const path = folder.fresh()
  const source = sqlLedger(`file:${path}`)
  await register({ ledger: source, sealingKeys }, 1, 1)
  const medians: number[] = []
  for (const size of GROWTH) {
    growTo(path, size)
    await register({ ledger: source, sealingKeys }, 100, 8)
    const { each } = await register({ ledger: source, sealingKeys }, COUNT, 1)
    medians.push(quantile(each, 0.5))
    say(
      `SQLite with ${size} registrations: p50 ${fixed(quantile(each, 0.5))} ms, p99 ${fixed(quantile(each, 0.99))} ms`,
    )
  }
  rows.push({
    what: `SQLite, ${GROWTH.at(-1)} registrations against ${GROWTH[0]}`,
    value: (medians.at(-1) ?? 0) / (medians[0] ?? 1),
    unit: 'ratio',
    atMost: 1.2,
  })
  await source.close()
}

const base: number[] = []
const postgres = await startPostgres()
try {
  await measure('memory', { ledger: memoryLedger() }, async () => 0, base)
  const onSqlite = sqliteCommits(folder.fresh())
  rows.push({ what: 'The disk: commits of one row on SQLite', value: onSqlite, unit: '/s' })
  say(`the disk: ${fixed(onSqlite)} commits/s of one row on SQLite`)
  const sqlite = sqlLedger(`file:${folder.fresh()}`)
  await measure('SQLite', { ledger: sqlite, sealingKeys }, async () => shared, base)
  await sqlite.close()
  const address = await postgres.createDatabase()
  const onPostgres = await postgresCommits(address)
  rows.push({
    what: 'The disk: commits of one row on Postgres, one connection',
    value: onPostgres,
    unit: '/s',
  })
  say(`the disk: ${fixed(onPostgres)} commits/s of one row on Postgres, one connection`)
  const source = sqlLedger(address)
  await measure('Postgres', { ledger: source, sealingKeys }, () => committed(address), base)
  await source.close()
  await growth()
} finally {
  await postgres.stop()
  folder.remove()
}
if (process.argv.includes('--rows')) say(JSON.stringify(rows))
