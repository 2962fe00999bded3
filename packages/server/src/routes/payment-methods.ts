// The customer's own payment methods, by their login. Loaded when they are first asked for.
import { BillingError } from '@billing-register/contract'
import { customerOf, idOf, keepAlive, type BillingContext } from './context.ts'
import { isSeen, savedMethods } from '../payments/own-methods.ts'
import { revoke } from '../payments/revoke.ts'
import { setDefault } from '../payments/set-default.ts'

/** `GET /payment-methods`: the customer's list. */
export async function getPaymentMethods(c: BillingContext): Promise<Response> {
  const { id } = await customerOf(c)
  return answerList(c, id)
}

/** `PUT /payment-methods/:id/default`: the list as it is then. */
export async function putDefault(c: BillingContext): Promise<Response> {
  const customer = await customerOf(c)
  await setDefault(c.get('call').core, { paymentMethodId: idOf(c), customer })
  return answerList(c, customer.id)
}

/**
 * `DELETE /payment-methods/:id`: 200 with the list when it is gone, 202 with Retry-After while the PG has not said so.
 * The same again answers how far that has come.
 */
export async function deletePaymentMethod(c: BillingContext): Promise<Response> {
  const { core } = c.get('call')
  const customer = await customerOf(c)
  const paymentMethodId = idOf(c)
  // What they do not see is not theirs to delete: a key that is kept for a person to look at.
  const method = await core.ledger.charges.method(paymentMethodId)
  if (!method || method.customerId !== customer.id || !isSeen(method)) {
    throw new BillingError('not_found', 'no such payment method')
  }
  const work = revoke(core, { paymentMethodId, customer }, 'customer')
  keepAlive(c, work)
  if ((await work).state === 'revoked') return answerList(c, customer.id)
  c.header('Retry-After', '2')
  return answerList(c, customer.id, 202)
}

async function answerList(c: BillingContext, customerId: string, status: 200 | 202 = 200): Promise<Response> {
  const { core, locale } = c.get('call')
  const methods = await core.ledger.paymentMethods(customerId)
  const labelOf = (name: string): string => core.providers.get(name)?.label(locale) ?? name
  return c.json({ methods: savedMethods(methods, labelOf) }, status)
}
