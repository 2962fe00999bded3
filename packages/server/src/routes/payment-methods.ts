// The customer's own payment methods, by their login. Loaded when they are first asked for.
import { customerOf, type BillingContext } from './context.ts'
import { savedMethods } from '../payments/own-methods.ts'

/** `GET /payment-methods`: the customer's list. */
export async function getPaymentMethods(c: BillingContext): Promise<Response> {
  const { id } = await customerOf(c)
  return answerList(c, id)
}

async function answerList(c: BillingContext, customerId: string): Promise<Response> {
  const { core, locale } = c.get('call')
  const methods = await core.ledger.paymentMethods(customerId)
  const labelOf = (name: string): string => core.providers.get(name)?.label(locale) ?? name
  return c.json({ methods: savedMethods(methods, labelOf) })
}
