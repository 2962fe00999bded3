// billing.charge(): one order is charged at most once, however often and from how many servers it is asked.
import { BillingError } from '@billing-register/contract'
import type { Core } from '../registration/core.ts'
import { beginCharge } from './begin-charge.ts'
import { tellRegistration } from './charge-first.ts'
import { checkCharge, isSomeoneElses, type ChargeInput } from './check.ts'
import { decide } from './decide.ts'
import { follow } from './follow.ts'
import { paymentView, type PaymentView } from './view.ts'

/**
 * Charges an order, or answers what became of it. Throws before anything is sent: `invalid_request`, `invalid_amount`,
 * `not_found`, `order_conflict`, `payment_method_revoked`, `payment_method_suspended`, `charge_unsupported`,
 * `provider_paused`, `unknown_provider`, `misconfigured`. What the PG says is no exception.
 */
export async function charge(core: Core, input: ChargeInput): Promise<PaymentView> {
  checkCharge(input)
  const { charges } = core.ledger
  const requestId = core.mint('').slice(0, 12)
  for (;;) {
    const [method, payment] = await Promise.all([
      charges.method(input.paymentMethodId),
      charges.paymentOfOrder(input.orderId),
    ])
    if (!method || isSomeoneElses(method.customerId, input.customer)) {
      throw new BillingError('not_found', 'paymentMethodId: no such payment method')
    }
    const next = decide(payment, input, method)
    if (next.do === 'answer') return paymentView(next.payment)
    const after =
      next.do === 'follow'
        ? await follow(core, next.payment, requestId)
        : await beginCharge(core, { input, method, payment, requestId })
    if (!after) continue
    await tellRegistration(core, after, requestId)
    return paymentView(after)
  }
}
