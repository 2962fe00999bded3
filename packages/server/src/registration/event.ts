// What happened, for the audit trail and for the merchant's callbacks. Never a secret.
import type { RecordState } from './record.ts'

/** Kinds of events. `method.*` and `registration.*` are told to the merchant; `security.*` are for the operator. */
export type EventType =
  | 'registration.created'
  | 'registration.opened'
  | 'registration.returned'
  | 'registration.issuing'
  | 'registration.retired'
  | 'registration.cancelled'
  | 'registration.declined'
  | 'registration.uncertain'
  | 'registration.expired'
  | 'method.issued'
  | 'method.suspended'
  | 'security.claim_quarantined'
  | 'security.claim_refused'

/**
 * Who brought it about: the owner, a browser without the owner's login, the PG (a webhook), the server itself (a
 * sweep, a reconciliation), or the merchant's operator.
 */
export type Actor = 'customer' | 'visitor' | 'pg' | 'server' | 'operator'

/** One event. `at`: ms since the epoch. */
export interface BillingEvent {
  readonly id: string
  readonly type: EventType
  readonly at: number
  readonly by: Actor
  /** The request it happened in: the customer's support code. */
  readonly requestId?: string
  readonly registrationId: string
  readonly customerId: string
  readonly from?: RecordState
  readonly to?: RecordState
  /** Error code, provider code, names of mismatching fields: words that may be logged. */
  readonly detail?: Readonly<Record<string, string>>
}

/** An event as it is written. `deliver`: the merchant is to be told of it, at least once and in order. */
export interface FreshEvent extends BillingEvent {
  readonly deliver?: boolean
}

/** An event that the merchant's `onIssued` has not taken yet. */
export interface Delivery {
  readonly event: BillingEvent
  readonly tries: number
}
