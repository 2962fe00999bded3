// The owner's routes until the window is open: make a registration, read it, open it.
import { BillingError, localeOf } from '@billing-register/contract'
import { customerOf, idOf, viewFor, type BillingContext } from './context.ts'
import { readJson } from '../http/read-body.ts'
import { createRegistrationRequest, openedRequest } from '../http/requests.ts'
import { createRegistration } from '../registration/create.ts'
import { markOpened, ownRegistration } from '../registration/own.ts'

/** `POST /registrations`: 201 with the launch, 200 when the same `clientRef` was seen before. */
export async function postRegistration(c: BillingContext): Promise<Response> {
  const { core, requestId, locale: preferred } = c.get('call')
  const customer = await customerOf(c)
  const request = await readJson(c.req, createRegistrationRequest)
  const locale = request.locale === undefined ? preferred : localeOf(request.locale)
  const created = await createRegistration(core, { customer, request, locale, requestId })
  return c.json(created.response, created.fresh ? 201 : 200)
}

/** `GET /registrations/:id` */
export async function getRegistration(c: BillingContext): Promise<Response> {
  const { core } = c.get('call')
  return c.json(viewFor(c, await ownRegistration(core, idOf(c), await customerOf(c))))
}

/** `POST /registrations/:id/opened`: the moment of the click, sent as the window opens. */
export async function postOpened(c: BillingContext): Promise<Response> {
  const { core, requestId } = c.get('call')
  const customer = await customerOf(c)
  const { clickedMsAgo = 0 } = await readJson(c.req, openedRequest)
  const registration = await ownRegistration(core, idOf(c), customer)
  const clickedAt = core.now() - clickedMsAgo
  if (registration.openedAt === undefined && clickedAt >= registration.opensUntil) {
    throw new BillingError('registration_expired', 'the window may no longer be opened')
  }
  return c.json(viewFor(c, await markOpened(core, registration, clickedMsAgo, requestId)))
}
