// A payment as Toss Payments answers it.
// Source: docs.tosspayments.com, reference (Payment object).
import type { JsonObject } from '../../json.ts'
import type { World } from '../../world.ts'
import { cardOf, METHOD_NAMES, seoulTime } from './billing-object.ts'
import type { TossCancel, TossPayment } from './state.ts'

/** Left to cancel, in KRW. */
export function balanceOf(payment: TossPayment): number {
  return payment.cancels.reduce((left, { cancelAmount }) => left - cancelAmount, payment.amount)
}

/** Cancelling the rest after a part leaves PARTIAL_CANCELED with nothing left. */
function statusOf({ cancels, amount }: TossPayment): 'DONE' | 'CANCELED' | 'PARTIAL_CANCELED' {
  const [first] = cancels
  if (!first) return 'DONE'
  return first.cancelAmount === amount ? 'CANCELED' : 'PARTIAL_CANCELED'
}

function cancelView(payment: TossPayment, cancel: TossCancel, index: number): object {
  const before = payment.cancels.slice(0, index + 1)
  const left = before.reduce((sum, { cancelAmount }) => sum - cancelAmount, payment.amount)
  return {
    transactionKey: cancel.transactionKey,
    cancelReason: cancel.cancelReason,
    canceledAt: seoulTime(cancel.canceledAt),
    cancelAmount: cancel.cancelAmount,
    taxFreeAmount: 0,
    refundableAmount: left,
    cancelStatus: 'DONE',
  }
}

function cardFields(world: World, payment: TossPayment): object | null {
  const card = cardOf(world, payment.instrument)
  return (
    card && {
      ...card,
      amount: payment.amount,
      installmentPlanMonths: payment.installmentMonths,
      isInterestFree: false,
      interestPayer: null,
      approveNo: payment.paymentKey.slice(-8),
      useCardPoint: false,
      acquireStatus: payment.cancels.length > 0 ? 'CANCEL_REQUESTED' : 'READY',
    }
  )
}

export function paymentObject(world: World, payment: TossPayment): JsonObject {
  const supplied = Math.round((balanceOf(payment) - payment.taxFreeAmount) / 1.1)
  return {
    mId: world.credentials.toss.merchantId,
    version: world.quirks.cardShape === 'codes' ? '2022-11-16' : '1.4',
    paymentKey: payment.paymentKey,
    type: 'BILLING',
    orderId: payment.orderId,
    orderName: payment.orderName,
    status: statusOf(payment),
    method: METHOD_NAMES[payment.instrument.method],
    requestedAt: seoulTime(payment.approvedAt),
    approvedAt: seoulTime(payment.approvedAt),
    currency: 'KRW',
    totalAmount: payment.amount,
    balanceAmount: balanceOf(payment),
    suppliedAmount: supplied,
    vat: balanceOf(payment) - payment.taxFreeAmount - supplied,
    taxFreeAmount: payment.taxFreeAmount,
    lastTransactionKey: payment.cancels.at(-1)?.transactionKey ?? payment.lastTransactionKey,
    useEscrow: false,
    cultureExpense: false,
    isPartialCancelable: true,
    card: cardFields(world, payment),
    transfer: payment.instrument.method === 'TRANSFER' ? { settlementStatus: 'INCOMPLETED' } : null,
    receipt: { url: 'https://simulator.invalid/receipt' },
    cancels:
      payment.cancels.length > 0 ? payment.cancels.map((row, at) => cancelView(payment, row, at)) : null,
    failure: null,
    secret: payment.secret,
  }
}
