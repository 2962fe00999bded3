// Whose a row is: account, mode and tenant are on every row that belongs to a registration.
import { BillingError } from '@billing-register/contract'
import type { Registration } from '@billing-register/server'
import type { Context } from './ledger.ts'
import { prepared } from './prepared.ts'
import type { Db } from './store.ts'

/** The columns that say whose a row is. */
export interface Owned {
  readonly tenant: string
  readonly merchant: string
  readonly mode: 'live' | 'test'
}

/** The columns for a registration that is at hand. */
export function ownedBy(tenant: string, { account }: Pick<Registration, 'account'>): Owned {
  return { tenant, merchant: account.merchant, mode: account.mode }
}

const ownerQuery = (db: Db, p: { id: string; tenant: string }) =>
  db
    .selectFrom('billing_registrations')
    .select(['tenant', 'merchant', 'mode'])
    .where('id', '=', p.id)
    .where('tenant', '=', p.tenant)

const plainOwner = prepared(ownerQuery)
const lockedOwner = prepared((db, p: { id: string; tenant: string }) => ownerQuery(db, p).forUpdate())

/**
 * The columns of a registration that is known by its id. With `lock` nobody else may do the same until the
 * transaction ends. Throws `not_found`.
 */
export async function ownerOf(
  { store, tenant }: Context,
  db: Db,
  registrationId: string,
  lock: boolean,
): Promise<Owned> {
  // SQLite has one writer at a time anyway.
  const owner = lock && store.flavour === 'postgres' ? lockedOwner : plainOwner
  const [owned] = (await owner(db, { id: registrationId, tenant })).rows
  if (!owned) throw new BillingError('not_found', 'no such registration')
  return owned
}
