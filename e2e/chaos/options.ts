// What `npm run chaos` was asked for.
import { parseArgs } from 'node:util'

/** Kinds of database that chaos runs on. */
export const LEDGER_KINDS = ['sqlite', 'postgres'] as const

/** One run. */
export interface ChaosOptions {
  /** From which customers, faults and kills are drawn. */
  readonly seed: number
  readonly registrations: number
  /** Orders that the merchant charges, cancels and the like, with the cards that come of it. */
  readonly orders: number
  readonly ledger: (typeof LEDGER_KINDS)[number]
  /** Merchant server processes behind the one address. */
  readonly servers: number
  /** Print the result as JSON. */
  readonly json: boolean
  /** Name of a guard that is broken on purpose, to see whether the run notices. */
  readonly sabotage: string | undefined
  /** Folder that logs, database files and secrets of the run are kept in. Default: removed when it ends. */
  readonly keep: string | undefined
}

/** Shown for `--help` and beside a wrong argument. */
export const USAGE = `npm run chaos -- [--seed S] [--registrations N] [--orders N] [--ledger sqlite|postgres] [--servers 3]
                 [--json] [--break GUARD] [--keep FOLDER]`

/** Reads the arguments. Throws an Error that names the wrong one. */
export function readOptions(args: readonly string[], freshSeed: () => number): ChaosOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      registrations: { type: 'string', default: '300' },
      orders: { type: 'string' },
      ledger: { type: 'string', default: 'sqlite' },
      servers: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
      break: { type: 'string' },
      keep: { type: 'string' },
    },
  })
  const ledger = LEDGER_KINDS.find((kind) => kind === values.ledger)
  if (!ledger) throw new Error(`--ledger must be one of ${LEDGER_KINDS.join(', ')}`)
  const registrations = whole('registrations', values.registrations, 1, 1_000_000)
  return {
    seed: values.seed === undefined ? freshSeed() : whole('seed', values.seed, 0, 2 ** 32 - 1),
    registrations,
    orders: values.orders === undefined ? registrations : whole('orders', values.orders, 0, 1_000_000),
    ledger,
    servers: whole('servers', values.servers, 1, 16),
    json: values.json,
    sabotage: values.break,
    keep: values.keep,
  }
}

function whole(name: string, text: string, min: number, max: number): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= min && value <= max) return value
  throw new Error(`--${name} must be a whole number from ${min} to ${max}`)
}
