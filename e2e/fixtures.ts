// What every flow starts from: a shop of its worker, a customer of its own, and a watch over everything that happens.
import { randomBytes } from 'node:crypto'
import { expect, test as base, type BrowserContext, type Page } from '@playwright/test'
import { RegisterElement } from './models/register-element.ts'
import { controlOf, type Control, type LedgerRow, type Quirks, type TrueKey } from './support/control.ts'
import { startDemo, type DemoProcess } from './support/demo-process.ts'
import { findLeaks } from './support/leaks.ts'
import { watchPages, type PageWatch } from './support/page-watch.ts'
import { startWire, type Wire } from './support/wire.ts'
import { witness, type WitnessedLaunch } from './support/witness.ts'

export { expect } from '@playwright/test'

/** What a project chooses. */
export interface FlowOptions {
  /** Where the browser meets the PGs: under the shop's own origin, or on another site. */
  simulator: 'same-origin' | 'cross-site'
}

/** The processes of one worker. */
export interface Backstage {
  readonly demo: DemoProcess
  readonly wire: Wire
  readonly control: Control
  /** Part of every secret and of every billing key of this run. */
  readonly marker: string
  readonly seed: number
  /** What this run drew for whatever the PGs' documents leave open. */
  readonly drawn: Quirks
}

/** The shop as one test knows it. */
export interface Shop extends Control {
  readonly origin: string
  /** The customer of this test; nobody else has the name. */
  readonly customer: string
  readonly wire: Wire
  readonly watch: PageWatch
  readonly marker: string
  /** What the shop printed during this test. */
  log(): string
  /** Logs a customer in, in this page's browser context. */
  login(page: Page, customer?: string): Promise<void>
  /** Logs the test's customer in and opens a page of the shop. */
  visit(page: Page, path: string): Promise<RegisterElement>
  /** Launches that the server gave to a customer, oldest first. */
  launches(customer?: string): readonly WitnessedLaunch[]
  /** True keys of a customer at the PGs, whatever became of them. */
  keysOf(customer?: string): Promise<readonly TrueKey[]>
  /** The customer has this many keys at the PGs, and this many cards in use in the ledger. */
  expectKeys(count: { atPg: number; inUse: number }, customer?: string): Promise<void>
  ledgerOf(customer?: string): Promise<readonly LedgerRow[]>
  /** How often the server asked a PG for this. */
  calls(operation: string): Promise<number>
  /** Proves that the search for secrets finds this one, and forgets it again. */
  expectFound(where: string | readonly string[], plant: () => Promise<unknown>): Promise<void>
  /** This test leaves keys at the PG that no registration of the shop leads to. */
  expectStrangers(): void
}

interface WorkerFixtures {
  simulator: FlowOptions['simulator']
  backstage: Backstage
}

interface TestFixtures {
  shop: Shop
  element: RegisterElement
  /** Opens a page in another browser: no cookies, no storage, nobody logged in. */
  otherBrowser: () => Promise<Page>
}

async function openBackstage(simulator: string): Promise<Backstage> {
  const marker = `mk${randomBytes(5).toString('hex')}`
  const seed = Number(process.env['E2E_SEED'] ?? randomBytes(4).readUInt32BE())
  const wire = await startWire()
  const demo = await startDemo({ SIMULATOR: simulator, SIMULATOR_SEED: String(seed), DEMO_MARKER: marker })
  const control = controlOf(demo.origin)
  return { demo, wire, control, marker, seed, drawn: await control.quirks() }
}

function shopOf(
  backstage: Backstage,
  {
    customer,
    watch,
    log,
    context,
  }: { customer: string; watch: PageWatch; log: () => string; context: BrowserContext },
): Shop {
  const { demo, wire, control, marker } = backstage
  const launches = (of = customer): readonly WitnessedLaunch[] =>
    witness(wire.exchanges).filter((launch) => launch.customer === of)
  const keysOf = async (of = customer): Promise<readonly TrueKey[]> => {
    const references = new Set(launches(of).map(({ reference }) => reference))
    const { keys } = await control.truth()
    return keys.filter((key) =>
      key.provider === 'danal'
        ? key.customerRef === of
        : references.has(key.registrationRef) || references.has(key.customerRef),
    )
  }
  const ledgerOf = async (of = customer): Promise<readonly LedgerRow[]> =>
    (await control.ledger()).filter((row) => row.customer === of)
  return {
    ...control,
    origin: demo.origin,
    customer,
    wire,
    watch,
    marker,
    log,
    launches,
    keysOf,
    ledgerOf,
    async login(page, as = customer) {
      await page.goto(`/login?as=${as}&next=/terms`)
    },
    async visit(page, path) {
      await page.goto(`/login?as=${customer}&next=${encodeURIComponent(path)}`)
      const element = new RegisterElement(page)
      await element.ready()
      return element
    },
    async expectKeys({ atPg, inUse }, of = customer) {
      const keys = (await keysOf(of)).filter((key) => !key.revoked)
      expect(keys, `keys of ${of} at the PGs`).toHaveLength(atPg)
      const used = (await ledgerOf(of)).filter((row) => row.method?.state === 'active')
      expect(used, `cards in use of ${of} in the ledger`).toHaveLength(inUse)
    },
    calls: async (operation) =>
      (await control.truth()).calls.filter((call) => call.operation === operation).length,
    async expectFound(where, plant) {
      const { length } = watch.console
      const search = (): Promise<readonly string[]> =>
        findLeaks({ wire, marker, context, log: log(), console: watch.console.slice(length) })
      expect(await search()).toEqual([])
      await plant()
      await expect.poll(search).toEqual([where].flat())
      watch.forget(marker)
    },
    expectStrangers: () => watch.expect('strangers'),
  }
}

/** What must hold after every flow, whatever it did. */
async function expectNothingAmiss(shop: Shop, backstage: Backstage, context: BrowserContext): Promise<void> {
  const leaks = await findLeaks({
    ...backstage,
    context,
    log: shop.log(),
    console: shop.watch.console,
    keysInPage: shop.watch.expects('keys in the page'),
  })
  expect(leaks, 'secrets that left the server').toEqual([])
  expect(shop.watch.problems(), 'errors in the pages').toEqual([])
  if (!shop.watch.expects('strangers'))
    expect(await shop.disagreements(), 'keys that only one side knows').toEqual([])
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  simulator: ['same-origin', { option: true, scope: 'worker' }],

  backstage: [
    async ({ simulator }, use) => {
      const backstage = await openBackstage(simulator)
      await use(backstage)
      await Promise.all([backstage.demo.end(), backstage.wire.close()])
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  baseURL: ({ backstage }, use) => use(backstage.demo.origin),
  proxy: ({ backstage }, use) => use({ server: backstage.wire.server }),

  shop: [
    async ({ backstage, context }, use, info) => {
      const { control, wire, demo, drawn, seed } = backstage
      wire.forget()
      await control.reset()
      await control.setQuirks({ ...drawn, latency: [0, 30] })
      const printed = demo.output().length
      const customer = `c-${randomBytes(5).toString('hex')}`
      const log = (): string => demo.output().slice(printed)
      const shop = shopOf(backstage, { customer, watch: watchPages(context), log, context })
      await use(shop)
      const unexpected = (): boolean => info.status !== info.expectedStatus
      try {
        if (!unexpected()) await expectNothingAmiss(shop, backstage, context)
      } finally {
        if (unexpected() || info.errors.length > 0) {
          const wireText = wire.exchanges
            .map(({ method, url, status }) => `${method} ${url} ${status}`)
            .join('\n')
          await info.attach('server log', { body: log(), contentType: 'text/plain' })
          await info.attach('wire', { body: wireText, contentType: 'text/plain' })
          const truth = { seed, drawn, ...(await control.truth()), ledger: await control.ledger() }
          await info.attach('truth', {
            body: JSON.stringify(truth, null, 1),
            contentType: 'application/json',
          })
        }
      }
    },
    { auto: true },
  ],

  element: ({ page }, use) => use(new RegisterElement(page)),

  otherBrowser: async ({ browser, shop }, use) => {
    const contexts: BrowserContext[] = []
    await use(async () => {
      const context = await browser.newContext()
      contexts.push(context)
      shop.watch.add(context)
      return context.newPage()
    })
    await Promise.all(contexts.map((context) => context.close()))
  },
})
