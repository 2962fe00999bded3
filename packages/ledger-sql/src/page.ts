// Where a page of a list begins: after the last row of the one before it, newest first.
import { sql, type RawBuilder } from 'kysely'
import type { Context } from './ledger.ts'

/** Whether a row was made before the one with this id. Nothing was made before one that is not there. */
export const olderThan = (
  { tenant }: Context,
  table: 'billing_registrations' | 'billing_payments',
  id: string,
): RawBuilder<boolean> =>
  sql<boolean>`seq < (select seq from ${sql.table(table)} where id = ${id} and tenant = ${tenant})`
