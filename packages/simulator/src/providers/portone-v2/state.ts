// PortOne V2's memory: open windows, keys that wait for a confirmation, billing keys, payments, schedules, tokens.
import type { PortoneV2Channel } from '../../credentials.ts'
import type { IdempotencyBook } from '../../idempotency.ts'
import type { JsonObject } from '../../json.ts'
import type { TrueKey, TruePayment, TrueSchedule } from '../../truth.ts'
import type { WindowSession } from '../../windows/session.ts'
import type { PgRefusal } from './answer.ts'
import type { IssueRequest } from './issue-request.ts'
import type { WindowType } from './pgs.ts'

export type Instrument =
  | { readonly kind: 'card'; readonly cardNumber: string; readonly owner: 'personal' | 'business' }
  | { readonly kind: 'account'; readonly account: string }
  | { readonly kind: 'easy-pay'; readonly provider: string }

/** The channel with the key that names it. */
export interface Channel extends PortoneV2Channel {
  readonly key: string
}

/** The object the promise resolves with, and the redirect's query. */
export type WindowResult = Readonly<Record<string, string>>

export interface V2Window {
  readonly request: IssueRequest
  readonly place: WindowType
  /** The page's own mark for this call, repeated in the message that answers it. */
  readonly ticket: string
  /** Origin of the page that asked. */
  readonly origin: string
  readonly requestedAt: number
  /** Assigned before the customer has done anything. */
  readonly billingKey: string
  session: WindowSession
  result?: WindowResult
}

/** Everything a key needs, whether it came from a window or from card data. */
export interface KeyDraft {
  readonly billingKey: string
  readonly channel: Channel
  readonly instrument: Instrument
  readonly customer: JsonObject
  readonly customData: string
  readonly issueId: string
  readonly issueName: string
  readonly noticeUrls: readonly string[]
  readonly requestedAt: number
}

export interface Confirmation {
  readonly draft: KeyDraft
  readonly createdAt: number
  /** The issuer refuses when the key is confirmed. */
  readonly declines: boolean
  state: 'waiting' | 'confirmed' | 'refused'
}

export interface BillingKeyRow extends KeyDraft {
  readonly key: TrueKey
  readonly issuedAt: number
  deletedAt?: number
}

export interface V2Cancellation {
  readonly id: string
  readonly amount: number
  readonly reason: string
  readonly at: number
}

export interface V2Payment {
  readonly paymentId: string
  readonly transactionId: string
  readonly billingKey: BillingKeyRow
  readonly orderName: string
  /** KRW. */
  readonly amount: { readonly total: number; readonly taxFree: number; readonly vat: number }
  readonly currency: string
  readonly customer: JsonObject
  readonly customData: string
  readonly installmentMonth: number
  readonly noticeUrls: readonly string[]
  readonly scheduleId: string
  readonly requestedAt: number
  readonly failure?: PgRefusal
  readonly money: TruePayment
  readonly cancellations: V2Cancellation[]
}

export interface V2Schedule {
  readonly id: string
  readonly paymentId: string
  readonly billingKey: BillingKeyRow
  /** The charge as it was asked for. */
  readonly payment: JsonObject
  readonly createdAt: number
  readonly timeToPay: number
  status: 'SCHEDULED' | 'SUCCEEDED' | 'FAILED' | 'REVOKED'
  /** When it ran or was revoked. */
  endedAt?: number
  readonly truth: TrueSchedule
}

export interface V2State {
  readonly windows: Map<string, V2Window>
  /** By billingIssueToken. */
  readonly confirmations: Map<string, Confirmation>
  readonly billingKeys: Map<string, BillingKeyRow>
  /** The last attempt by paymentId. */
  readonly payments: Map<string, V2Payment>
  readonly schedules: Map<string, V2Schedule>
  readonly answers: IdempotencyBook
  /** A new login or refresh ends the old tokens at once. */
  login: { readonly access: string; readonly refresh: string; readonly since: number } | undefined
}

export function createV2State(): V2State {
  return {
    windows: new Map(),
    confirmations: new Map(),
    billingKeys: new Map(),
    payments: new Map(),
    schedules: new Map(),
    answers: new Map(),
    login: undefined,
  }
}

export function clearV2State(state: V2State): void {
  state.windows.clear()
  state.confirmations.clear()
  state.billingKeys.clear()
  state.payments.clear()
  state.schedules.clear()
  state.answers.clear()
}
