// The accounts a merchant has at the simulated PGs. Everything here is made up; nothing of it works at a real PG.

/** A channel of the PortOne console: which PG it leads to and whether it is a test channel. */
export interface PortoneChannel {
  /** PG name as in the `pg` parameter, for example `danal_tpay`. */
  readonly pg: string
  /** The merchant's id at that PG, for example Danal's CPID. */
  readonly pgId: string
  readonly sandbox: boolean
}

export interface SimulatorCredentials {
  readonly danal: { readonly clientKey: string; readonly merchantId: string; readonly secretKey: string }
  readonly 'portone-v1': {
    readonly userCode: string
    readonly channelKey: string
    readonly apiKey: string
    readonly apiSecret: string
    /** Further channels by channelKey. `channelKey` itself is Danal's test channel unless it is listed here. */
    readonly channels: Readonly<Record<string, PortoneChannel>>
  }
  readonly toss: { readonly clientKey: string; readonly secretKey: string; readonly merchantId: string }
}

/** Options may replace any single value, so that a test run can carry markers of its own in its secrets. */
export interface CredentialOverrides {
  readonly danal?: Partial<SimulatorCredentials['danal']>
  readonly 'portone-v1'?: Partial<SimulatorCredentials['portone-v1']>
  readonly toss?: Partial<SimulatorCredentials['toss']>
}

/** The demo credentials, as the README lists them. */
export const SIMULATOR_CREDENTIALS: SimulatorCredentials = {
  danal: {
    clientKey: 'CL_TEST_simulator',
    merchantId: 'A000000001',
    secretKey: 'SK_TEST_simulator',
  },
  'portone-v1': {
    userCode: 'imp00000001',
    channelKey: 'channel-key-simulator-danal',
    apiKey: 'simulator-rest-key',
    apiSecret: 'simulator-rest-secret',
    channels: {
      'channel-key-simulator-inicis': { pg: 'html5_inicis', pgId: 'INIBillTst', sandbox: true },
      'channel-key-simulator-kakaopay': { pg: 'kakaopay', pgId: 'TCSUBSCRIP', sandbox: true },
    },
  },
  toss: {
    clientKey: 'test_ck_simulator',
    secretKey: 'test_sk_simulator',
    merchantId: 'simulatormid',
  },
}

/** Danal's test CPID in the PortOne console (PortOne help center, Danal test mode). */
export const DANAL_TEST_CPID = '9810030929'

export function mergeCredentials(overrides: CredentialOverrides = {}): SimulatorCredentials {
  const portone = { ...SIMULATOR_CREDENTIALS['portone-v1'], ...overrides['portone-v1'] }
  const own: PortoneChannel = { pg: 'danal_tpay', pgId: DANAL_TEST_CPID, sandbox: true }
  return {
    danal: { ...SIMULATOR_CREDENTIALS.danal, ...overrides.danal },
    toss: { ...SIMULATOR_CREDENTIALS.toss, ...overrides.toss },
    'portone-v1': { ...portone, channels: { [portone.channelKey]: own, ...portone.channels } },
  }
}
