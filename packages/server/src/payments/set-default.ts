// Which of a customer's payment methods is charged when nobody says which.
import { BillingError } from '@billing-register/contract'
import type { Core } from '../registration/core.ts'
import { checkCustomer, isSomeoneElses, type CustomerRef } from './check.ts'
import { methodEvent } from './revoke.ts'

/** Makes it its owner's default. Throws `not_found`, also of one that may not be charged. */
export async function setDefault(
  core: Core,
  input: { readonly paymentMethodId: string; readonly customer: CustomerRef },
): Promise<void> {
  checkCustomer(input)
  const { paymentMethodId, customer } = input
  const requestId = core.mint('').slice(0, 12)
  for (;;) {
    const method = await core.ledger.charges.method(paymentMethodId)
    if (method?.state !== 'active' || isSomeoneElses(method.customerId, customer)) {
      throw new BillingError('not_found', 'paymentMethodId: no such payment method')
    }
    const at = core.now()
    const next = { ...method, defaultSince: at, version: method.version + 1 }
    const context = { at, by: 'customer', requestId, mint: core.mint } as const
    const events = [methodEvent(next, 'method.default', context, {})]
    if ((await core.ledger.charges.replaceMethod(method, next, { events })) === 'ok') return
  }
}
