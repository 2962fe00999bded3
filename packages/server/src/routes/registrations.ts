// The owner's routes: make a registration, read it, open it, finish it, stop it.
import {
  BillingError,
  isBillingError,
  localeOf,
  type CompleteRequest,
  type RegistrationView,
} from '@billing-register/contract'
import { customerOf, keepAlive, type BillingContext } from './context.ts'
import { claimCookie, clearClaimCookie } from './claim-cookie.ts'
import { readJson } from '../http/read-body.ts'
import { cancelRequest, completeRequest, createRegistrationRequest, openedRequest } from '../http/requests.ts'
import type { Customer } from '../providers/provider.ts'
import { cancelRegistration } from '../registration/cancel.ts'
import { complete } from '../registration/complete.ts'
import { createRegistration } from '../registration/create.ts'
import { markOpened, ownRegistration } from '../registration/own.ts'
import type { Registration } from '../registration/record.ts'
import { viewOf } from '../registration/view.ts'
import { problemOf } from '../http/problem.ts'

const idOf = (c: BillingContext): string => c.req.param('id') ?? ''

function viewFor(c: BillingContext, registration: Registration): RegistrationView {
  const { core, locale } = c.get('call')
  return viewOf(registration, core.now(), locale)
}

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

/** `POST /registrations/:id/complete`: 200 when settled, 202 with Retry-After while issuing. */
export async function postComplete(c: BillingContext): Promise<Response> {
  const { core, requestId } = c.get('call')
  const customer = await customerOf(c)
  const request = await readJson(c.req, completeRequest)
  const id = idOf(c)
  const cookie = claimCookie(c.req.raw.headers, id)
  const work = withCard(c, customer, request).then((opened) =>
    complete(core, { id, customer, request: opened, cookie, requestId }),
  )
  keepAlive(c, work)
  const registration = await work
  if (registration.state === 'issuing') {
    c.header('Retry-After', '2')
    return c.json(viewFor(c, registration), 202)
  }
  if (cookie !== undefined) c.header('Set-Cookie', clearClaimCookie(core.publicUrl, id))
  return c.json(viewFor(c, registration))
}

// What the card form sent is opened here and goes no further: only a token for the held card does.
async function withCard(
  c: BillingContext,
  customer: Customer,
  request: CompleteRequest,
): Promise<CompleteRequest> {
  const { return: raw, ...rest } = request
  if (raw?.['jwe'] === undefined) return request
  const { core } = c.get('call')
  const registration = await ownRegistration(core, idOf(c), customer)
  const { url, method, headers } = c.req.raw
  const asked = new Request(url, { method, headers })
  const held = await (await core.cardForm()).open({ registration, raw, request: asked })
  return held === undefined ? rest : { ...rest, return: held }
}

/** `POST /registrations/:id/cancel`: 409 with the registration's view once issuing has begun. */
export async function postCancel(c: BillingContext): Promise<Response> {
  const { core, requestId, locale } = c.get('call')
  const customer = await customerOf(c)
  const { asked = false } = await readJson(c.req, cancelRequest)
  const registration = await ownRegistration(core, idOf(c), customer)
  try {
    return c.json(viewFor(c, await cancelRegistration(core, { registration, asked, requestId })))
  } catch (error) {
    if (!isBillingError(error) || error.code !== 'registration_conflict') throw error
    const current = await ownRegistration(core, registration.id, customer)
    const problem = problemOf('registration_conflict', locale, requestId, error.message)
    const body = JSON.stringify({ ...problem, registration: viewFor(c, current) })
    return c.body(body, 409, { 'content-type': 'application/problem+json' })
  }
}
