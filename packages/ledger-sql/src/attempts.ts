// Attempts: the intent before a call to the PG, the claim it consumes, and the answer, which always lands.
import { decodeExchanges, encodeExchanges, type Attempt, type Exchange } from '@billing-register/server'
import type { Selectable } from 'kysely'
import type { Context } from './ledger.ts'
import type { Owned } from './owned.ts'
import type { AttemptsTable } from './schema.ts'
import { Undo, type Db } from './store.ts'

const TABLE = 'billing_attempts'

const placeOf = (id: string): { table: string; column: string; row: string } => ({
  table: TABLE,
  column: 'exchanges',
  row: id,
})

/** Writes the intent. Throws {@link Undo} when its claim was consumed by another registration. */
export async function insertAttempt(db: Db, owned: Owned, attempt: Attempt): Promise<void> {
  if (attempt.kind === 'issue') await consume(db, owned, attempt)
  await db
    .insertInto(TABLE)
    .values({
      tenant: owned.tenant,
      merchant: attempt.account.merchant,
      mode: attempt.account.mode,
      credential: attempt.account.credentialFingerprint,
      id: attempt.id,
      registration_id: attempt.registrationId,
      kind: attempt.kind,
      claim_digest: attempt.claimDigest,
      sent_at: attempt.sentAt,
      answered_at: null,
      exchanges: null,
    })
    .execute()
}

async function consume(
  db: Db,
  owned: Owned,
  { claimDigest: digest, registrationId, sentAt }: Attempt,
): Promise<void> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('billing_consumed_claims')
    .values({ ...owned, digest, registration_id: registrationId, consumed_at: sentAt })
    .onConflict((conflict) => conflict.column('digest').doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows === 1n) return
  const consumed = await db
    .selectFrom('billing_consumed_claims')
    .select('registration_id')
    .where('digest', '=', digest)
    .executeTakeFirst()
  if (consumed?.registration_id !== registrationId) throw new Undo('the claim is taken')
}

/** Attempts of a registration in order. */
export async function attemptsOf(
  { store, sealer, tenant }: Context,
  registrationId: string,
): Promise<readonly Attempt[]> {
  const rows = await store.read((db) =>
    db
      .selectFrom(TABLE)
      .selectAll()
      .where('registration_id', '=', registrationId)
      .where('tenant', '=', tenant)
      .orderBy('seq')
      .execute(),
  )
  return Promise.all(rows.map((row) => toAttempt(sealer, row)))
}

async function toAttempt(sealer: Context['sealer'], row: Selectable<AttemptsTable>): Promise<Attempt> {
  const exchanges = row.exchanges === null ? undefined : await sealer.unseal(placeOf(row.id), row.exchanges)
  return {
    id: row.id,
    registrationId: row.registration_id,
    kind: row.kind === 'issue' ? 'issue' : 'look',
    claimDigest: row.claim_digest,
    account: {
      merchant: row.merchant,
      mode: row.mode === 'live' ? 'live' : 'test',
      credentialFingerprint: row.credential,
    },
    sentAt: Number(row.sent_at),
    ...(row.answered_at === null ? {} : { answeredAt: Number(row.answered_at) }),
    ...(exchanges === undefined ? {} : { exchanges: decodeExchanges(exchanges) }),
  }
}

/** Writes an answer, whatever has happened meanwhile. */
export async function landAnswer(
  { store, sealer, tenant }: Context,
  attemptId: string,
  exchanges: readonly Exchange[],
  at: number,
): Promise<void> {
  const sealed = await sealer.seal(placeOf(attemptId), encodeExchanges(exchanges))
  await store.write((db) =>
    db
      .updateTable(TABLE)
      .set({ exchanges: sealed, answered_at: at })
      .where('id', '=', attemptId)
      .where('tenant', '=', tenant)
      .execute(),
  )
}
