// Danal's memory: open windows and the transactions they led to.
import type { ShopReturn } from '../../windows/closing-pages.ts'
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

export interface DanalState {
  readonly windows: Map<string, DanalWindow>
  readonly transactions: Map<string, DanalTransaction>
}

export function createDanalState(): DanalState {
  return { windows: new Map(), transactions: new Map() }
}
