// The shop: its pages, its login, and the billing handler mounted where the tag looks for it.
import { readFile } from 'node:fs/promises'
import {
  LOCALES,
  localeOf,
  PROVIDER_IDS,
  REGISTRATION_PARAM,
  registrationPath,
} from '@billing-register/contract'
import type { Billing, ServerProvider } from '@billing-register/server'
import type { HttpBindings } from '@hono/node-server'
import { Hono, type Context } from 'hono'
import type { Simulator } from '@billing-register/simulator'
import { assets } from './assets.ts'
import { pageHeaders, type PgOrigins } from './csp.ts'
import { isCustomerName } from './customers.ts'
import { nextPath, type Login } from './login.ts'
import { methodsDesk, type Desk } from './methods-desk.ts'
import { flowPage, type FlowChoice } from './pages/flow.ts'
import { flowsWith, VARIANTS, type Flow } from './pages/flows.ts'
import { homePage } from './pages/home.ts'
import type { PageContext } from './pages/layout.ts'
import { LEGAL_PAGES, legalPage } from './pages/legal.ts'
import { loginPage } from './pages/login.ts'
import { notFoundPage } from './pages/not-found.ts'
import { playgroundPage } from './pages/playground.ts'
import { switchPage } from './pages/switch.ts'
import { SWITCH_ENDPOINT, type PgSwitch } from './pg-switch.ts'
import { isPlanId, type PriceList } from './plans.ts'
import type { ShopLedger } from './shop-ledger.ts'
import { SIMULATOR_PATH } from './simulated-pgs.ts'

interface ShopParts {
  readonly origin: URL
  readonly login: Login
  readonly billing: Billing
  readonly pgSwitch: PgSwitch
  readonly providers: readonly ServerProvider[]
  readonly simulator: Simulator
  /** What the pages' policy must allow for the PGs in use. */
  readonly pgOrigins: readonly PgOrigins[]
  readonly realPgs: readonly string[]
  readonly fileOf: ShopLedger['fileOf']
  readonly prices: PriceList
  readonly demo: Hono
  readonly now: () => number
}

interface Env {
  Bindings: HttpBindings
  Variables: { secureHeadersNonce?: string }
}

/** An app that runs on Node's server. */
export type ShopApp = Hono<Env>

/** The shop as one web-standard app. */
export function createShop(parts: ShopParts): ShopApp {
  const shop = new Hono<Env>()
  shop.use(oneOrigin(parts.origin))
  // These bring headers of their own: another application, and another company.
  shop.route('/billing', parts.billing.app)
  shop.all(`${SWITCH_ENDPOINT}/*`, (c) => parts.pgSwitch.billing.fetch(c.req.raw))
  shop.all(`${SIMULATOR_PATH}/*`, (c) => parts.simulator.fetch(c.req.raw, c.env))
  shop.route('/__demo', parts.demo)
  shop.route('/', pages(parts))
  shop.notFound((c) => c.html(notFoundPage(pageContext(c, parts)), 404))
  return shop
}

/** The login belongs to one origin: whoever came to 127.0.0.1 goes on at localhost. */
function oneOrigin(origin: URL) {
  return async (c: Context, next: () => Promise<void>): Promise<Response | void> => {
    const url = new URL(c.req.url)
    const isPage = c.req.method === 'GET' && c.req.header('sec-fetch-dest') === 'document'
    if (url.host !== origin.host && isPage) return c.redirect(origin.origin + url.pathname + url.search)
    return next()
  }
}

function pages(parts: ShopParts): ShopApp {
  const app = new Hono<Env>()
  app.use(pageHeaders(parts.pgOrigins))
  app.route('/', assets())
  const context = (c: Context<Env>): PageContext => pageContext(c, parts)
  app.get('/', (c) => c.html(homePage(context(c))))
  for (const flow of flowsOf(parts))
    app.get(flow.path, (c) => c.html(flowPage(context(c), flow, choiceOf(c, parts, flow))))
  app.get('/playground', (c) =>
    c.html(
      playgroundPage(
        context(c),
        parts.providers.map(({ name }) => name),
      ),
    ),
  )
  for (const page of LEGAL_PAGES) app.get(page.path, (c) => c.html(legalPage(context(c), page)))
  addSwitch(app, parts, context)
  app.route('/', methodsDesk(deskOf(parts, context)))
  addPageReturn(app)
  addLogin(app, parts, context)
  addBarePages(app, parts)
  return app
}

const flowsOf = ({ providers }: ShopParts): readonly Flow[] => flowsWith(providers.map(({ name }) => name))

function pageContext(c: Context<Env>, parts: ShopParts): PageContext {
  const { login, realPgs, now } = parts
  const url = new URL(c.req.url)
  return {
    customer: login.customerOf(c.req.raw),
    here: url.pathname + url.search,
    nonce: c.get('secureHeadersNonce') ?? '',
    flows: flowsOf(parts),
    realPgs,
    now: now(),
  }
}

function choiceOf(
  c: Context<Env>,
  parts: ShopParts,
  flow: Pick<Flow, 'pg' | 'provider' | 'mode' | 'choices'>,
): FlowChoice {
  const { provider, plan, lang } = c.req.query()
  const known = parts.providers.some(({ name }) => name === provider)
  const names = flow.choices?.map(([name]) => name) ?? VARIANTS[flow.pg]
  const fits = provider !== undefined && known && names.includes(provider)
  return {
    provider: fits ? provider : flow.provider,
    plan: isPlanId(plan) ? plan : 'pro-monthly',
    ...(flow.mode && { mode: flow.mode }),
    ...(LOCALES.some((known) => known === lang) && { lang: localeOf(lang) }),
  }
}

/** A customer's own payment methods. Toss Payments charges and deletes keys, so its window is the one to register with. */
function deskOf(parts: ShopParts, context: (c: Context<Env>) => PageContext): Desk {
  const { login, billing, fileOf, prices } = parts
  const price = (): number => prices.of('pro-monthly')
  const flows = flowsOf(parts)
  const flow = flows.find(({ pg, mode }) => pg === 'toss' && mode === undefined) ?? flows[0]
  return {
    login,
    billing,
    fileOf,
    price,
    context,
    choice: (c) => choiceOf(c, parts, flow ?? { pg: 'toss', provider: 'toss' }),
  }
}

/** The same page with another PG: nothing of its HTML knows which. */
function addSwitch(app: ShopApp, { pgSwitch }: ShopParts, context: (c: Context<Env>) => PageContext): void {
  app.get('/switch', (c) => c.html(switchPage(context(c), pgSwitch.chosen)))
  app.post('/switch', async (c) => {
    const { pg } = await c.req.parseBody()
    pgSwitch.choose(typeof pg === 'string' ? pg : '')
    return c.redirect('/switch', 303)
  })
}

/** A PG that returns by POST cannot be read by a page: this line hands its return to the billing handler's door. */
function addPageReturn(app: ShopApp): void {
  app.post('/danal-page-return', (c) =>
    c.redirect(`/billing${registrationPath(c.req.query(REGISTRATION_PARAM) ?? '', 'return')}`, 307),
  )
}

function addLogin(
  app: ShopApp,
  { login, origin }: ShopParts,
  context: (c: Context<Env>) => PageContext,
): void {
  app.get('/login', (c) => {
    const name = c.req.query('as')
    if (name === undefined) return c.html(loginPage(context(c), nextPath(c, origin), false))
    if (!isCustomerName(name)) return c.html(loginPage(context(c), nextPath(c, origin), true), 400)
    login.enter(c, name)
    return c.redirect(nextPath(c, origin), 303)
  })
  app.get('/logout', (c) => {
    login.leave(c)
    return c.redirect(nextPath(c, origin), 303)
  })
}

/** HTML files as a merchant would write them, served as they are. */
function addBarePages(app: ShopApp, { providers }: ShopParts): void {
  for (const name of PROVIDER_IDS) {
    if (!providers.some(({ id }) => id === name)) continue
    const file = new URL(`pages/bare/${name}.html`, import.meta.url)
    app.get(`/bare/${name}`, async (c) => c.html(await readFile(file, 'utf8')))
  }
}
