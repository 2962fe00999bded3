// What the durable ledger costs: measured in a process of its own, beside the disk's own rate and with a million rows.
import { execFileSync } from 'node:child_process'
import type { Row } from './row.ts'

const MAIN = 'packages/ledger-sql/bench/main.ts'
const MAX_BUFFER = 2 ** 24

/** Registrations per second on each ledger, what they add to the time of one, and the growth with the rows. */
export function ledgerCosts(): Row[] {
  const args = ['--conditions=@billing/source', '--import', 'tsx', MAIN, '--rows']
  const output = execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: MAX_BUFFER })
  return JSON.parse(output.trim().split('\n').at(-1) ?? '[]')
}
