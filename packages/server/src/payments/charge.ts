// billing.charge(): one order is charged at most once, however often and from how many servers it is asked.
import { BillingError } from '@billing-register/contract'
import type { Core } from '../registration/core.ts'
import { askAbout } from './ask-about.ts'
import { beginCharge } from './begin-charge.ts'
import { tellRegistration } from './charge-first.ts'
import { checkCharge, isSomeoneElses, type ChargeInput } from './check.ts'
import { decide } from './decide.ts'
import { follow } from './follow.ts'
import type { Payment } from './payment.ts'
import { paymentView, type PaymentView } from './view.ts'

/**
 * Charges an order, or answers what became of it. Throws before anything is sent: `invalid_request`, `invalid_amount`,
 * `not_found`, `order_conflict`, `payment_in_progress`, `payment_method_revoked`, `payment_method_suspended`, `charge_unsupported`,
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
    // Nobody is left to ask where its PG is configured no more: the decline stands.
    if (next.do === 'ask' && core.providers.has(next.payment.provider)) {
      await askFirst(core, next.payment, requestId)
      continue
    }
    const after =
      next.do === 'follow'
        ? await follow(core, next.payment, requestId)
        : await beginCharge(core, { input, method, payment, requestId })
    if (!after) continue
    await tellRegistration(core, after, requestId)
    return paymentView(after)
  }
}

/** Asks the PG about a declined attempt of which it has news: charged after all, it must not be charged again. */
async function askFirst(core: Core, payment: Payment, requestId: string): Promise<void> {
  const { hint } = payment
  const asked = await askAbout(core, payment, requestId, true)
  await tellRegistration(core, asked, requestId)
  if (!hint || !asked.hint || asked.hint.looks === hint.looks) return
  throw new BillingError(
    'payment_in_progress',
    'attempt: the PG has news of the last one, and does not tell it now',
  )
}
