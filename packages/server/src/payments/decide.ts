// What a call of charge() may do with an order that is in the ledger already. Pure.
import { BillingError } from '@billing-register/contract'
import type { PaymentMethod } from '../registration/record.ts'
import type { ChargeInput } from './check.ts'
import type { Payment } from './payment.ts'

/**
 * `answer`: it is settled. `follow`: a call is under way, or its outcome unknown. `ask`: the last attempt was refused, and a
 * webhook says that the PG has news of it. `charge`: nothing was sent, or refused.
 */
export type Decision =
  { readonly do: 'answer' | 'follow' | 'ask'; readonly payment: Payment } | { readonly do: 'charge' }

const conflict = (message: string): never => {
  throw new BillingError('order_conflict', message)
}

/** Decides. Throws `order_conflict` when the order is another one than it was. */
export function decide(
  payment: Payment | undefined,
  { amount, attempt }: ChargeInput,
  method: PaymentMethod,
): Decision {
  if (!payment) {
    return (attempt ?? 1) === 1 ? { do: 'charge' } : conflict('attempt: this order has had no attempt')
  }
  if (payment.customer.id !== method.customerId) conflict("orderId: it is another customer's order")
  if (payment.amount !== amount) conflict(`amount: this order is of ${payment.amount} KRW`)
  const current = payment.attempt
  const asked = attempt ?? current
  if (asked > current + 1) conflict(`attempt: ${current + 1} comes first`)
  const anew = asked === current + 1
  // What is due was never tried: there is no attempt that another card could follow.
  const own = payment.state === 'due' || asked === current
  if (own && payment.paymentMethodId !== method.id) {
    conflict(
      'paymentMethodId: this order is charged from another one; after a decline a new attempt may change it',
    )
  }
  if (payment.state === 'due') return { do: 'charge' }
  if (payment.state === 'declined' && anew) return payment.hint ? { do: 'ask', payment } : { do: 'charge' }
  return payment.state === 'charging' || payment.state === 'uncertain'
    ? { do: 'follow', payment }
    : { do: 'answer', payment }
}
