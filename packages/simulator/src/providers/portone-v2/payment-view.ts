// A payment as PortOne V2 shows it.
// Source: PortOne V2 OpenAPI (Payment) through the types of @portone/server-sdk 0.19.0.
import type { World } from '../../world.ts'
import { cardView, channelView, timestamp } from './billing-key-view.ts'
import type { Instrument, V2Cancellation, V2Payment } from './state.ts'

export function cancelledAmount({ cancellations }: V2Payment): number {
  return cancellations.reduce((sum, { amount }) => sum + amount, 0)
}

export function paymentStatus(payment: V2Payment): 'PAID' | 'FAILED' | 'CANCELLED' | 'PARTIAL_CANCELLED' {
  if (payment.failure) return 'FAILED'
  const cancelled = cancelledAmount(payment)
  if (cancelled === 0) return 'PAID'
  return cancelled === payment.amount.total ? 'CANCELLED' : 'PARTIAL_CANCELLED'
}

export function cancellationView({ id, amount, reason, at }: V2Cancellation): object {
  return {
    status: 'SUCCEEDED',
    id,
    pgCancellationId: `pg-${id}`,
    totalAmount: amount,
    taxFreeAmount: 0,
    vatAmount: 0,
    reason,
    requestedAt: timestamp(at),
    cancelledAt: timestamp(at),
    trigger: 'API',
  }
}

function methodView(instrument: Instrument, payment: V2Payment): object {
  if (instrument.kind === 'card')
    return {
      type: 'PaymentMethodCard',
      card: cardView(instrument.cardNumber, instrument.owner),
      approvalNumber: payment.transactionId.slice(-8),
      installment: { month: payment.installmentMonth, isInterestFree: false },
      pointUsed: false,
    }
  return { type: instrument.kind === 'account' ? 'PaymentMethodTransfer' : 'PaymentMethodEasyPay' }
}

function amountView(payment: V2Payment): object {
  const { total, taxFree, vat } = payment.amount
  const cancelled = cancelledAmount(payment)
  return {
    total,
    taxFree,
    vat,
    supply: total - taxFree - vat,
    discount: 0,
    paid: payment.failure ? 0 : total - cancelled,
    cancelled,
    cancelledTaxFree: 0,
  }
}

/** What only one state has. */
function stateView(payment: V2Payment): object {
  const at = timestamp(payment.requestedAt)
  if (payment.failure)
    return { failedAt: at, failure: { reason: payment.failure.pgMessage, ...payment.failure } }
  const last = payment.cancellations.at(-1)
  return {
    paidAt: at,
    pgTxId: `pg-${payment.transactionId}`,
    receiptUrl: 'https://simulator.invalid/receipt',
    ...(last
      ? { cancellations: payment.cancellations.map(cancellationView), cancelledAt: timestamp(last.at) }
      : { disputes: [] }),
  }
}

export function paymentView(world: World, payment: V2Payment): object {
  const { merchantId, storeId } = world.credentials['portone-v2']
  const changedAt = payment.cancellations.at(-1)?.at ?? payment.requestedAt
  return {
    status: paymentStatus(payment),
    id: payment.paymentId,
    transactionId: payment.transactionId,
    merchantId,
    storeId,
    method: methodView(payment.billingKey.instrument, payment),
    channel: channelView(payment.billingKey.channel),
    version: 'V2',
    ...(payment.scheduleId && { scheduleId: payment.scheduleId }),
    billingKey: payment.billingKey.billingKey,
    requestedAt: timestamp(payment.requestedAt),
    updatedAt: timestamp(changedAt),
    statusChangedAt: timestamp(changedAt),
    orderName: payment.orderName,
    amount: amountView(payment),
    currency: payment.currency,
    customer: payment.customer,
    ...(payment.customData && { customData: payment.customData }),
    ...stateView(payment),
  }
}
