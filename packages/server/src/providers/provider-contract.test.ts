// Both providers keep the contract of every provider, whatever the simulated PG leaves open.
import { inspect } from 'node:util'
import { createSimulator, type Simulator } from '@billing-register/simulator'
import { describe, expect, it } from 'vitest'
import type { ProviderBench } from '../testing/provider-bench.ts'
import { PROVIDER_CONTRACT } from '../testing/provider-contract.ts'
import { walkWindow } from '../testing/simulated-windows.ts'
import { danal } from './danal/index.ts'
import { portoneV1 } from './portone-v1/index.ts'
import type { ServerProvider } from './provider.ts'

const ORIGIN = 'https://pg.example'

type Make = (simulator: Simulator, options: { timeoutMs?: number }) => ServerProvider

function bench(seed: number, make: Make): ProviderBench {
  const simulator = createSimulator({ seed, quirks: { latency: [0, 0] }, keyMarker: 'Marker' })
  const http: typeof fetch = (input, init) => simulator.fetch(input, init)
  const { danal: own, 'portone-v1': portone } = simulator.credentials
  return {
    make: (options) => make(simulator, options),
    fetch: http,
    walk: (launch, end) => walkWindow(http, launch, end),
    truth: () => ({
      keys: simulator.truth.keys.length,
      paid: simulator.truth.payments.filter(({ state }) => state === 'paid').map(({ amount }) => amount),
    }),
    secrets: [own.secretKey, btoa(`${own.secretKey}:`), portone.apiSecret, 'Marker'],
    inspect: (value) => inspect(value, { depth: 20, showHidden: true }),
  }
}

const PROVIDERS: Record<string, Make> = {
  'danal, card': ({ credentials }, options) =>
    danal({ ...credentials.danal, ...options, apiBase: `${ORIGIN}/danal`, sdkUrl: `${ORIGIN}/danal/sdk.js` }),
  'danal, phone': ({ credentials }, options) =>
    danal({
      ...credentials.danal,
      ...options,
      paymentsMethod: 'MOBILE',
      itemCode: 'ITEM1',
      apiBase: `${ORIGIN}/danal`,
      sdkUrl: `${ORIGIN}/danal/sdk.js`,
    }),
  'portoneV1, Danal by channel key': ({ credentials }, options) =>
    portone(credentials, options, {
      channelKey: credentials['portone-v1'].channelKey,
      pgProvider: 'danal_tpay',
    }),
  'portoneV1, Danal by pg': ({ credentials }, options) =>
    portone(credentials, options, { pg: 'danal_tpay.9810030929' }),
  'portoneV1, a PG that charges nothing in the window': ({ credentials }, options) =>
    portone(credentials, options, { pg: 'html5_inicis' }),
}

function portone(
  credentials: Simulator['credentials'],
  options: { timeoutMs?: number },
  channel: { channelKey?: string; pg?: string; pgProvider?: string },
): ServerProvider {
  const { userCode, apiKey, apiSecret } = credentials['portone-v1']
  return portoneV1({
    userCode,
    apiKey,
    apiSecret,
    sandbox: true,
    ...channel,
    ...options,
    apiBase: `${ORIGIN}/portone-v1`,
    sdkUrl: `${ORIGIN}/portone-v1/iamport.js`,
  })
}

// Each seed draws other answers to what the PGs' documents leave open.
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8]

describe.each(Object.entries(PROVIDERS))('%s', (_name, make) => {
  it.each(PROVIDER_CONTRACT)('$name', async ({ run }) => {
    for (const seed of SEEDS) {
      await expect(run(bench(seed, make)), `seed ${seed}`).resolves.toBeUndefined()
    }
  })
})
