// Looking a payment up and cancelling it.
// Source: docs.tosspayments.com, reference (payment look-up, cancel) and reference/error-codes.
import { numeric, text, type JsonObject } from '../../json.ts'
import { bookCancel } from '../../truth.ts'
import type { World } from '../../world.ts'
import { done, refused, type TossResult } from './answer.ts'
import { paymentOfOrder } from './charge.ts'
import { balanceOf, paymentObject } from './payment-object.ts'
import type { TossState } from './state.ts'
import { announcePayment } from './webhook.ts'

const MAX_REASON = 200

export function findTossPayment(
  world: World,
  state: TossState,
  by: { readonly paymentKey: string } | { readonly orderId: string },
): TossResult {
  const payment = 'paymentKey' in by ? state.payments.get(by.paymentKey) : paymentOfOrder(state, by.orderId)
  return payment ? done(paymentObject(world, payment)) : refused('NOT_FOUND_PAYMENT')
}

/** Without cancelAmount all that is left is cancelled; refundableAmount guards against a race. */
export function cancelTossPayment(
  world: World,
  state: TossState,
  paymentKey: string,
  body: JsonObject,
): TossResult {
  const payment = state.payments.get(paymentKey)
  if (!payment) return refused('NOT_FOUND_PAYMENT')
  const cancelReason = text(body, 'cancelReason')
  if (!cancelReason) return refused('INVALID_REQUIRED_PARAM')
  if (cancelReason.length > MAX_REASON) return refused('INVALID_REQUEST')
  const left = balanceOf(payment)
  if (left === 0) return refused('ALREADY_CANCELED_PAYMENT')
  const refundable = numeric(body, 'refundableAmount')
  if (refundable !== undefined && refundable !== left) return refused('NOT_MATCHES_REFUNDABLE_AMOUNT')
  const cancelAmount = body['cancelAmount'] === undefined ? left : numeric(body, 'cancelAmount')
  if (cancelAmount === undefined || !Number.isInteger(cancelAmount) || cancelAmount < 1)
    return refused('INVALID_REQUEST')
  if (cancelAmount > left) return refused('NOT_CANCELABLE_AMOUNT')
  const transactionKey = world.random.text(32).toUpperCase()
  payment.cancels.push({ transactionKey, cancelReason, canceledAt: world.now(), cancelAmount })
  bookCancel(payment.money, cancelAmount)
  const view = paymentObject(world, payment)
  announcePayment(world, view)
  return done(view)
}
