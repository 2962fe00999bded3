// The simulator on loopback ports: one for everything, one per PG without prefix.
import type { AddressInfo } from 'node:net'
import { serve, type ServerType } from '@hono/node-server'
import { SIMULATED_PROVIDERS, type SimulatedProvider } from './provider-id.ts'
import { createSimulator, type Simulator, type SimulatorFetch, type SimulatorOptions } from './simulator.ts'

export interface ListenOptions {
  /** Default 127.0.0.1. */
  readonly host?: string
}

export interface ServedProviders {
  readonly origins: Readonly<Record<SimulatedProvider, string>>
  close(): Promise<void>
}

export interface StartOptions extends ListenOptions, SimulatorOptions {
  /** Default 4400; 0 takes a free one. */
  readonly port?: number
  /** Ports of the single PGs; a free one where none is named. */
  readonly perProviderPorts?: Partial<Record<SimulatedProvider, number>>
}

export interface RunningSimulator {
  /** Everything behind prefixes. */
  readonly origin: string
  /** Each PG without prefix. */
  readonly origins: Readonly<Record<SimulatedProvider, string>>
  readonly simulator: Simulator
  close(): Promise<void>
}

function listen(
  fetch: SimulatorFetch,
  host: string,
  port: number,
): Promise<{ server: ServerType; origin: string }> {
  return new Promise((resolve, reject) => {
    const server = serve(
      { fetch: (request, env) => fetch(request, env), hostname: host, port },
      (info: AddressInfo) =>
        resolve({ server, origin: `http://${host.includes(':') ? `[${host}]` : host}:${info.port}` }),
    )
    server.once('error', reject)
  })
}

function stop(server: ServerType): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    if ('closeAllConnections' in server) server.closeAllConnections()
  })
}

/** Serves each PG of a simulator without prefix on a loopback port of its own and tells the control API about it. */
export async function serveProviders(
  simulator: Simulator,
  options: ListenOptions & Pick<StartOptions, 'perProviderPorts'> = {},
): Promise<ServedProviders> {
  const host = options.host ?? '127.0.0.1'
  const started = { danal: '', 'portone-v1': '', 'portone-v2': '', toss: '' } satisfies Record<
    SimulatedProvider,
    string
  >
  const servers: ServerType[] = []
  for (const id of SIMULATED_PROVIDERS) {
    const { server, origin } = await listen(simulator.fetchOf(id), host, options.perProviderPorts?.[id] ?? 0)
    servers.push(server)
    started[id] = origin
    simulator.origins[id] = origin
  }
  return { origins: started, close: async () => void (await Promise.all(servers.map(stop))) }
}

/** Starts a simulator with ports of its own. */
export async function startSimulator(options: StartOptions = {}): Promise<RunningSimulator> {
  const simulator = createSimulator(options)
  const host = options.host ?? '127.0.0.1'
  const { server, origin } = await listen(simulator.fetch, host, options.port ?? 4400)
  const providers = await serveProviders(simulator, options)
  return {
    origin,
    origins: providers.origins,
    simulator,
    close: async () => void (await Promise.all([stop(server), providers.close()])),
  }
}
