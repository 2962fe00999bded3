// Answers of a PG: sealed into the row of the intent that they belong to, whatever has happened meanwhile.
import { decodeExchanges, encodeExchanges, type Attempt, type Exchange } from '@billing-register/server'
import { sql, type Selectable } from 'kysely'
import type { Context } from './ledger.ts'
import type { AnsweredTable } from './schema.ts'

/** Tables of intents, with the columns `exchanges` and `answered_at`. */
export type Intents = 'billing_attempts' | 'billing_operations'

const placeOf = (table: Intents, row: string): { table: string; column: string; row: string } => ({
  table,
  column: 'exchanges',
  row,
})

/** Writes an answer: no version, no lease. */
export async function landIn(
  table: Intents,
  { store, sealer, tenant }: Context,
  id: string,
  exchanges: readonly Exchange[],
  at: number,
): Promise<void> {
  const sealed = await sealer.seal(placeOf(table, id), encodeExchanges(exchanges))
  await store.writeOne((db) =>
    sql`update ${sql.table(table)} set exchanges = ${sealed}, answered_at = ${at}
      where id = ${id} and tenant = ${tenant}`.execute(db),
  )
}

/** With what it was sent and when, and what came of it. */
export async function readIntent(
  table: Intents,
  sealer: Context['sealer'],
  row: Selectable<AnsweredTable>,
): Promise<Pick<Attempt, 'id' | 'registrationId' | 'account' | 'sentAt' | 'answeredAt' | 'exchanges'>> {
  const text = row.exchanges === null ? undefined : await sealer.unseal(placeOf(table, row.id), row.exchanges)
  return {
    id: row.id,
    registrationId: row.registration_id,
    account: {
      merchant: row.merchant,
      mode: row.mode === 'live' ? 'live' : 'test',
      credentialFingerprint: row.credential,
    },
    sentAt: Number(row.sent_at),
    ...(row.answered_at === null ? {} : { answeredAt: Number(row.answered_at) }),
    ...(text === undefined ? {} : { exchanges: decodeExchanges(text) }),
  }
}
