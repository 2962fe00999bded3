// The owner's routes once the window was open: finish, or stop. Loaded while the customer is in the window.
import { isBillingError, type CompleteRequest } from '@billing-register/contract'
import { customerOf, idOf, keepAlive, type BillingContext } from './context.ts'
import { claimCookie, clearClaimCookie } from './claim-cookie.ts'
import { problemOf } from '../http/problem.ts'
import { readJson } from '../http/read-body.ts'
import { cancelRequest, completeRequest } from '../http/own-requests.ts'
import { finishing } from '../providers/finishing.ts'
import type { Customer } from '../providers/provider.ts'
import { cancelRegistration } from '../registration/cancel.ts'
import { complete } from '../registration/complete.ts'
import type { Core } from '../registration/core.ts'
import { ownRegistration } from '../registration/own.ts'
import type { Registration } from '../registration/record.ts'
import { viewFor } from './view-for.ts'

/** Loads what the providers need once their windows were open. */
export const loadFinishers = (core: Core): Promise<unknown> =>
  Promise.all([...core.providers.values()].map(finishing))

export { keyedDigest } from '../digest.ts'
export { getRegistration, postOpened } from './own.ts'
export { receiveReturn } from './return.ts'

/** `POST /registrations/:id/complete`: 200 when settled, 202 with Retry-After while issuing. */
export async function postComplete(c: BillingContext): Promise<Response> {
  const { core, requestId } = c.get('call')
  const customer = await customerOf(c)
  const request = await readJson(c.req, completeRequest)
  const id = idOf(c)
  const cookie = claimCookie(c.req.raw.headers, id)
  const go = (one: CompleteRequest): Promise<Registration> =>
    complete(core, { id, customer, request: one, cookie, requestId })
  const work =
    request.return?.['jwe'] === undefined
      ? go(request)
      : withCard(c, customer, request).then((opened) => opened.taken ?? go(opened.request))
  keepAlive(c, work)
  const registration = await work
  if (registration.state === 'issuing') {
    c.header('Retry-After', '2')
    return c.json(viewFor(c, registration), 202)
  }
  if (cookie !== undefined) c.header('Set-Cookie', clearClaimCookie(core.publicUrl, id), { append: true })
  return c.json(viewFor(c, registration))
}

/** What is to be completed with; or, where another request has just taken the card, the registration as it will stand. */
type WithCard =
  { readonly request: CompleteRequest; readonly taken?: undefined } | { readonly taken: Registration }

// What the card form sent is opened here and goes no further: only a token for the held card does.
async function withCard(
  c: BillingContext,
  customer: Customer,
  { return: raw = {}, ...rest }: CompleteRequest,
): Promise<WithCard> {
  const { core } = c.get('call')
  const registration = await ownRegistration(core, idOf(c), customer)
  const { url, method, headers } = c.req.raw
  const asked = new Request(url, { method, headers })
  const held = await (await core.cardForm()).open({ registration, raw, request: asked })
  if (held === 'taken') return { taken: { ...registration, state: 'issuing' } }
  return { request: held === 'begun' ? rest : { ...rest, return: held } }
}

/** `POST /registrations/:id/cancel`: 409 with the registration's view once issuing has begun. */
export async function postCancel(c: BillingContext): Promise<Response> {
  const { core, requestId, words } = c.get('call')
  const customer = await customerOf(c)
  const { asked = false } = await readJson(c.req, cancelRequest)
  const registration = await ownRegistration(core, idOf(c), customer)
  try {
    return c.json(viewFor(c, await cancelRegistration(core, { registration, asked, requestId })))
  } catch (error) {
    if (!isBillingError(error) || error.code !== 'registration_conflict') throw error
    const current = await ownRegistration(core, registration.id, customer)
    const problem = problemOf('registration_conflict', words, requestId, error.message)
    const body = JSON.stringify({ ...problem, registration: viewFor(c, current) })
    return c.body(body, 409, { 'content-type': 'application/problem+json' })
  }
}
