// The route table under the merchant's mount, and what holds for every route.
import { BillingError, localeOf, VERSION_HEADER, WIRE_VERSION } from '@billing-register/contract'
import { Hono } from 'hono/tiny'
import { assertOwnOrigin } from './http/same-origin.ts'
import { problemResponse } from './http/problem.ts'
import type { Core } from './registration/core.ts'
import { sweep } from './recovery/sweep.ts'
import { nameOf } from './registration/offer.ts'
import { keepAlive, type BillingContext, type BillingEnv, type Call } from './routes/context.ts'
import type * as Finish from './routes/finish.ts'
import { getOffer } from './routes/offer.ts'
import type * as PaymentMethods from './routes/payment-methods.ts'
import { wordsOf } from './text/words.ts'
import { postRegistration } from './routes/registrations.ts'

/** Builds the Hono app. `mount`: the path that requests still carry in front of the routes; `/` for none. */
export function buildApp(core: Core, mount: string): Hono<BillingEnv> {
  const app = new Hono<BillingEnv>().basePath(mount)
  app.use(async (c, next) => {
    const call = await begin(c, core)
    c.set('call', call)
    await next()
    setHeaders(c, call, c.res.headers)
    if (c.req.method !== 'OPTIONS') keepAlive(c, sweep(core))
  })
  app.onError((error, c) => answerError(c, core, error))
  app.notFound((c) => answerError(c, core, new BillingError('not_found', 'no such route')))
  app.options('*', (c) => c.body(null, 204))
  openPgDoors(app)
  app.use((c, next) => {
    assertVersion(c)
    if (c.req.method !== 'GET') assertOwnOrigin(c.req.raw.headers, core.origins)
    return next()
  })
  // Loaded when asked for: no merchant's cold start pays for it.
  app.get('/openapi.json', async (c) => {
    const { openApiDocument } = await import('./routes/openapi.ts')
    return c.json(openApiDocument(core.publicUrl))
  })
  app.get('/registrations/:id/card-form', async (c) => {
    const { getCardForm } = await import('./routes/card-form.ts')
    return getCardForm(c)
  })
  app.get('/offer', getOffer)
  let near: Promise<unknown> | undefined
  app.post('/registrations', (c) => {
    // Here before anybody can come back from the window; a failure is met again, and told, where it is needed.
    if (!near) keepAlive(c, (near = loadFinishing(core)))
    return postRegistration(c)
  })
  openOwnDoors(app)
  refuseTheRest(app, core, mount)
  return app
}

// For the owner of a registration, and of payment methods.
function openOwnDoors(app: Hono<BillingEnv>): void {
  app.get('/registrations/:id', async (c) => (await finishing()).getRegistration(c))
  app.post('/registrations/:id/complete', async (c) => (await finishing()).postComplete(c))
  app.post('/registrations/:id/cancel', async (c) => (await finishing()).postCancel(c))
  app.post('/registrations/:id/opened', async (c) => (await finishing()).postOpened(c))
  app.get('/payment-methods', async (c) => (await ownMethods()).getPaymentMethods(c))
  app.put('/payment-methods/:id/default', async (c) => (await ownMethods()).putDefault(c))
  app.delete('/payment-methods/:id', async (c) => (await ownMethods()).deletePaymentMethod(c))
}

// What a PG sends comes from no page of the merchant's: these two stand before the check of that.
function openPgDoors(app: Hono<BillingEnv>): void {
  app.on(['GET', 'POST'], '/registrations/:id/return', async (c) => (await finishing()).receiveReturn(c))
  app.post('/webhooks/:provider', async (c) => (await import('./routes/webhooks.ts')).postWebhook(c))
}

/**
 * Problems for what is at or below our paths and no route of ours. As routes: Hono's `route()` takes no `notFound` along, and the
 * merchant's page of an unknown address is no answer to a client. Beside our paths the merchant may have pages.
 */
function refuseTheRest(app: Hono<BillingEnv>, core: Core, mount: string): void {
  const methods = new Map<string, string[]>()
  for (const { path, method } of app.routes) {
    const ours = mount === '/' ? path : path.slice(mount.length)
    if (method === 'ALL' || method === 'OPTIONS') continue
    methods.set(ours, [...(methods.get(ours) ?? []), method])
  }
  for (const [path, taken] of methods) {
    app.all(path, (c) => {
      const error = new BillingError('method_not_allowed', `method: this path takes ${taken.join(' and ')}`)
      const response = answerError(c, core, error)
      response.headers.set('Allow', taken.join(', '))
      return response
    })
  }
  for (const [, top = ''] of new Set([...methods.keys()].map((path) => path.split('/')))) {
    app.all(`/${top}/*`, () => {
      throw new BillingError('not_found', 'no such route')
    })
  }
}

// What a page with a list asks for, and no page that registers.
const ownMethods = (): Promise<typeof PaymentMethods> => import('./routes/payment-methods.ts')

let loading: Promise<typeof Finish> | undefined

/** The way back from the window: nothing that a first request needs, so no cold start pays for it. */
function finishing(): Promise<typeof Finish> {
  loading ??= import('./routes/finish.ts').catch((error: unknown) => {
    loading = undefined
    throw error
  })
  return loading
}

const loadFinishing = async (core: Core): Promise<unknown> => (await finishing()).loadFinishers(core)

async function begin(c: BillingContext, core: Core): Promise<Call> {
  const requestId = core.mint('').slice(0, 12)
  const locale = localeOf(c.req.query('locale') ?? c.req.header('accept-language'))
  return { core, requestId, locale, words: await wordsOf(locale) }
}

function assertVersion(c: BillingContext): void {
  const version = c.req.header(VERSION_HEADER)
  if (version !== undefined && version !== WIRE_VERSION) {
    throw new BillingError('unsupported_version', `${VERSION_HEADER}: this server speaks ${WIRE_VERSION}`)
  }
}

function setHeaders(c: BillingContext, { core, requestId }: Call, headers: Headers): void {
  headers.set(VERSION_HEADER, WIRE_VERSION)
  headers.set('Billing-Request-Id', requestId)
  headers.set('Cache-Control', 'no-store')
  headers.set('Referrer-Policy', 'no-referrer')
  headers.set('X-Content-Type-Options', 'nosniff')
  headers.set('Vary', 'Origin')
  const origin = c.req.header('origin')
  if (origin === undefined || !core.origins.has(origin)) return
  headers.set('Access-Control-Allow-Origin', origin)
  headers.set('Access-Control-Allow-Credentials', 'true')
  headers.set('Access-Control-Expose-Headers', 'Retry-After')
  if (c.req.method !== 'OPTIONS') return
  headers.set('Access-Control-Allow-Methods', 'GET, POST, PUT, DELETE')
  headers.set('Access-Control-Allow-Headers', `Content-Type, Authorization, ${VERSION_HEADER}`)
  headers.set('Access-Control-Max-Age', '600')
}

function answerError(c: BillingContext, core: Core, error: unknown): Response {
  const call = c.get('call')
  const { requestId, words } = call
  const response = problemResponse(error, words, requestId)
  setHeaders(c, call, response.headers)
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
