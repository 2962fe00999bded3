// Danal's memory: open windows and the transactions they led to.
import type { ShopReturn } from '../../windows/closing-pages.ts'
import type { TrueKey, TruePayment } from '../../truth.ts'
import type { WindowSession } from '../../windows/session.ts'
import type { DanalBillingRequest } from './billing-request.ts'

export interface DanalWindow {
  readonly id: string
  readonly request: DanalBillingRequest
  readonly openedAt: number
  session: WindowSession
  /** Set once, when the customer finished. */
  result?: ShopReturn
}

export interface DanalTransaction {
  readonly request: DanalBillingRequest
  readonly cardNumber: string
  /** The issuer refuses at issue-key. */
  readonly declines: boolean
  /** issue-key was called for it. */
  answered: boolean
}

export interface DanalKey {
  readonly row: TrueKey
  readonly cardNumber: string
}

/** A charge by the made-up contract API. */
export interface DanalOrder {
  readonly orderId: string
  readonly transactionId: string
  /** KRW. */
  readonly amount: number
  cancelled: number
  readonly money: TruePayment
}

export interface DanalState {
  readonly keys: Map<string, DanalKey>
  readonly orders: Map<string, DanalOrder>

  readonly windows: Map<string, DanalWindow>
  readonly transactions: Map<string, DanalTransaction>
}

export function createDanalState(): DanalState {
  return { keys: new Map(), orders: new Map(), windows: new Map(), transactions: new Map() }
}
