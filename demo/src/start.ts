// Starts one demo: a shop, its billing handler and the simulated PGs, in one process, on free or chosen ports.
import type { Billing, ServerProvider } from '@billing-register/server'
import { Hono } from 'hono'
import {
  DANAL_ORIGINS,
  originsOf,
  PORTONE_V1_ORIGINS,
  PORTONE_V2_ORIGINS,
  TOSS_ORIGINS,
  type PgOrigins,
} from './csp.ts'
import { demoRoutes } from './demo-routes.ts'
import { elementFiles } from './element-script.ts'
import { listen } from './listen.ts'
import { createLogin, type Login } from './login.ts'
import { shopBilling } from './merchant.ts'
import { DEFAULT_PORT, type DemoOptions } from './options.ts'
import { createPgSwitch, SWITCH_ENDPOINT } from './pg-switch.ts'
import { createPriceList, type PriceList } from './plans.ts'
import { shopProviders } from './providers.ts'
import { createShop, type ShopApp } from './shop.ts'
import { createShopClock } from './shop-clock.ts'
import { sealingKeysOf, shopLedger } from './shop-ledger.ts'
import { startSimulatedPgs } from './simulated-pgs.ts'

/** A demo that runs. */
export interface RunningDemo {
  /** Where browsers find the shop: `http://localhost:4173`. */
  readonly origin: string
  /** Where browsers meet the simulated PGs. */
  readonly simulatorOrigin: string
  /** Names of the PGs that are real. */
  readonly realPgs: readonly string[]
  close(): Promise<void>
}

/**
 * Starts a demo. What is written goes into the file that the options name, so several may run from one checkout.
 * @throws Error in words for the person who started it.
 */
export async function startDemo(options: DemoOptions = {}): Promise<RunningDemo> {
  const clock = createShopClock()
  const pgs = await startSimulatedPgs({
    place: options.simulator ?? 'same-origin',
    seed: options.seed,
    marker: options.marker ?? '',
    clock: clock.now,
  })
  // The port must be known before the shop can be made: its own address is part of its configuration.
  let shop: ShopApp = new Hono()
  const server = await listen((request, bindings) => shop.fetch(request, bindings), {
    port: options.port ?? DEFAULT_PORT,
    host: options.host ?? '127.0.0.1',
  }).catch(async (error: unknown) => {
    await pgs.close()
    throw error
  })
  const origin = new URL(options.publicUrl ?? `http://localhost:${server.port}`)
  const ledger = shopLedger(options.database)
  let billings: readonly Billing[] = []
  const close = async (): Promise<void> => {
    await server.close()
    // An answer of a PG that is on its way must still reach the ledger.
    await Promise.all(billings.map((billing) => billing.drain()))
    await Promise.all([pgs.close(), ledger.close()])
  }
  try {
    const made = assemble({ options, clock, pgs, origin, ledger })
    shop = made.shop
    billings = made.billings
    await elementFiles()
  } catch (error) {
    await close()
    throw error
  }
  return {
    origin: origin.origin,
    simulatorOrigin: pgs.browserOrigin ?? origin.origin,
    realPgs: realPgs(options),
    close,
  }
}

function realPgs({ danal, portoneV1, portoneV2, toss }: DemoOptions): string[] {
  return [
    ...(danal ? ['다날'] : []),
    ...(portoneV1 ? ['포트원 V1'] : []),
    ...(portoneV2 ? ['포트원 V2'] : []),
    ...(toss ? ['토스페이먼츠'] : []),
  ]
}

/** Where the pages may load a PG's script and frames from. */
const pgOrigins = ({ danal, portoneV1, portoneV2, toss }: DemoOptions, simulator?: string): PgOrigins[] => [
  ...(danal ? [DANAL_ORIGINS] : []),
  ...(portoneV1 ? [PORTONE_V1_ORIGINS] : []),
  ...(portoneV2 ? [PORTONE_V2_ORIGINS] : []),
  ...(toss ? [TOSS_ORIGINS] : []),
  ...(simulator ? [originsOf(simulator)] : []),
]

interface Parts {
  readonly options: DemoOptions
  readonly clock: ReturnType<typeof createShopClock>
  readonly pgs: Awaited<ReturnType<typeof startSimulatedPgs>>
  readonly origin: URL
  readonly ledger: ReturnType<typeof shopLedger>
}

type MakeBilling = (providers: readonly ServerProvider[], endpoint: string) => Billing

// All handlers of the shop keep their registrations in one ledger. `made` gets each of them.
function billingMaker(parts: Parts, login: Login, prices: PriceList, made: Billing[]): MakeBilling {
  const { options, clock, origin: here, ledger } = parts
  const { source } = ledger
  const origin = here.origin
  const sealingKeys = sealingKeysOf(options.sealingKeys, options.database)
  const log = options.log ?? ((line: string) => console.log(line))
  const merchant = { origin, ledger: source, sealingKeys, login, prices, clock, log }
  return (providers, endpoint) => {
    const billing = shopBilling({ ...merchant, providers, endpoint })
    made.push(billing)
    return billing
  }
}

function assemble(parts: Parts): { shop: ShopApp; billings: readonly Billing[] } {
  const { options, clock, pgs, origin, ledger } = parts
  const login = createLogin(origin)
  const prices = createPriceList()
  const providers = shopProviders(options, pgs, origin.origin)
  const { simulator } = pgs
  const billings: Billing[] = []
  const make = billingMaker(parts, login, prices, billings)
  const billing = make(providers, '/billing')
  const pgSwitch = createPgSwitch((first) => make(first, SWITCH_ENDPOINT), providers)
  const shop = createShop({
    origin,
    login,
    billing,
    pgSwitch,
    providers,
    simulator,
    pgOrigins: pgOrigins(options, pgs.browserOrigin),
    realPgs: realPgs(options),
    fileOf: (customerId) => ledger.fileOf(customerId),
    prices,
    demo: demoRoutes(
      {
        ledger,
        simulator,
        since: clock.now(),
        prices,
        clock,
        pgSwitch,
        realPgs: realPgs(options),
        reconcile: () => billing.reconcile(),
      },
      options.testControls ?? false,
    ),
    now: clock.now,
  })
  return { shop, billings }
}
