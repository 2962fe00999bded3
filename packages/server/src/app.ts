// The route table under the merchant's mount, and what holds for every route.
import { BillingError, localeOf, VERSION_HEADER, WIRE_VERSION, type Locale } from '@billing-register/contract'
import type { Context } from 'hono'
import { Hono } from 'hono/tiny'
import { assertOwnOrigin } from './http/same-origin.ts'
import { problemResponse } from './http/problem.ts'
import type { BillingOptions } from './options.ts'
import type { Customer } from './providers/provider.ts'
import { checkCustomer } from './registration/check-answer.ts'
import type { Core } from './registration/core.ts'
import { deliverNow } from './registration/deliver.ts'
import { nameOf } from './registration/offer.ts'
import { getOffer } from './routes/offer.ts'
import {
  getRegistration,
  postCancel,
  postComplete,
  postOpened,
  postRegistration,
} from './routes/registrations.ts'
import { receiveReturn } from './routes/return.ts'

/** What every handler finds in its context. */
export interface BillingEnv {
  Variables: { requestId: string; locale: Locale; core: Core }
}

/** A handler's context. */
export type BillingContext = Context<BillingEnv>

/** Builds the Hono app. */
export function buildApp(core: Core): Hono<BillingEnv> {
  const app = new Hono<BillingEnv>()
  app.use(async (c, next) => {
    prepare(c, core)
    await next()
    setHeaders(c, c.res.headers)
  })
  app.onError((error, c) => answerError(c, core, error))
  app.notFound((c) => answerError(c, core, new BillingError('not_found', 'no such route')))
  app.options('*', (c) => c.body(null, 204))
  // Loaded when asked for: no merchant's cold start pays for it.
  app.get('/openapi.json', async (c) => {
    const { openApiDocument } = await import('./routes/openapi.ts')
    return c.json(openApiDocument(core.publicUrl))
  })
  app.get('/offer', getOffer)
  app.post('/registrations', postRegistration)
  app.get('/registrations/:id', getRegistration)
  app.post('/registrations/:id/complete', postComplete)
  app.post('/registrations/:id/cancel', postCancel)
  app.post('/registrations/:id/opened', postOpened)
  app.on(['GET', 'POST'], '/registrations/:id/return', receiveReturn)
  return app
}

function prepare(c: BillingContext, core: Core): void {
  c.set('core', core)
  c.set('requestId', core.mint('').slice(0, 12))
  c.set('locale', localeOf(c.req.query('locale') ?? c.req.header('accept-language')))
  // The sweep that needs no cron: whatever is due rides on the next request.
  if (c.req.method === 'POST') keepAlive(c, deliverNow(core))
  if (c.req.method !== 'OPTIONS' && !c.req.path.endsWith('/return')) {
    assertVersion(c)
    if (c.req.method !== 'GET') assertOwnOrigin(c.req.raw.headers, core.origins)
  }
}

function assertVersion(c: BillingContext): void {
  const version = c.req.header(VERSION_HEADER)
  if (version !== undefined && version !== WIRE_VERSION) {
    throw new BillingError('unsupported_version', `${VERSION_HEADER}: this server speaks ${WIRE_VERSION}`)
  }
}

function setHeaders(c: BillingContext, headers: Headers): void {
  headers.set(VERSION_HEADER, WIRE_VERSION)
  headers.set('Billing-Request-Id', c.var.requestId)
  headers.set('Cache-Control', 'no-store')
  headers.set('Referrer-Policy', 'no-referrer')
  headers.set('X-Content-Type-Options', 'nosniff')
  headers.set('Vary', 'Origin')
  const origin = c.req.header('origin')
  if (origin === undefined || !c.var.core.origins.has(origin)) return
  headers.set('Access-Control-Allow-Origin', origin)
  headers.set('Access-Control-Allow-Credentials', 'true')
  headers.set('Access-Control-Expose-Headers', 'Retry-After')
  if (c.req.method !== 'OPTIONS') return
  headers.set('Access-Control-Allow-Methods', 'GET, POST')
  headers.set('Access-Control-Allow-Headers', `Content-Type, Authorization, ${VERSION_HEADER}`)
  headers.set('Access-Control-Max-Age', '600')
}

function answerError(c: BillingContext, core: Core, error: unknown): Response {
  const { requestId, locale } = c.var
  const response = problemResponse(error, locale, requestId)
  setHeaders(c, response.headers)
  const known = error instanceof BillingError
  core.log({
    level: response.status >= 500 ? 'error' : 'info',
    event: 'request_refused',
    requestId,
    method: c.req.method,
    route: c.req.routePath,
    status: response.status,
    code: known ? error.code : 'internal',
    // Only our own messages are known to hold nothing secret.
    message: known ? error.message : nameOf(error),
  })
  return response
}

/** Who is asking. Throws `unauthenticated`, or `merchant_error` when `identify` throws. */
export async function customerOf(c: BillingContext): Promise<Customer> {
  const customer = await visitorOf(c)
  if (customer === null) throw new BillingError('unauthenticated', 'identify() answered null')
  return customer
}

/** Who is asking, or null when nobody is logged in. */
export async function visitorOf(c: BillingContext): Promise<Customer | null> {
  const { core } = c.var
  const customer = await askIdentify(core, core.options, c.req.raw)
  if (customer !== null) checkCustomer(customer)
  return customer
}

async function askIdentify(core: Core, options: BillingOptions, request: Request): Promise<Customer | null> {
  try {
    // Without the body: who asks comes from the login, and the body is ours to read, with its limit.
    const { url, method, headers } = request
    return (await options.identify(new Request(url, { method, headers }))) ?? null
  } catch (error) {
    core.log({ level: 'error', event: 'identify_failed', error: nameOf(error) })
    throw new BillingError('merchant_error', 'identify() threw')
  }
}

/** Keeps a runtime alive until the work is done, where it would otherwise stop with the response. */
export function keepAlive(c: BillingContext, work: Promise<unknown>): void {
  const quiet = work.then(
    () => undefined,
    () => undefined,
  )
  try {
    c.executionCtx.waitUntil(quiet)
  } catch {
    // Runtimes without an execution context finish what was begun anyway.
  }
}
