// PortOne V1's memory: payments, customers (the keys), amounts registered beforehand, open windows, the access token.
import type { JsonObject } from '../../json.ts'
import type { TrueKey, TruePayment, TrueSchedule } from '../../truth.ts'
import type { ShopReturn } from '../../windows/closing-pages.ts'
import type { WindowSession } from '../../windows/session.ts'

export type PaymentStatus = 'ready' | 'paid' | 'failed' | 'cancelled'

export interface Buyer {
  readonly name: string
  readonly email: string
  readonly tel: string
  readonly addr: string
  readonly postcode: string
}

export interface PaymentRow {
  readonly impUid: string
  readonly merchantUid: string
  readonly customerUid: string
  readonly usage: 'issue' | 'payment'
  readonly pg: string
  readonly pgId: string
  readonly sandbox: boolean
  readonly payMethod: string
  readonly channel: 'pc' | 'mobile' | 'api'
  readonly name: string
  readonly amount: number
  readonly buyer: Buyer
  /** JSON text, as PortOne hands custom_data back; '' when none was sent. */
  readonly customData: string
  readonly noticeUrls: readonly string[]
  readonly startedAt: number
  status: PaymentStatus
  /** Epoch ms of the last change of status. */
  changedAt: number
  /** Until then the REST API still says `ready`. */
  visibleFrom: number
  cardNumber: string
  failReason: string
  cancelReason: string
  cancelled: { amount: number; at: number; reason: string; pgTid: string }[]
  truePayment?: TruePayment
}

export interface CustomerRow {
  readonly customerUid: string
  readonly pg: string
  readonly pgId: string
  readonly sandbox: boolean
  readonly cardNumber: string
  readonly payMethod: string
  readonly buyer: Buyer
  /** Epoch ms. */
  readonly insertedAt: number
  readonly updatedAt: number
  readonly visibleFrom: number
  readonly key: TrueKey
}

export interface ScheduleRow {
  readonly merchantUid: string
  readonly customer: CustomerRow
  /** The charge as it was asked for. */
  readonly charge: JsonObject
  /** Epoch ms. */
  readonly scheduledFor: number
  status: 'scheduled' | 'executed' | 'revoked'
  /** Epoch ms of its end. */
  endedAt?: number
  payment?: PaymentRow
  readonly truth: TrueSchedule
}

export type ResultPath = 'callback' | 'redirect'

export interface PortoneWindow {
  readonly id: string
  /** The page's own mark for this call, repeated in the message that answers it. */
  readonly ticket: string
  readonly path: ResultPath
  /** Origin of the page that called request_pay. */
  readonly origin: string
  readonly redirectUrl: string
  readonly omitsImpUid: boolean
  readonly payment: PaymentRow
  /** KRW in the window's header; a PG that charges nothing may still show it. */
  readonly shownAmount: number
  readonly period: string
  session: WindowSession
  result?: { readonly answer: Readonly<Record<string, unknown>>; readonly shopReturn: ShopReturn | undefined }
}

export interface PortoneState {
  readonly payments: Map<string, PaymentRow>
  readonly customers: Map<string, CustomerRow>
  /** Amount in KRW by merchant_uid. */
  readonly prepared: Map<string, number>
  readonly windows: Map<string, PortoneWindow>
  /** By merchant_uid. */
  readonly schedules: Map<string, ScheduleRow>
  token: { readonly value: string; expiresAt: number } | undefined
}

export function createPortoneState(): PortoneState {
  return {
    payments: new Map(),
    customers: new Map(),
    prepared: new Map(),
    windows: new Map(),
    schedules: new Map(),
    token: undefined,
  }
}

/** The token stays good: forgetting payments logs nobody out. */
export function clearPortoneState(state: PortoneState): void {
  state.payments.clear()
  state.customers.clear()
  state.prepared.clear()
  state.windows.clear()
  state.schedules.clear()
}

/** Every attempt under one merchant_uid, the newest first. */
export function paymentsUnder(state: PortoneState, merchantUid: string): PaymentRow[] {
  return [...state.payments.values()].filter((row) => row.merchantUid === merchantUid).toReversed()
}
