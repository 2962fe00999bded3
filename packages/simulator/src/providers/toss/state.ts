// Toss Payments' memory: open windows, the authKeys they led to, billing keys, payments, idempotency keys.
import type { IdempotencyBook } from '../../idempotency.ts'
import type { TrueKey, TruePayment } from '../../truth.ts'
import type { WindowSession } from '../../windows/session.ts'
import type { BillingAuthRequest } from './billing-auth.ts'

/** What is registered: a card, or a bank account. */
export type TossInstrument =
  | { readonly method: 'CARD'; readonly cardNumber: string; readonly owner: 'personal' | 'business' }
  | { readonly method: 'TRANSFER'; readonly bank: string; readonly account: string }

/** Where a finished window leaves to: an address of the shop, or a code for the promise. */
export type TossEnd =
  | { readonly kind: 'navigate'; readonly url: string }
  | { readonly kind: 'reject'; readonly code: string; readonly message: string }

export interface TossWindow {
  readonly request: BillingAuthRequest
  /** The page's own mark for this call, repeated in the message that answers it. */
  readonly ticket: string
  /** Origin of the page that asked. */
  readonly origin: string
  readonly target: 'self' | 'iframe'
  session: WindowSession
  end?: TossEnd
}

export interface AuthKey {
  readonly customerKey: string
  readonly instrument: TossInstrument
  /** Epoch ms. */
  readonly createdAt: number
  /** The issuer refuses when the key is issued. */
  readonly declines: boolean
  used: boolean
}

export interface BillingKeyRow {
  readonly billingKey: string
  readonly customerKey: string
  readonly instrument: TossInstrument
  readonly key: TrueKey
}

export interface TossCancel {
  readonly transactionKey: string
  readonly cancelReason: string
  /** Epoch ms. */
  readonly canceledAt: number
  /** KRW. */
  readonly cancelAmount: number
}

export interface TossPayment {
  readonly paymentKey: string
  readonly orderId: string
  readonly orderName: string
  /** KRW. */
  readonly amount: number
  readonly taxFreeAmount: number
  readonly installmentMonths: number
  readonly instrument: TossInstrument
  /** Epoch ms. */
  readonly approvedAt: number
  readonly lastTransactionKey: string
  readonly secret: string
  readonly money: TruePayment
  readonly cancels: TossCancel[]
}

export interface TossState {
  readonly windows: Map<string, TossWindow>
  readonly authKeys: Map<string, AuthKey>
  readonly billingKeys: Map<string, BillingKeyRow>
  /** By paymentKey. */
  readonly payments: Map<string, TossPayment>
  readonly answers: IdempotencyBook
}

export function createTossState(): TossState {
  return {
    windows: new Map(),
    authKeys: new Map(),
    billingKeys: new Map(),
    payments: new Map(),
    answers: new Map(),
  }
}

export function clearTossState(state: TossState): void {
  state.windows.clear()
  state.authKeys.clear()
  state.billingKeys.clear()
  state.payments.clear()
  state.answers.clear()
}
