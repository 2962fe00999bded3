// An owner's look at their registration, and their click. Loaded with what finishes it.
import { BillingError } from '@billing-register/contract'
import { customerOf, idOf, type BillingContext } from './context.ts'
import { viewFor } from './view-for.ts'
import { openedRequest } from '../http/own-requests.ts'
import { readJson } from '../http/read-body.ts'
import { markOpened, ownRegistration } from '../registration/own.ts'

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
