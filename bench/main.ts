// `npm run bench`: the numbers of this project as a table; `npm run bench -- --json FILE` writes them as JSON too.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { chargeCosts } from './charges.ts'
import { ledgerCosts } from './ledger.ts'
import { throughputOverHttp } from './over-http.ts'
import { holds, table, type Row } from './row.ts'
import { scriptBytes } from './script-bytes.ts'
import { serverBytes } from './server-bytes.ts'
import { serverImport } from './server-import.ts'
import { throughput } from './throughput.ts'

const { values } = parseArgs({ options: { json: { type: 'string' } } })

const sections: readonly [title: string, measure: () => Row[] | Promise<Row[]>][] = [
  ['Script', scriptBytes],
  ['Server, size', serverBytes],
  ['Server, start', serverImport],
  ['Server, throughput', throughput],
  ['Server, throughput over HTTP', throughputOverHttp],
  ['Charges', chargeCosts],
  ['Ledger', ledgerCosts],
]

const rows: Row[] = []
for (const [title, measure] of sections) {
  const measured = await measure()
  rows.push(...measured)
  console.log(`\n${title}\n${table(measured)}`)
}

const missed = rows.filter((row) => !holds(row))
console.log(`\n${missed.length === 0 ? 'All bounds hold.' : `${missed.length} of the bounds do not hold.`}`)
if (values.json !== undefined) {
  const report = { node: process.version, platform: `${process.platform} ${process.arch}`, rows }
  writeFileSync(values.json, `${JSON.stringify(report, undefined, 2)}\n`)
}
