// Databases as earlier versions of this package left them: what they held must be read by every later one.
import type { Db } from '../store.ts'

/** What a version of the tables held, sealed under {@link FIXTURE_KEYS}. */
export interface Fixture {
  readonly version: number
  /** SHA-256 of each migration's statements: what was released never changes. */
  readonly statements: { readonly sqlite: string; readonly postgres: string }
  readonly rows: Readonly<Record<string, readonly Readonly<Record<string, string | number | null>>[]>>
}

/** The sealing keys of all fixtures. They are nobody's. */
export const FIXTURE_KEYS = 'k1:YmlsbGluZy1yZWdpc3Rlci1maXh0dXJlLWtleS0wMDE='

/** Tables in the order in which they refer to each other. */
export const FIXTURE_TABLES = [
  'billing_secrets',
  'billing_registrations',
  'billing_claims',
  'billing_consumed_claims',
  'billing_attempts',
  'billing_payment_methods',
  'billing_payments',
  'billing_earlier_orders',
  'billing_operations',
  'billing_consents',
  'billing_events',
  'billing_deliveries',
  'billing_tallies',
] as const

/** Puts a fixture's rows into tables of its version. */
export async function fill(db: Db, { rows }: Fixture): Promise<void> {
  for (const table of FIXTURE_TABLES) {
    // The rows are of an earlier version than the types.
    for (const row of rows[table] ?? []) await db.insertInto(table).values(row).execute()
  }
}
