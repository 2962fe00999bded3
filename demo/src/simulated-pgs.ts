// The simulated PGs of one demo: where the browser meets them, where the server calls them, and their accounts.
import { createSimulator, type SimulatedProvider, type Simulator } from '@billing-register/simulator'
import { serveProviders } from '@billing-register/simulator/node'
import { listen } from './listen.ts'

/** Where the shop mounts the simulator. */
export const SIMULATOR_PATH = '/__simulator'

/** A channel of a PG that, unlike Danal, takes a phone's whole page and redirects back. */
export const REDIRECTING_CHANNEL = 'channel-key-demo-kcp'

/** A channel of a PG without a register window: it issues from card numbers alone. */
export const NUMBERS_CHANNEL = 'channel-key-demo-nice'

/** A channel of a wallet whose window is a popup unless it is asked to stay in the page. */
export const WALLET_CHANNEL = 'channel-key-demo-naverpay'

/** A channel of PortOne V2 without manual confirm: its window makes the key. */
export const DIRECT_CHANNEL = 'channel-key-simulator-v2-toss-direct'

/** The simulated PGs, running. */
export interface SimulatedPgs {
  readonly simulator: Simulator
  /** Its own origin where browsers meet it on another site; otherwise it is under the shop's. */
  readonly browserOrigin: string | undefined
  /** Where the server calls each PG. */
  readonly api: Readonly<Record<SimulatedProvider, string>>
  close(): Promise<void>
}

interface SimulatedPgsOptions {
  readonly place: 'same-origin' | 'cross-site'
  readonly seed: number | undefined
  readonly marker: string
  /** Ms since the epoch: the PGs live in the shop's time. */
  readonly clock: () => number
}

/** Starts the PGs on free loopback ports. */
export async function startSimulatedPgs(options: SimulatedPgsOptions): Promise<SimulatedPgs> {
  const { marker } = options
  const simulator = createSimulator({
    basePath: SIMULATOR_PATH,
    shopName: '보름 로스터스',
    clock: options.clock,
    keyMarker: marker,
    ...(options.seed !== undefined && { seed: options.seed }),
    credentials: {
      danal: { secretKey: `SK_TEST_demo${marker}` },
      toss: { secretKey: `test_sk_demo${marker}` },
      'portone-v2': { apiSecret: `v2-secret-demo${marker}` },
      'portone-v1': {
        apiKey: `rest-key-demo${marker}`,
        apiSecret: `rest-secret-demo${marker}`,
        channels: {
          [REDIRECTING_CHANNEL]: { pg: 'kcp_billing', pgId: 'A52Q7', sandbox: true },
          [WALLET_CHANNEL]: { pg: 'naverpay', pgId: 'np_demo', sandbox: true },
          [NUMBERS_CHANNEL]: { pg: 'nice', pgId: 'nictest00m', sandbox: true },
        },
      },
    },
  })
  const served = await serveProviders(simulator)
  const whole =
    options.place === 'cross-site' ? await listen(simulator.fetch, { port: 0, host: '127.0.0.1' }) : undefined
  return {
    simulator,
    browserOrigin: whole && `http://127.0.0.1:${whole.port}`,
    api: served.origins,
    close: async () => void (await Promise.all([served.close(), whole?.close()])),
  }
}
