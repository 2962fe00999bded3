// What the durable ledger costs: measured in a process of its own, beside the disk's own rate and with a million rows.
import type { Row } from './row.ts'
import { rowsFrom } from './rows-from.ts'

/** Registrations per second on each ledger, what they add to the time of one, and the growth with the rows. */
export const ledgerCosts = (): Row[] => rowsFrom('packages/ledger-sql/bench/main.ts', '--rows')
