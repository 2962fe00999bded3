// What a merchant may supply from their own contract documents, because Danal publishes nothing of it: charging a key,
// cancelling a payment, deleting a key, and finding out what came of a payment.
import type { ErrorCode, PaymentMethodKind } from '@billing-register/contract'
import type { Customer } from '../provider.ts'

/** One request to Danal. The secret key is added as `Authorization: Basic`, unless `headers` has one of its own. */
export interface DanalRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** As the contract documents give it, under `apiBase` where it begins with `/`. */
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body?: Readonly<Record<string, unknown>>
}

/** What came back: `fields` of a JSON object. Neither is there when nothing came back. */
export interface DanalAnswer {
  readonly status: number | undefined
  readonly fields: Readonly<Record<string, unknown>> | undefined
}

/** What an operation may use. */
export interface DanalTools {
  readonly merchantId: string
  /** Names this charge, cancellation or deletion for good. 26 characters of `A–Z a–z 0–9 _`. */
  readonly idempotencyKey: string
  /**
   * Makes one call, once, and keeps what came back, sealed, as evidence. Resolves whatever happens; there is no retry. Calls
   * that go another way leave no evidence.
   */
  readonly call: (request: DanalRequest) => Promise<DanalAnswer>
}

/** A charge. `amount` in KRW. */
export interface DanalCharge {
  /** It charges by itself: send it to Danal and nowhere else, and never log it. */
  readonly billingKey: string
  readonly kind: PaymentMethodKind
  /** The order as Danal is to know it: at most 40 characters, another one for each attempt. */
  readonly orderId: string
  readonly orderName: string
  readonly amount: number
  readonly customer: Customer
}

/** A cancellation. `amount`, `remaining` (before it) and `total` in KRW. */
export interface DanalCancel {
  readonly transactionId: string | undefined
  readonly orderId: string
  readonly amount: number
  readonly remaining: number
  readonly total: number
  readonly reason: string
}

/** Danal said no, for certain: nothing was done, and nothing will be. `code` chooses the customer's text. */
export interface DanalDeclined {
  readonly kind: 'declined'
  readonly code?: ErrorCode
  /** Danal's own code. */
  readonly providerCode?: string
}

/** Nothing is certain. A throw counts as this. */
export interface DanalUncertain {
  readonly kind: 'uncertain'
  readonly providerCode?: string
}

/** Paid. What is told of it is compared with what was asked. `cancelled`: KRW that went back since. */
export interface DanalPaid {
  readonly kind: 'paid'
  readonly transactionId?: string
  readonly orderId?: string
  readonly amount?: number
  readonly cancelled?: number
}

/** The operations, each as far as the merchant's contract documents describe it. */
export interface DanalOperations {
  /** Charges once. Called once per attempt, whatever happens; never again after a lost answer. */
  readonly charge?: (
    asked: DanalCharge,
    tools: DanalTools,
  ) => Promise<DanalPaid | DanalDeclined | DanalUncertain>
  /** Cancels once, whole or in part. */
  readonly cancel?: (
    asked: DanalCancel,
    tools: DanalTools,
  ) => Promise<{ readonly kind: 'cancelled'; readonly amount?: number } | DanalDeclined | DanalUncertain>
  /** Deletes a key (빌링키 해지). */
  readonly revoke?: (
    asked: { readonly billingKey: string },
    tools: DanalTools,
  ) => Promise<{ readonly kind: 'revoked' } | DanalDeclined | DanalUncertain>
  /** Finds out what Danal knows of an order. It charges nothing, and may be called at any time. `absent`: it knows of none. */
  readonly lookup?: (
    asked: { readonly orderId: string; readonly transactionId?: string },
    tools: DanalTools,
  ) => Promise<DanalPaid | DanalDeclined | DanalUncertain | { readonly kind: 'absent' }>
}
