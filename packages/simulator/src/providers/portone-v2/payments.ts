// Looking a payment up and cancelling it.
// Source: PortOne V2 OpenAPI (GET /payments/{paymentId}, POST /payments/{paymentId}/cancel, CancelPaymentError).
import { numeric, text } from '../../json.ts'
import { bookCancel } from '../../truth.ts'
import type { World } from '../../world.ts'
import { done, refused, type V2Result } from './answer.ts'
import { cancellationView, cancelledAmount, paymentStatus, paymentView } from './payment-view.ts'
import type { V2Input } from './rest.ts'
import type { V2Cancellation, V2State } from './state.ts'
import { announceTransaction } from './webhook.ts'

function noPayment(): V2Result {
  return refused('PAYMENT_NOT_FOUND', '결제 건이 존재하지 않습니다.')
}

export function getV2Payment(world: World, state: V2State, { id }: V2Input): V2Result {
  const payment = state.payments.get(id)
  return payment ? done(paymentView(world, payment)) : noPayment()
}

/** Without an amount all that is left is cancelled; currentCancellableAmount guards against a race. */
export function cancelV2Payment(world: World, state: V2State, { id, body }: V2Input): V2Result {
  const payment = state.payments.get(id)
  if (!payment) return noPayment()
  const reason = text(body, 'reason')
  if (!reason) return refused('INVALID_REQUEST', 'reason: 필수 항목입니다.')
  const status = paymentStatus(payment)
  if (status === 'FAILED') return refused('PAYMENT_NOT_PAID', '결제가 완료되지 않았습니다.')
  if (status === 'CANCELLED') return refused('PAYMENT_ALREADY_CANCELLED', '이미 취소된 결제입니다.')
  const left = payment.amount.total - cancelledAmount(payment)
  const expected = numeric(body, 'currentCancellableAmount')
  if (expected !== undefined && expected !== left)
    return refused('CANCELLABLE_AMOUNT_CONSISTENCY_BROKEN', '취소 가능 잔액이 다릅니다.')
  const amount = body['amount'] === undefined ? left : numeric(body, 'amount')
  if (amount === undefined || !Number.isInteger(amount) || amount < 1)
    return refused('INVALID_REQUEST', 'amount: 형식이 올바르지 않습니다.')
  if (amount > left)
    return refused('CANCEL_AMOUNT_EXCEEDS_CANCELLABLE_AMOUNT', '취소 가능 잔액을 넘었습니다.')
  const row: V2Cancellation = { id: `cancel-${world.random.text(24)}`, amount, reason, at: world.now() }
  payment.cancellations.push(row)
  bookCancel(payment.money, amount)
  const whole = paymentStatus(payment) === 'CANCELLED'
  const { paymentId, transactionId, noticeUrls } = payment
  if (body['skipWebhook'] !== true)
    announceTransaction(
      world,
      whole ? 'Cancelled' : 'PartialCancelled',
      { paymentId, transactionId, cancellationId: row.id },
      noticeUrls,
    )
  return done({ cancellation: cancellationView(row) })
}
