// Registrations as a table, a line each.
import type { RegistrationSummary } from '@billing-register/server'
import { tableOf, timeOf, won } from '../table.ts'

/** The table, or a word when there is none. */
export function registrationTable(rows: readonly RegistrationSummary[]): string {
  if (rows.length === 0) return 'No registration.\n'
  return tableOf(
    ['id', 'state', 'why', 'customer', 'provider', 'order at the PG', 'KRW', 'made (UTC)'],
    rows.map(({ id, state, reason, customerId, provider, providerRef, amount, createdAt }) => [
      id,
      state,
      reason?.code,
      customerId,
      provider,
      providerRef,
      won(amount),
      timeOf(createdAt),
    ]),
  )
}
