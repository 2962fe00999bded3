// What the server adds to a charge, measured in a process of its own.
import { rowsFrom } from './rows-from.ts'
import type { Row } from './row.ts'

/** Throughput of charges against a bare fetch, and what the server adds to the time of one, on each ledger. */
export const chargeCosts = (): Row[] => rowsFrom('bench/charging/main.ts')
