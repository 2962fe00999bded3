// Evidence of consents: one row per registration from the click on, never changed.
import {
  consentEvidence,
  type ConsentEvidence,
  type ConsentPage,
  type Registration,
} from '@billing-register/server'
import type { Selectable } from 'kysely'
import type { Context } from './ledger.ts'
import type { Owned } from './owned.ts'
import type { Schema } from './schema.ts'
import type { Db } from './store.ts'

const TABLE = 'billing_consents'

/** Whether the step is the one that tells of the click. */
export const tellsOfConsent = (before: Registration, after: Registration): boolean =>
  before.consent?.at === undefined && after.consent?.at !== undefined

/** Writes the evidence, where the step from `before` to `after` is the one that tells of the click. */
export async function insertConsent(
  db: Db,
  owned: Owned,
  before: Registration,
  after: Registration,
): Promise<void> {
  const evidence = consentEvidence(after)
  if (!evidence || !tellsOfConsent(before, after)) return
  const { registrationId, customerId, plan, mode: _, ...rest } = evidence
  const values = {
    ...owned,
    ...rest,
    registration_id: registrationId,
    customer_id: customerId,
    plan: plan ?? null,
  }
  await db.insertInto(TABLE).values(values).execute()
}

/** Up to `limit` from `after` on, in the order in which they were written. */
export async function consentsFrom(
  { store, tenant }: Context,
  limit: number,
  after: string | undefined,
): Promise<ConsentPage> {
  const rows = await store.read((db) =>
    db
      .selectFrom(TABLE)
      .selectAll()
      .where('tenant', '=', tenant)
      .where('seq', '>', Number(after ?? 0))
      .orderBy('seq')
      .limit(limit + 1)
      .execute(),
  )
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    consents: page.map(toEvidence),
    ...(rows.length > limit && last ? { next: String(last.seq) } : {}),
  }
}

function toEvidence(row: Selectable<Schema[typeof TABLE]>): ConsentEvidence {
  const {
    registration_id: registrationId,
    customer_id: customerId,
    plan,
    mode,
    version,
    locale,
    offer,
    text,
  } = row
  const at = Number(row.at)
  const evidence = { registrationId, customerId, mode, version, locale, offer, text, at }
  return plan === null ? evidence : { ...evidence, plan }
}
