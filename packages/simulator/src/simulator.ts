// One simulator: every PG behind its prefix under one origin, each also without prefix, one shared truth.
import { Hono } from 'hono'
import { createControl } from './control/index.ts'
import { cutSocket, DroppedConnection } from './dropped-connection.ts'
import { PROVIDER_API_HOSTS, SIMULATED_PROVIDERS, type SimulatedProvider } from './provider-id.ts'
import { createDanal } from './providers/danal/index.ts'
import { createPortoneV1 } from './providers/portone-v1/index.ts'
import { createPortoneV2 } from './providers/portone-v2/index.ts'
import { createToss } from './providers/toss/index.ts'
import type { SimulatedPg } from './providers/provider.ts'
import type { SimulatorCredentials } from './credentials.ts'
import type { Quirks } from './quirks.ts'
import { clearTruth, type Truth } from './truth.ts'
import { createWorld, type WebhookUrls, type World, type WorldOptions } from './world.ts'

export interface SimulatorOptions extends WorldOptions {
  /** Where another server mounts the simulator, for example `/__simulator`. Paths without it work as well. */
  readonly basePath?: string
}

/** `fetch(request, env?)` for servers, `fetch(url, init?)` as a PG provider's injected fetch. */
export type SimulatorFetch = (input: Request | URL | string, initOrEnv?: object) => Promise<Response>

export interface Simulator {
  /**
   * Answers any request for the simulator. The PGs' own API hosts need no prefix.
   * @throws TypeError "fetch failed" when a fault cuts the connection and there is no socket to cut.
   */
  readonly fetch: SimulatorFetch
  /** One PG without prefix, for a port of its own. */
  fetchOf(provider: SimulatedProvider): SimulatorFetch
  /** Origins without prefix, as `GET /control/origins` tells them. Whoever listens fills them in. */
  readonly origins: Partial<Record<SimulatedProvider, string>>
  /** Where each PG's console sends webhooks; may be set at any time. */
  readonly webhookUrls: WebhookUrls
  readonly truth: Truth
  readonly quirks: Quirks
  readonly credentials: SimulatorCredentials
  readonly seed: number
  /** Like `POST /control/reset`. */
  reset(): void
  /** Resolves when no webhook is on its way any more. */
  settled(): Promise<void>
}

type Pgs = Readonly<Record<SimulatedProvider, SimulatedPg>>

function createPgs(world: World): Pgs {
  return {
    danal: createDanal(world),
    'portone-v1': createPortoneV1(world),
    'portone-v2': createPortoneV2(world),
    toss: createToss(world),
  }
}

function requestOf(input: Request | URL | string, initOrEnv: object | undefined): Request {
  return typeof input === 'string' || input instanceof URL ? new Request(input, initOrEnv) : input
}

/** Runs an app like a server would, except that a cut connection really is one. */
function asFetch(choose: (request: Request) => Hono): SimulatorFetch {
  return async (input, initOrEnv) => {
    const request = requestOf(input, initOrEnv)
    try {
      return await choose(request).fetch(request, initOrEnv)
    } catch (error) {
      const cut = error instanceof DroppedConnection ? cutSocket(initOrEnv) : undefined
      if (cut) return cut
      throw error
    }
  }
}

function rethrowing(app: Hono): Hono {
  app.onError((error) => {
    throw error
  })
  return app
}

function aloneApps(pgs: Pgs): ReadonlyMap<SimulatedProvider, Hono> {
  return new Map(SIMULATED_PROVIDERS.map((id) => [id, rethrowing(new Hono().route('/', pgs[id].app))]))
}

/**
 * Creates a simulator. Nothing listens until a server mounts `fetch`; `startSimulator` in `./node` does.
 * @throws Error when an option is not valid
 */
export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const world = createWorld(options)
  const pgs = createPgs(world)
  const origins: Simulator['origins'] = {}
  const reset = (): void => {
    clearTruth(world.truth)
    world.faults.clear()
    for (const id of SIMULATED_PROVIDERS) pgs[id].reset()
  }
  const all = new Hono()
  for (const id of SIMULATED_PROVIDERS) all.route(`/${id}`, pgs[id].app)
  all.route('/control', createControl(world, { origins, providers: SIMULATED_PROVIDERS, reset }))
  const root = rethrowing(new Hono())
  if (options.basePath && options.basePath !== '/') root.route(options.basePath, all)
  root.route('/', all)
  const alone = aloneApps(pgs)
  const byHost = ({ url }: Request): Hono => {
    const provider = PROVIDER_API_HOSTS.get(new URL(url).hostname)
    return (provider && alone.get(provider)) || root
  }
  return {
    fetch: asFetch(byHost),
    fetchOf: (provider) => asFetch(() => alone.get(provider) ?? root),
    origins,
    webhookUrls: world.webhookUrls,
    truth: world.truth,
    quirks: world.quirks,
    credentials: world.credentials,
    seed: world.seed,
    reset,
    settled: async () => {
      while (world.background.size > 0) await Promise.allSettled(world.background)
    },
  }
}
