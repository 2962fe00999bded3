// One step of a registration: compare-and-set on its version, with everything that belongs to it, or nothing at all.
import type { Effects, Registration, ReplaceResult } from '@billing-register/server'
import { attemptRows, insertAttempt } from './attempts.ts'
import { insertConsent, tellsOfConsent } from './consents.ts'
import { eventRows, insertEvents } from './events.ts'
import type { Context } from './ledger.ts'
import { methodRow, saveMethod, sealMethod, type MethodColumns } from './methods.ts'
import { ownedBy } from './owned.ts'
import { insertPayment, paymentRow, sealPayment, type PaymentColumns } from './payments.ts'
import { atOnce, type First } from './postgres/at-once.ts'
import { prepared } from './prepared.ts'
import { seal } from './registrations.ts'
import { Undo, type Db } from './store.ts'

const TABLE = 'billing_registrations'

interface Change {
  readonly id: string
  readonly tenant: string
  readonly expected: number
  readonly version: number
  readonly state: string
  readonly record: string
  readonly look_at: number | null
}

const update = prepared((db, p: Change) =>
  db
    .updateTable(TABLE)
    .set({ version: p.version, state: p.state, record: p.record, look_at: p.look_at })
    .where('id', '=', p.id)
    .where('version', '=', p.expected)
    .where('tenant', '=', p.tenant),
)

/** Compare-and-set on the version, with everything that belongs to the step, or nothing at all. */
export async function replace(
  context: Context,
  expected: Registration,
  next: Registration,
  effects: Effects,
): Promise<ReplaceResult> {
  const { store, tenant } = context
  const sealed: Sealed = {
    ...(await seal(context, next)),
    method: effects.paymentMethod && (await sealMethod(context, effects.paymentMethod)),
    payment: effects.payment && (await sealPayment(context, effects.payment)),
  }
  const change: Replacement = { tenant, expected, next, effects, sealed }
  if (store.flavour === 'postgres') {
    const done = await store.writeOne((db) => replaceAtOnce(db, change))
    if (done !== undefined) return done
  }
  try {
    return await store.write((db) => replaceIn(db, change))
  } catch (error) {
    if (error instanceof Undo) return 'claim-taken'
    throw error
  }
}

interface Sealed {
  readonly record: string
  readonly look_at: number | null
  readonly method: MethodColumns | undefined
  readonly payment: PaymentColumns | undefined
}

interface Replacement {
  readonly tenant: string
  readonly expected: Registration
  readonly next: Registration
  readonly effects: Effects
  readonly sealed: Sealed
}

async function replaceIn(db: Db, change: Replacement): Promise<ReplaceResult> {
  const { tenant, expected, next, effects, sealed } = change
  const { id, version: known } = expected
  const { version, state } = next
  const { record, look_at } = sealed
  const updated = await update(db, { id, tenant, expected: known, version, state, record, look_at })
  if (updated.numAffectedRows !== 1n) return 'conflict'
  const owned = ownedBy(tenant, next)
  if (effects.attempt) await insertAttempt(db, owned, effects.attempt)
  if (sealed.method) await saveMethod(db, sealed.method)
  if (sealed.payment) await insertPayment(db, sealed.payment)
  await insertEvents(db, owned, effects.events)
  await insertConsent(db, owned, expected, next)
  return 'ok'
}

/**
 * The same in one statement. Undefined, and nothing is done, where that cannot be: a claim that was consumed before, the
 * evidence of a consent, several events whose order matters.
 */
async function replaceAtOnce(db: Db, change: Replacement): Promise<ReplaceResult | undefined> {
  const { tenant, expected, next, effects, sealed } = change
  const { attempt, events } = effects
  if (events.length > 1 || tellsOfConsent(expected, next)) return undefined
  const owned = ownedBy(tenant, next)
  const { version, state } = next
  const { record, look_at, method, payment } = sealed
  const first: First = {
    kind: 'change',
    table: TABLE,
    set: { version, state, record, look_at },
    where: { id: expected.id, version: expected.version, tenant },
  }
  const done = await atOnce(db, first, [
    ...(attempt ? attemptRows(owned, attempt) : []),
    ...(method ? [methodRow(method)] : []),
    ...(payment ? [paymentRow(payment)] : []),
    ...eventRows(owned, events),
  ])
  if (done === 'twice') return undefined
  return done === 'done' ? 'ok' : 'conflict'
}
