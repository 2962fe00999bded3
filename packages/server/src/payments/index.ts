// What the merchant's server can do with payments: loaded together, when it is first asked for.
import type { Core } from '../registration/core.ts'
import { paymentView, type PaymentView } from './view.ts'

export { cancelPayment } from './cancel.ts'
export { charge } from './charge.ts'
export type { CancelInput, ChargeInput, CustomerRef, RevokeInput, ScheduleInput } from './check.ts'
export { setDefault } from './set-default.ts'
export { schedule } from './schedule.ts'
export { unschedule } from './unschedule.ts'
export { revoke, type RevokedMethod } from './revoke.ts'
export type { CancellationView, PaymentError, PaymentStatus, PaymentView } from './view.ts'

/** A payment by its id or by the merchant's order; null when there is none. */
export async function findPayment(
  core: Core,
  by: string | { readonly orderId: string },
): Promise<PaymentView | null> {
  const { charges } = core.ledger
  const payment = await (typeof by === 'string' ? charges.payment(by) : charges.paymentOfOrder(by.orderId))
  return payment ? paymentView(payment) : null
}
