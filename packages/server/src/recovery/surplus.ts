// A key that nobody wants: kept, marked to be revoked, and told.
import type { Ledger } from '../ledger/ledger.ts'
import type { PaymentMethod, Registration } from '../registration/record.ts'
import { eventOf } from '../registration/event-of.ts'
import type { SettleContext, Step } from '../registration/settle.ts'

/** The step, with the method put aside to be revoked. */
export function withSurplus({ next, effects }: Step, method: PaymentMethod, context: SettleContext): Step {
  const event = eventOf(next, 'key.surplus', context, { detail: { paymentMethod: method.id } })
  return {
    next: { ...next, paymentMethod: undefined },
    effects: {
      ...effects,
      events: [...effects.events, event],
      paymentMethod: { ...method, state: 'surplus', lookAt: context.at },
    },
  }
}

/** The payment method of a registration, if it has one. */
export async function methodOf(
  ledger: Ledger,
  registration: Registration,
): Promise<PaymentMethod | undefined> {
  const methods = await ledger.paymentMethods(registration.customer.id)
  return methods.find(({ id }) => id === registration.paymentMethodId)
}
