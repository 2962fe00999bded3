// The route table under the merchant's mount, and what holds for every route.
import {
  BillingError,
  isBillingError,
  localeOf,
  VERSION_HEADER,
  WIRE_VERSION,
} from '@billing-register/contract'
import { Hono } from 'hono/tiny'
import { assertOwnOrigin } from './http/same-origin.ts'
import { problemFor } from './http/problem.ts'
import type { Core } from './registration/core.ts'
import { sweep } from './recovery/sweep.ts'
import { nameOf } from './registration/offer.ts'
import { keepAlive, type BillingContext, type BillingEnv, type Call } from './routes/context.ts'
import type * as Finish from './routes/finish.ts'
import { getOffer } from './routes/offer.ts'
import type * as PaymentMethods from './routes/payment-methods.ts'
import { wordsOf } from './text/words.ts'
import { postRegistration } from './routes/registrations.ts'

type Handler = (c: BillingContext) => Response | Promise<Response>
type Route = readonly [method: string, path: string, handler: Handler]

/** Builds the Hono app. `mount`: the path that requests still carry in front of the routes; `/` for none. */
export function buildApp(core: Core, mount: string): Hono<BillingEnv> {
  const app = new Hono<BillingEnv>().basePath(mount)
  const own = ownRoutes()
  app.notFound(around(core, nowhere))
  app.options(
    '*',
    around(core, (c) => c.body(null, 204)),
  )
  for (const [method, path, handler] of PG_DOORS) app.on(method, path, around(core, handler))
  for (const [method, path, handler] of own) app.on(method, path, around(core, handler, assertOwnPage))
  refuseTheRest(app, core, [...PG_DOORS, ...own])
  return app
}

// What holds for every route. Around each of them instead of before all: each of Hono's layers costs every request.
const around =
  (core: Core, handler: Handler, check?: typeof assertOwnPage): Handler =>
  async (c) => {
    const locale = localeOf(c.req.query('locale') ?? c.req.header('accept-language'))
    const requestId = core.mint('').slice(0, 12)
    const call: Call = { core, requestId, locale, words: await wordsOf(locale) }
    c.set('call', call)
    let own
    try {
      check?.(c, core)
      own = await handler(c)
    } catch (error) {
      // For the merchant's middleware, as Hono would tell it.
      if (error instanceof Error) c.error = error
      own = answerError(c, error)
    }
    setHeaders(c, call, own.headers)
    // Otherwise Hono puts what the merchant's middleware has set before above what is ours.
    c.res = undefined
    c.res = own
    if (c.req.method !== 'OPTIONS') keepAlive(c, sweep(core))
    return own
  }

function assertOwnPage(c: BillingContext, core: Core): void {
  const version = c.req.header(VERSION_HEADER) ?? WIRE_VERSION
  if (version !== WIRE_VERSION) {
    throw new BillingError('unsupported_version', `${VERSION_HEADER}: this server speaks ${WIRE_VERSION}`)
  }
  if (c.req.method !== 'GET') assertOwnOrigin(c.req.raw.headers, core.origins)
}

const receive: Handler = async (c) => (await finishing()).receiveReturn(c)

// What a PG sends comes from no page of the merchant's.
const PG_DOORS: readonly Route[] = [
  ['GET', '/registrations/:id/return', receive],
  ['POST', '/registrations/:id/return', receive],
  ['POST', '/webhooks/:provider', async (c) => (await import('./routes/webhooks.ts')).postWebhook(c)],
]

// For the merchant's pages. What they do not ask for first is loaded when asked for: no cold start pays for it.
function ownRoutes(): readonly Route[] {
  let near: Promise<unknown> | undefined
  return [
    [
      'GET',
      '/openapi.json',
      async (c) => {
        const { openApiDocument } = await import('./routes/openapi.ts')
        return c.json(openApiDocument(c.get('call').core.publicUrl))
      },
    ],
    ['GET', '/offer', getOffer],
    [
      'POST',
      '/registrations',
      (c) => {
        // Here before anybody can come back from the window; a failure is met again, and told, where it is needed.
        const { core } = c.get('call')
        if (!near) keepAlive(c, (near = finishing().then((one) => one.loadFinishers(core))))
        return postRegistration(c)
      },
    ],
    ['GET', '/registrations/:id', async (c) => (await finishing()).getRegistration(c)],
    [
      'GET',
      '/registrations/:id/card-form',
      async (c) => (await import('./routes/card-form.ts')).getCardForm(c),
    ],
    ['POST', '/registrations/:id/complete', async (c) => (await finishing()).postComplete(c)],
    ['POST', '/registrations/:id/cancel', async (c) => (await finishing()).postCancel(c)],
    ['POST', '/registrations/:id/opened', async (c) => (await finishing()).postOpened(c)],
    ['GET', '/payment-methods', async (c) => (await ownMethods()).getPaymentMethods(c)],
    ['PUT', '/payment-methods/:id/default', async (c) => (await ownMethods()).putDefault(c)],
    ['DELETE', '/payment-methods/:id', async (c) => (await ownMethods()).deletePaymentMethod(c)],
  ]
}

const nowhere: Handler = () => {
  throw new BillingError('not_found', 'no such route')
}

/**
 * Problems for what is at or below our paths and no route of ours. As routes: Hono's `route()` takes no `notFound` along, and the
 * merchant's page of an unknown address is no answer to a client. Beside our paths the merchant may have pages.
 */
function refuseTheRest(app: Hono<BillingEnv>, core: Core, routes: readonly Route[]): void {
  for (const path of new Set(routes.map(([, one]) => one))) {
    const taken = routes.filter(([, one]) => one === path).map(([method]) => method)
    const refuse: Handler = (c) => {
      c.header('Allow', taken.join(', '))
      throw new BillingError('method_not_allowed', `method: this path takes ${taken.join(' and ')}`)
    }
    app.all(path, around(core, refuse, assertOwnPage))
  }
  for (const top of new Set(routes.map(([, path]) => path.split('/')[1]))) {
    app.all(`/${top}/*`, around(core, nowhere, assertOwnPage))
  }
}

// What a page with a list asks for, and no page that registers.
const ownMethods = (): Promise<typeof PaymentMethods> => import('./routes/payment-methods.ts')

let loading: Promise<typeof Finish> | undefined

/** The way back from the window: nothing that a first request needs, so no cold start pays for it. */
export function finishing(): Promise<typeof Finish> {
  loading ??= import('./routes/finish.ts').catch((error: unknown) => {
    loading = undefined
    throw error
  })
  return loading
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

function answerError(c: BillingContext, error: unknown): Response {
  const { core, requestId, words } = c.get('call')
  // Only our own messages are known to hold nothing secret.
  const known = isBillingError(error) ? error : new BillingError('internal', nameOf(error))
  const { status, code, message, retryAfter } = known
  core.log({
    level: status >= 500 ? 'error' : 'info',
    event: 'request_refused',
    requestId,
    method: c.req.method,
    route: c.req.matchedRoutes[c.req.routeIndex]?.path,
    status,
    code,
    message,
  })
  if (retryAfter !== undefined) c.header('Retry-After', String(retryAfter))
  // A Response may have any status; what Hono takes instead lists those that it knows.
  const init = new Response(null, { status, headers: { 'content-type': 'application/problem+json' } })
  return c.newResponse(JSON.stringify(problemFor(known, words, requestId)), init)
}
