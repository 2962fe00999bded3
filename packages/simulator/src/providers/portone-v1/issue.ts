// The moment a window ends: a key is made and money may move, or the attempt fails.
// Source: developers.portone.io, V1 비인증결제 guide and PG guide "다날".
import { outcomeOf } from '../../test-cards.ts'
import { mintSecret, type World } from '../../world.ts'
import type { CustomerRow, PaymentRow, PortoneState } from './state.ts'
import { sendWebhooks } from './webhook.ts'

const INNER_KEY_LENGTH = 32

/** Where a key comes from: a payment of a window, or a card that was keyed in. */
export type KeySource = Pick<
  PaymentRow,
  | 'customerUid'
  | 'merchantUid'
  | 'pg'
  | 'pgId'
  | 'sandbox'
  | 'cardNumber'
  | 'payMethod'
  | 'buyer'
  | 'visibleFrom'
>

/** Stores the key under customer_uid. A reused customer_uid points to the newest card; the older key stays at the PG. */
export function storeKey(world: World, state: PortoneState, payment: KeySource): CustomerRow {
  const now = world.now()
  const key = {
    provider: 'portone-v1' as const,
    billingKey: mintSecret(world, INNER_KEY_LENGTH),
    customerRef: payment.customerUid,
    registrationRef: payment.merchantUid,
    revoked: false,
    issuedAt: now,
  }
  world.truth.keys.push(key)
  const row: CustomerRow = {
    customerUid: payment.customerUid,
    pg: payment.pg,
    pgId: payment.pgId,
    sandbox: payment.sandbox,
    cardNumber: payment.cardNumber,
    payMethod: payment.payMethod,
    buyer: payment.buyer,
    insertedAt: state.customers.get(payment.customerUid)?.insertedAt ?? now,
    updatedAt: now,
    visibleFrom: payment.visibleFrom,
    key,
  }
  state.customers.set(payment.customerUid, row)
  return row
}

function recordPayment(world: World, payment: PaymentRow, state: 'paid' | 'failed'): void {
  if (payment.amount <= 0) return
  const row = { provider: 'portone-v1' as const, orderId: payment.merchantUid, amount: payment.amount, state }
  world.truth.payments.push(row)
  payment.truePayment = row
}

/** Approval: amount 0 makes a key alone, an amount above 0 is charged as well. */
export function settleRegistration(
  world: World,
  state: PortoneState,
  payment: PaymentRow,
  cardNumber: string,
): void {
  payment.cardNumber = cardNumber
  if (payment.amount > 0 && outcomeOf(cardNumber) === 'charge-declined') {
    failPayment(world, payment, true, '한도를 초과했습니다.')
    return
  }
  payment.visibleFrom = world.now() + world.quirks.propagationMs
  payment.status = 'paid'
  payment.changedAt = world.now()
  storeKey(world, state, payment)
  recordPayment(world, payment, 'paid')
  if (payment.amount > 0 || world.quirks.webhookOnKeyOnly) sendWebhooks(world, payment, 'paid')
}

/** Declined by the issuer, or left by the customer. An ordinary failure sends no webhook. */
export function failPayment(world: World, payment: PaymentRow, declined: boolean, reason: string): void {
  payment.status = 'failed'
  payment.changedAt = world.now()
  payment.failReason = reason
  if (declined) recordPayment(world, payment, 'failed')
}
