// Payments and customers as the REST API shows them.
// Source: PortOne V1 REST specification, PaymentAnnotation and CustomerAnnotation.
import { issuerOf } from '../../test-cards.ts'
import type { World } from '../../world.ts'
import type { Buyer, CustomerRow, PaymentRow, PaymentStatus } from './state.ts'

function seconds(ms: number): number {
  return Math.floor(ms / 1000)
}

/** What the API says just now: it may lag behind the PG. */
export function visibleStatus(world: World, row: PaymentRow): PaymentStatus {
  return row.status === 'paid' && world.now() < row.visibleFrom ? 'ready' : row.status
}

function maskedNumber(cardNumber: string): string {
  return `${cardNumber.slice(0, 8)}****${cardNumber.slice(-4)}`
}

function cardFields(cardNumber: string, payMethod: string): object {
  if (!cardNumber || payMethod === 'phone')
    return { card_code: null, card_name: null, card_number: null, card_type: null }
  const issuer = issuerOf(cardNumber)
  return {
    card_code: issuer.portone,
    card_name: issuer.name,
    card_number: maskedNumber(cardNumber),
    card_type: 0,
  }
}

function cancelTotal(row: PaymentRow): number {
  return row.cancelled.reduce((sum, { amount }) => sum + amount, 0)
}

/** Left to cancel, in KRW. */
export function cancellable(row: PaymentRow): number {
  return row.amount - cancelTotal(row)
}

function buyerFields(buyer: Buyer, prefix: 'buyer' | 'customer'): object {
  return Object.fromEntries(
    Object.entries(buyer).map(([name, value]) => [`${prefix}_${name}`, value || null]),
  )
}

function cancelHistory(row: PaymentRow): object[] {
  return row.cancelled.map(({ amount, at, reason, pgTid }) => ({
    pg_tid: pgTid,
    amount,
    cancelled_at: seconds(at),
    reason,
    cancellation_id: pgTid,
    receipt_url: null,
  }))
}

export function paymentAnnotation(world: World, row: PaymentRow): object {
  const status = visibleStatus(world, row)
  const { customerUidInPayment, customerUidUsage } = world.quirks
  const showsUsage = row.usage === 'payment' || customerUidUsage === 'issue'
  const at = (wanted: PaymentStatus): number => (status === wanted ? seconds(row.changedAt) : 0)
  return {
    imp_uid: row.impUid,
    merchant_uid: row.merchantUid,
    pay_method: row.payMethod,
    channel: row.channel,
    pg_provider: row.pg,
    pg_id: row.pgId,
    pg_tid: status === 'ready' ? null : `T${row.impUid.slice(4)}`,
    apply_num: status === 'paid' ? row.impUid.slice(-8) : null,
    ...cardFields(status === 'ready' ? '' : row.cardNumber, row.payMethod),
    card_quota: 0,
    name: row.name,
    amount: row.amount,
    cancel_amount: cancelTotal(row),
    currency: 'KRW',
    ...buyerFields(row.buyer, 'buyer'),
    custom_data: row.customData || null,
    status,
    sandbox: row.sandbox,
    started_at: seconds(row.startedAt),
    paid_at: status === 'cancelled' ? seconds(row.visibleFrom) : at('paid'),
    failed_at: at('failed'),
    cancelled_at: at('cancelled'),
    fail_reason: row.failReason || null,
    cancel_reason: row.cancelReason || null,
    receipt_url: null,
    cancel_history: cancelHistory(row),
    ...(customerUidInPayment && { customer_uid: row.customerUid }),
    ...(showsUsage && { customer_uid_usage: row.usage }),
  }
}

export function customerAnnotation(row: CustomerRow): object {
  return {
    customer_uid: row.customerUid,
    pg_provider: row.pg,
    pg_id: row.pgId,
    ...cardFields(row.cardNumber, row.payMethod),
    ...(row.payMethod === 'phone' && { card_name: '휴대폰' }),
    ...buyerFields(row.buyer, 'customer'),
    inserted: seconds(row.insertedAt),
    updated: seconds(row.updatedAt),
    sandbox: row.sandbox,
  }
}
