// Version 3: what waits for a person is found without looking through everything.
import type { Flavour } from '../store.ts'

/** Statements from version 2 to version 3. */
export function recovery(_flavour: Flavour): readonly string[] {
  return [
    // Whatever was not settled before times were kept is looked at once; that finds out when the next time is.
    `update billing_registrations set look_at = 0
      where look_at is null and state in ('open', 'returned', 'issuing', 'uncertain')`,
    `create index billing_registrations_waiting on billing_registrations (tenant, seq)
      where state in ('uncertain', 'suspended', 'held')`,
  ]
}
