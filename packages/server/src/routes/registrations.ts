// Makes a registration: what a page asks for before the window is open.
import { localeOf } from '@billing-register/contract'
import { customerOf, type BillingContext } from './context.ts'
import { readJson } from '../http/read-body.ts'
import { createRegistrationRequest } from '../http/requests.ts'
import { createRegistration } from '../registration/create.ts'

/** `POST /registrations`: 201 with the launch, 200 when the same `clientRef` was seen before. */
export async function postRegistration(c: BillingContext): Promise<Response> {
  const { core, requestId, locale: preferred } = c.get('call')
  const customer = await customerOf(c)
  const request = await readJson(c.req, createRegistrationRequest)
  const locale = request.locale === undefined ? preferred : localeOf(request.locale)
  const created = await createRegistration(core, { customer, request, locale, requestId })
  return c.json(created.response, created.fresh ? 201 : 200)
}
