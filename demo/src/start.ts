// Starts one demo: a shop, its billing handler and the simulated PGs, in one process, on free or chosen ports.
import { Hono } from 'hono'
import { DANAL_ORIGINS, originsOf, PORTONE_V1_ORIGINS, TOSS_ORIGINS } from './csp.ts'
import { demoRoutes } from './demo-routes.ts'
import { elementFiles } from './element-script.ts'
import { listen } from './listen.ts'
import { createLogin } from './login.ts'
import { shopBilling } from './merchant.ts'
import type { DemoOptions } from './options.ts'
import { createPgSwitch, SWITCH_ENDPOINT } from './pg-switch.ts'
import { createPriceList } from './plans.ts'
import { shopProviders } from './providers.ts'
import { createShop, type ShopApp } from './shop.ts'
import { createShopClock } from './shop-clock.ts'
import { startSimulatedPgs } from './simulated-pgs.ts'
import { watchedLedger } from './truth/watched-ledger.ts'

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
 * Starts a demo. Nothing is written to any file, so several may run from one checkout.
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
    port: options.port ?? 4173,
    host: options.host ?? '127.0.0.1',
  }).catch(async (error: unknown) => {
    await pgs.close()
    throw error
  })
  const origin = new URL(options.publicUrl ?? `http://localhost:${server.port}`)
  const close = async (): Promise<void> => void (await Promise.all([server.close(), pgs.close()]))
  try {
    shop = assemble({ options, clock, pgs, origin })
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

function realPgs({ danal, portoneV1, toss }: DemoOptions): string[] {
  return [...(danal ? ['다날'] : []), ...(portoneV1 ? ['포트원 V1'] : []), ...(toss ? ['토스페이먼츠'] : [])]
}

interface Parts {
  readonly options: DemoOptions
  readonly clock: ReturnType<typeof createShopClock>
  readonly pgs: Awaited<ReturnType<typeof startSimulatedPgs>>
  readonly origin: URL
}

function assemble({ options, clock, pgs, origin }: Parts): ShopApp {
  const login = createLogin(origin)
  const prices = createPriceList()
  const ledger = watchedLedger()
  const providers = shopProviders(options, pgs, origin.origin)
  const log = options.log ?? ((line: string) => console.log(line))
  const { simulator } = pgs
  const merchant = { origin: origin.origin, ledger, login, prices, clock, log }
  const pgSwitch = createPgSwitch(
    (first) => shopBilling({ ...merchant, providers: first, endpoint: SWITCH_ENDPOINT }),
    providers,
  )
  return createShop({
    origin,
    login,
    billing: shopBilling({ ...merchant, providers, endpoint: '/billing' }),
    pgSwitch,
    providers,
    simulator,
    pgOrigins: [
      ...(options.danal ? [DANAL_ORIGINS] : []),
      ...(options.portoneV1 ? [PORTONE_V1_ORIGINS] : []),
      ...(options.toss ? [TOSS_ORIGINS] : []),
      ...(pgs.browserOrigin ? [originsOf(pgs.browserOrigin)] : []),
    ],
    realPgs: realPgs(options),
    demo: demoRoutes(
      { ledger, simulator, prices, clock, pgSwitch, realPgs: realPgs(options) },
      options.testControls ?? false,
    ),
    now: clock.now,
  })
}
