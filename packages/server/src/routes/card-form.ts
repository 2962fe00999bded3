// GET /registrations/:id/card-form: the document that asks for the card, shut off from the page around it.
import { BillingError } from '@billing-register/contract'
import type { CardForm } from '../registration/card-form.ts'
import type { Registration } from '../registration/record.ts'
import { visitorOf, type BillingContext } from './context.ts'

/**
 * Answers the form's document to the owner, or to whoever was given its ticket where no login came with the request:
 * a frame sends no bearer token. It holds nothing of the registration but its id.
 */
export async function getCardForm(c: BillingContext): Promise<Response> {
  const { core } = c.get('call')
  const registration = await core.ledger.find(c.req.param('id') ?? '')
  const form = await core.cardForm()
  if (!registration?.mode || !(await mayShow(c, form, registration))) {
    throw new BillingError('not_found', 'no such registration')
  }
  return form.document(registration)
}

async function mayShow(c: BillingContext, form: CardForm, registration: Registration): Promise<boolean> {
  const visitor = await visitorOf(c)
  if (visitor !== null) return visitor.id === registration.customer.id
  return form.isTicket(registration, c.req.query('ticket') ?? '')
}
