// What the server adds to a charge: measured against a bare fetch in the same run, in memory and on databases. The last
// line is the rows as JSON.
import { memoryLedger, type BillingOptions } from '@billing-register/server'
import { sqlLedger } from '@billing-register/ledger-sql'
import { committed, postgresCommits } from '../../packages/ledger-sql/bench/disk.ts'
import { quantile } from '../../packages/ledger-sql/bench/registrations.ts'
import { testFolder } from '../../packages/ledger-sql/src/testing/files.ts'
import { startPostgres } from '../../packages/ledger-sql/src/testing/postgres.ts'
import { freshKey } from '../../packages/ledger-sql/src/testing/sealers.ts'
import { median, type Row } from '../row.ts'
import { byHand, openBank, speedOf, withBilling, type Bank, type Speed } from './ways.ts'

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 11)
/** Charges of a round, and as many again to warm up the first. */
const CHARGES = Number(process.env['BENCH_CHARGES'] ?? 200)
const AT_ONCE = 16
const sealingKeys = `k1:${freshKey()}`

const NONE: Speed = { each: [], perSecond: 0, cpu: 0 }

interface Round {
  readonly ratio: number
  readonly ours: number
  readonly bare: number
  readonly p50: number
  readonly p99: number
  readonly cpu: number
}

async function roundOf(
  bank: Bank,
  target: Pick<BillingOptions, 'ledger' | 'sealingKeys'>,
  oursFirst: boolean,
): Promise<Round> {
  const ways = { ours: await withBilling(bank, target), bare: byHand(bank) }
  const order = oursFirst ? (['ours', 'bare'] as const) : (['bare', 'ours'] as const)
  const many = { ours: NONE, bare: NONE }
  const single = { ours: NONE, bare: NONE }
  for (const way of order) many[way] = await speedOf(ways[way], CHARGES, AT_ONCE)
  for (const way of order) single[way] = await speedOf(ways[way], CHARGES, 1)
  const added = (q: number): number => quantile(single.ours.each, q) - quantile(single.bare.each, q)
  const [ours, bare] = [many.ours.perSecond, many.bare.perSecond]
  const cpu = many.ours.cpu - many.bare.cpu
  return { ours, bare, ratio: ours / bare, p50: added(0.5), p99: added(0.99), cpu }
}

/** Rounds in turns, so that a busy moment hits both; the first one only warms up. */
async function roundsOn(target: () => Pick<BillingOptions, 'ledger' | 'sealingKeys'>): Promise<Round[]> {
  const rounds: Round[] = []
  for (let index = 0; index <= ROUNDS; index += 1) {
    const bank = await openBank()
    rounds.push(await roundOf(bank, target(), index % 2 === 0))
    await bank.close()
  }
  return rounds.slice(1)
}

function rowsOf(name: string, rounds: readonly Round[], atLeast?: number): Row[] {
  const middle = (of: keyof Round): number => median(rounds.map((round) => round[of]))
  const bound = atLeast === undefined ? {} : { atLeast }
  return [
    { what: `A charge, ${name}, against a bare fetch`, value: middle('ratio'), unit: 'ratio', ...bound },
    { what: '  with charge()', value: middle('ours'), unit: '/s' },
    { what: '  by a bare fetch', value: middle('bare'), unit: '/s' },
    { what: '  added to p50', value: middle('p50'), unit: 'ms' },
    { what: '  added to p99', value: middle('p99'), unit: 'ms' },
    // A busy machine changes this less than anything else.
    { what: '  added processor time', value: middle('cpu'), unit: 'ms' },
  ]
}

const rows: Row[] = rowsOf('in memory', await roundsOn(() => ({ ledger: memoryLedger() })), 0.8)

const folder = testFolder()
const sqlite = sqlLedger(`file:${folder.fresh()}`)
rows.push(...rowsOf('on SQLite', await roundsOn(() => ({ ledger: sqlite, sealingKeys }))))
await sqlite.close()
folder.remove()

const postgres = await startPostgres()
try {
  const address = await postgres.createDatabase()
  const perSecond = await postgresCommits(address)
  const source = sqlLedger(address)
  const target = { ledger: source, sealingKeys }
  rows.push(...rowsOf('on Postgres', await roundsOn(() => target)))
  const bank = await openBank()
  const charge = await withBilling(bank, target)
  await charge()
  const before = await committed(address)
  await speedOf(charge, CHARGES, 1)
  rows.push(
    {
      what: '  transactions that write, per charge',
      value: ((await committed(address)) - before) / CHARGES,
      unit: 'count',
    },
    { what: '  one commit on this Postgres', value: 1000 / perSecond, unit: 'ms' },
  )
  await bank.close()
  await source.close()
} finally {
  await postgres.stop()
}
console.log(JSON.stringify(rows))
