// What happened, for the audit trail and for the merchant's callbacks. Never a secret.
import type { CancelState, PaymentState } from '../payments/payment.ts'
import type { PaymentMethod, RecordState } from './record.ts'

/** Kinds of events, and what each says. */
export type EventType =
  | 'registration.created'
  | 'registration.opened'
  | 'registration.returned'
  | 'registration.issuing'
  /** A card was registered. */
  | 'registration.issued'
  /** A key exists, but what came back is not what was asked: nobody may charge it before an operator has looked. */
  | 'registration.suspended'
  | 'registration.declined'
  /** Nobody knows whether a key exists, or whether money moved. */
  | 'registration.uncertain'
  | 'registration.cancelled'
  | 'registration.expired'
  /** An operator settled it. `detail` says how, who and why. */
  | 'registration.resolved'
  /** A key was found although its owner has not finished: it is kept for their next visit. */
  | 'key.held'
  /** A key that nobody wants: it is to be revoked. */
  | 'key.surplus'
  /**
   * A call for another registration may have charged this one's order. `detail` names that `registration`;
   * the transaction to give back is the operator's to see.
   */
  | 'charge.misdirected'
  /** A charge was sent, or is about to be. `detail` of all payment events: `paymentId`, `orderId`, `amount`, `attempt`. */
  | 'payment.charging'
  | 'payment.scheduling'
  | 'payment.scheduled'
  | 'payment.paid'
  | 'payment.declined'
  /** Nobody knows whether money moved; it is being found out. */
  | 'payment.uncertain'
  /** An attempt that had been given up has moved money all the same: a person must give it back. */
  | 'payment.stray'
  /** A cancellation was sent, or is about to be. `detail` of these: `cancelId` and the `cancelled` amount, too. */
  | 'payment.cancelling'
  | 'payment.cancelled'
  | 'payment.cancel_declined'
  | 'payment.cancel_uncertain'
  /** An operator settled it. `detail` says how, who and why. */
  | 'payment.resolved'
  /** A payment method is being revoked: it cannot be charged any more. `detail` of these: `paymentMethodId`. */
  | 'method.revoking'
  /** It is gone. `detail.atPg` says what became of the key at the PG: `gone`, `kept` or `uncertain`. */
  | 'method.revoked'
  | 'method.suspended'
  | 'method.default'
  /** A return came under another customer's login. */
  | 'claim.quarantined'
  /** A return was refused: used for another registration, of another order, unknown to the PG, or one too many. */
  | 'claim.refused'
  /** A customer reached the hourly limit. */
  | 'attempts.limited'
  /** Its customer was erased. `detail` says who asked for it, and until when what is left is kept. */
  | 'registration.erased'
  /** The merchant's callback keeps refusing an event of this registration. */
  | 'delivery.parked'

const UNTOLD: ReadonlySet<EventType> = new Set([
  'registration.created',
  'registration.opened',
  'registration.returned',
  'registration.issuing',
  'registration.erased',
  'delivery.parked',
  'payment.charging',
  'payment.scheduling',
  'payment.cancelling',
  'method.revoking',
  'method.default',
])

/** Whether the merchant is told of events of this kind. */
export const isTold = (type: EventType): boolean => !UNTOLD.has(type)

/**
 * Who brought it about: the owner, a browser without the owner's login, the PG (a webhook), the server itself (a
 * sweep, a reconciliation), or the merchant's operator.
 */
export type Actor = 'customer' | 'visitor' | 'pg' | 'server' | 'operator'

/** A state of what an event is about: a registration, a payment, a cancellation (where `detail` has a `cancelId`), a method. */
type EventState = RecordState | PaymentState | CancelState | PaymentMethod['state']

/** From which state to which it went; no `from`: it began so. Neither: its state stayed. */
export interface Move {
  readonly from?: EventState
  readonly to?: EventState
}

/** One event. `at`: ms since the epoch. */
export interface BillingEvent extends Move {
  readonly id: string
  readonly type: EventType
  readonly at: number
  readonly by: Actor
  /** The request it happened in: the customer's support code. */
  readonly requestId?: string
  readonly registrationId: string
  readonly customerId: string
  /** Error code, provider code, names of mismatching fields: words that may be logged. */
  readonly detail?: Readonly<Record<string, string>>
}

/** An event as it is written. `deliver`: the merchant is to be told of it, at least once and in order. */
export interface FreshEvent extends BillingEvent {
  readonly deliver?: boolean
}

/** An event that the merchant has not taken yet. `tries`: how often it was tried before. */
export interface Delivery {
  readonly event: BillingEvent
  readonly tries: number
}
