// Attempts: the intent before a call to the PG, the claim it consumes, and the answer, which always lands.
import type { Attempt, Exchange } from '@billing-register/server'
import type { Selectable } from 'kysely'
import { landIn, readIntent } from './answers.ts'
import type { Context } from './ledger.ts'
import type { Owned } from './owned.ts'
import type { Addition } from './postgres/at-once.ts'
import { prepared } from './prepared.ts'
import type { AttemptsTable } from './schema.ts'
import { Undo, type Db } from './store.ts'

const TABLE = 'billing_attempts'

/** Writes the intent. Throws {@link Undo} when its claim was consumed by another registration. */
export async function insertAttempt(db: Db, owned: Owned, attempt: Attempt): Promise<void> {
  if (attempt.kind === 'issue') await consume(db, owned, attempt)
  await insert(db, intentOf(owned, attempt))
}

const intentOf = (owned: Owned, attempt: Attempt) => ({
  tenant: owned.tenant,
  merchant: attempt.account.merchant,
  mode: attempt.account.mode,
  credential: attempt.account.credentialFingerprint,
  id: attempt.id,
  registration_id: attempt.registrationId,
  kind: attempt.kind,
  claim_digest: attempt.claimDigest,
  sent_at: attempt.sentAt,
})

/** The intent and what it consumes, to be added with other rows at once. A claim that was consumed before makes that fail. */
export function attemptRows(owned: Owned, attempt: Attempt): Addition[] {
  const { claimDigest: digest, registrationId: registration_id, sentAt: consumed_at } = attempt
  const consumed = {
    table: 'billing_consumed_claims',
    row: { ...owned, digest, registration_id, consumed_at },
  }
  return [{ table: TABLE, row: intentOf(owned, attempt) }, ...(attempt.kind === 'issue' ? [consumed] : [])]
}

const insert = prepared((db, p: ReturnType<typeof intentOf>) =>
  db.insertInto(TABLE).values({
    tenant: p.tenant,
    merchant: p.merchant,
    mode: p.mode,
    credential: p.credential,
    id: p.id,
    registration_id: p.registration_id,
    kind: p.kind,
    claim_digest: p.claim_digest,
    sent_at: p.sent_at,
    answered_at: null,
    exchanges: null,
  }),
)

const consumeOnce = prepared((db, p: Owned & { digest: string; registration: string; at: number }) =>
  db
    .insertInto('billing_consumed_claims')
    .values({
      tenant: p.tenant,
      merchant: p.merchant,
      mode: p.mode,
      digest: p.digest,
      registration_id: p.registration,
      consumed_at: p.at,
    })
    .onConflict((conflict) => conflict.column('digest').doNothing()),
)

const consumer = prepared((db, p: { digest: string; tenant: string }) =>
  db
    .selectFrom('billing_consumed_claims')
    .select('registration_id')
    .where('digest', '=', p.digest)
    .where('tenant', '=', p.tenant),
)

const ofRegistration = prepared((db, p: { registration: string; tenant: string }) =>
  db
    .selectFrom(TABLE)
    .selectAll()
    .where('registration_id', '=', p.registration)
    .where('tenant', '=', p.tenant)
    .orderBy('seq'),
)

async function consume(
  db: Db,
  owned: Owned,
  { claimDigest: digest, registrationId, sentAt }: Attempt,
): Promise<void> {
  const values = { ...owned, digest, registration: registrationId, at: sentAt }
  if ((await consumeOnce(db, values)).numAffectedRows === 1n) return
  const consumed = await db
    .selectFrom('billing_consumed_claims')
    .select('registration_id')
    .where('digest', '=', digest)
    .executeTakeFirst()
  if (consumed?.registration_id !== registrationId) throw new Undo('the claim is taken')
}

/** Which registration was issued from a claim. */
export async function consumerOf({ store, tenant }: Context, digest: string): Promise<string | undefined> {
  const [row] = (await store.read((db) => consumer(db, { digest, tenant }))).rows
  return row?.registration_id
}

/** Attempts of a registration in order. */
export async function attemptsOf(
  { store, sealer, tenant }: Context,
  registrationId: string,
): Promise<readonly Attempt[]> {
  const { rows } = await store.read((db) => ofRegistration(db, { registration: registrationId, tenant }))
  return Promise.all(rows.map((row) => toAttempt(sealer, row)))
}

async function toAttempt(sealer: Context['sealer'], row: Selectable<AttemptsTable>): Promise<Attempt> {
  const intent = await readIntent(TABLE, sealer, row)
  return { ...intent, kind: row.kind === 'issue' ? 'issue' : 'look', claimDigest: row.claim_digest }
}

/** Writes an answer, whatever has happened meanwhile. */
export const landAnswer = (
  context: Context,
  attemptId: string,
  exchanges: readonly Exchange[],
  at: number,
): Promise<void> => landIn(TABLE, context, attemptId, exchanges, at)
