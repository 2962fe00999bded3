// What happened, for the audit trail and for the merchant's callbacks. Never a secret.
import type { RecordState } from './record.ts'

/** Kinds of events. `method.*` and `registration.*` are told to the merchant; `security.*` are for the operator. */
export type EventType =
  | 'registration.created'
  | 'registration.retired'
  | 'registration.cancelled'
  | 'registration.declined'
  | 'registration.uncertain'
  | 'registration.expired'
  | 'method.issued'
  | 'method.suspended'
  | 'security.claim_quarantined'
  | 'security.claim_refused'

/** One event. `at`: ms since the epoch. */
export interface BillingEvent {
  readonly id: string
  readonly type: EventType
  readonly at: number
  readonly registrationId: string
  readonly customerId: string
  readonly from?: RecordState
  readonly to?: RecordState
  /** Error code, provider code, names of mismatching fields: words that may be logged. */
  readonly detail?: Readonly<Record<string, string>>
}

/** An event that the merchant's `onIssued` has not taken yet. */
export interface Delivery {
  readonly event: BillingEvent
  readonly tries: number
}
