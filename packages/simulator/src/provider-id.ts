// The PGs this simulator plays, and the hosts their own documents give them.

export const SIMULATED_PROVIDERS = ['danal', 'portone-v1', 'portone-v2', 'toss'] as const

export type SimulatedProvider = (typeof SIMULATED_PROVIDERS)[number]

/** The PG's own API hosts: an injected `fetch` may keep them, the simulator answers in their place. */
export const PROVIDER_API_HOSTS: ReadonlyMap<string, SimulatedProvider> = new Map([
  ['one-api.danalpay.com', 'danal'],
  ['api.iamport.kr', 'portone-v1'],
  ['api.portone.io', 'portone-v2'],
  ['api.tosspayments.com', 'toss'],
])

export function isSimulatedProvider(value: unknown): value is SimulatedProvider {
  return SIMULATED_PROVIDERS.some((id) => id === value)
}
