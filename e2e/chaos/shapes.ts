// What a run knows in the end: of the PGs, of the ledger, of the servers.
import type { CallMessage } from './settings.ts'

/** A key at a PG. */
export interface TrueKey {
  readonly provider: string
  readonly billingKey: string
  readonly customerRef: string
  readonly registrationRef: string
  readonly revoked: boolean
  /** The typed card that it was made from, as the call named it. */
  readonly card?: string
}

/** A payment at a PG. */
export interface TruePayment {
  readonly provider: string
  readonly orderId: string
  readonly state: string
  /** KRW. */
  readonly amount: number
  /** How much has gone back, KRW. */
  readonly cancelled?: number
}

/** A call that a PG got, with its answer; times are wall clock ms. */
export interface SeenCall extends Omit<CallMessage, 'kind' | 'call'> {
  readonly answeredAt?: number
  readonly issuedKey?: string
}

/** A registration as it stands in the ledger, with what was appended to it. */
export interface KeptRegistration {
  readonly id: string
  readonly state: string
  readonly provider: string
  readonly providerRef: string
  readonly customerId: string
  /** Types and times (wall clock) of its events. */
  readonly events: readonly { readonly type: string; readonly at: number }[]
  /** Transactions that its claims name. */
  readonly claims: readonly { readonly transaction: string }[]
}

/** A payment method as it stands in the ledger. */
export interface KeptMethod {
  readonly id: string
  readonly registrationId: string
  readonly state: string
  readonly binding: string
  readonly key: string
  /** What the ledger says became of a revoked key at its PG. */
  readonly atPg: string | undefined
}

/** A server or the database was away; times are wall clock ms. */
export interface Absence {
  readonly server: number | 'database'
  readonly from: number
  readonly to: number
}

/** A payment as it stands in the ledger. Amounts are KRW. */
export interface KeptPayment {
  readonly id: string
  readonly state: string
  readonly provider: string
  readonly orderId: string
  readonly pgOrderId: string
  /** Its earlier attempts, where another card may have been asked for at another PG. */
  readonly earlier: readonly { readonly provider: string; readonly pgOrderId: string }[]
  readonly amount: number
  readonly registrationId: string
  readonly paymentMethodId: string
  readonly reason: string | undefined
  readonly cancellations: readonly { readonly id: string; readonly amount: number; readonly state: string }[]
}

/** An event of a payment or payment method, in the order of its registration. */
export interface KeptEvent {
  readonly registrationId: string
  readonly type: string
  readonly detail: Readonly<Record<string, string>>
}
