// Operations: the intent before a call about a payment or a key, and the answer, which always lands.
import type { Exchange, Operation } from '@billing-register/server'
import type { Selectable } from 'kysely'
import { landIn, readIntent } from './answers.ts'
import { parse } from './codec.ts'
import type { Context } from './ledger.ts'
import type { Owned } from './owned.ts'
import type { Addition } from './postgres/at-once.ts'
import { prepared } from './prepared.ts'
import type { OperationsTable } from './schema.ts'
import type { Db } from './store.ts'

const TABLE = 'billing_operations'

const intentOf = (owned: Owned, operation: Operation) => ({
  tenant: owned.tenant,
  merchant: operation.account.merchant,
  mode: operation.account.mode,
  credential: operation.account.credentialFingerprint,
  id: operation.id,
  registration_id: operation.registrationId,
  kind: operation.kind,
  owner_id: operation.of,
  subject: operation.subject,
  sent_at: operation.sentAt,
})

/** The intent, to be added with other rows at once. */
export const operationRows = (owned: Owned, operation: Operation | undefined): Addition[] =>
  operation ? [{ table: TABLE, row: intentOf(owned, operation) }] : []

/** Writes the intent, where there is one. */
export async function insertOperation(db: Db, owned: Owned, operation: Operation | undefined): Promise<void> {
  if (operation) await insert(db, intentOf(owned, operation))
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
    owner_id: p.owner_id,
    subject: p.subject,
    sent_at: p.sent_at,
    answered_at: null,
    exchanges: null,
  }),
)

const ofSubject = prepared((db, p: { subject: string; tenant: string }) =>
  db
    .selectFrom(TABLE)
    .selectAll()
    .where('subject', '=', p.subject)
    .where('tenant', '=', p.tenant)
    .orderBy('seq'),
)

const byId = prepared((db, p: { id: string; tenant: string }) =>
  db.selectFrom(TABLE).selectAll().where('id', '=', p.id).where('tenant', '=', p.tenant),
)

const ofOwner = prepared((db, p: { owner: string; tenant: string }) =>
  db
    .selectFrom(TABLE)
    .selectAll()
    .where('owner_id', '=', p.owner)
    .where('tenant', '=', p.tenant)
    .orderBy('seq'),
)

/** One by its id. */
export async function operation(context: Context, id: string): Promise<Operation | undefined> {
  const { store, sealer, tenant } = context
  const [row] = (await store.read((db) => byId(db, { id, tenant }))).rows
  return row && toOperation(sealer, row)
}

/** All of one payment or payment method in order. */
export async function operationsOf(
  { store, sealer, tenant }: Context,
  owner: string,
): Promise<readonly Operation[]> {
  const { rows } = await store.read((db) => ofOwner(db, { owner, tenant }))
  return Promise.all(rows.map((row) => toOperation(sealer, row)))
}

/** Operations of one subject in order. */
export async function operationsOn(
  { store, sealer, tenant }: Context,
  subject: string,
): Promise<readonly Operation[]> {
  const { rows } = await store.read((db) => ofSubject(db, { subject, tenant }))
  return Promise.all(rows.map((row) => toOperation(sealer, row)))
}

async function toOperation(sealer: Context['sealer'], row: Selectable<OperationsTable>): Promise<Operation> {
  const intent = await readIntent(TABLE, sealer, row)
  // One of ours.
  const kind = parse<Operation['kind']>(JSON.stringify(row.kind))
  return { ...intent, kind, of: row.owner_id, subject: row.subject }
}

/** Writes an answer, whatever has happened meanwhile. */
export const landOperation = (
  context: Context,
  operationId: string,
  exchanges: readonly Exchange[],
  at: number,
): Promise<void> => landIn(TABLE, context, operationId, exchanges, at)
