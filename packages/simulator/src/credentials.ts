// The accounts a merchant has at the simulated PGs. Everything here is made up; nothing of it works at a real PG.

/** A channel of the PortOne console: which PG it leads to and whether it is a test channel. */
export interface PortoneChannel {
  /** PG name as in the `pg` parameter, for example `danal_tpay`. */
  readonly pg: string
  /** The merchant's id at that PG, for example Danal's CPID. */
  readonly pgId: string
  readonly sandbox: boolean
}

/** A channel of the PortOne V2 console. */
export interface PortoneV2Channel {
  readonly name: string
  /** PgProvider of the REST API, for example `TOSSPAYMENTS`. */
  readonly pgProvider: string
  readonly pgMerchantId: string
  readonly type: 'TEST' | 'LIVE'
  /** 수동 승인: nothing is issued before the merchant's server confirms. */
  readonly manualConfirm: boolean
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
  readonly 'portone-v2': {
    readonly merchantId: string
    readonly storeId: string
    /** A test channel at Toss Payments with manual confirm, unless `channels` lists it otherwise. */
    readonly channelKey: string
    readonly apiSecret: string
    /** `whsec_` and base64. */
    readonly webhookSecret: string
    /** Further channels by channelKey. */
    readonly channels: Readonly<Record<string, PortoneV2Channel>>
  }
  readonly toss: { readonly clientKey: string; readonly secretKey: string; readonly merchantId: string }
}

/** Options may replace any single value, so that a test run can carry markers of its own in its secrets. */
export interface CredentialOverrides {
  readonly danal?: Partial<SimulatorCredentials['danal']>
  readonly 'portone-v1'?: Partial<SimulatorCredentials['portone-v1']>
  readonly 'portone-v2'?: Partial<SimulatorCredentials['portone-v2']>
  readonly toss?: Partial<SimulatorCredentials['toss']>
}

function v2TestChannel(pgProvider: string, manualConfirm: boolean): PortoneV2Channel {
  return { name: pgProvider, pgProvider, pgMerchantId: 'simulator', type: 'TEST', manualConfirm }
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
      'channel-key-simulator-nice': { pg: 'nice', pgId: 'nictest00m', sandbox: true },
      'channel-key-simulator-kakaopay': { pg: 'kakaopay', pgId: 'TCSUBSCRIP', sandbox: true },
    },
  },
  'portone-v2': {
    merchantId: 'merchant-simulator',
    storeId: 'store-simulator',
    channelKey: 'channel-key-simulator-v2-toss',
    apiSecret: 'simulator-v2-api-secret',
    webhookSecret: 'whsec_c2ltdWxhdG9yLXdlYmhvb2stc2VjcmV0',
    channels: {
      'channel-key-simulator-v2-toss-direct': v2TestChannel('TOSSPAYMENTS', false),
      'channel-key-simulator-v2-inicis': v2TestChannel('INICIS_V2', false),
      'channel-key-simulator-v2-kcp': v2TestChannel('KCP_V2', false),
      'channel-key-simulator-v2-smartro': v2TestChannel('SMARTRO_V2', false),
      'channel-key-simulator-v2-ksnet': v2TestChannel('KSNET', false),
      'channel-key-simulator-v2-kakaopay': v2TestChannel('KAKAOPAY', false),
      'channel-key-simulator-v2-naverpay': v2TestChannel('NAVERPAY', false),
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
  const v2 = { ...SIMULATOR_CREDENTIALS['portone-v2'], ...overrides['portone-v2'] }
  const own: PortoneChannel = { pg: 'danal_tpay', pgId: DANAL_TEST_CPID, sandbox: true }
  return {
    danal: { ...SIMULATOR_CREDENTIALS.danal, ...overrides.danal },
    'portone-v2': {
      ...v2,
      channels: { [v2.channelKey]: v2TestChannel('TOSSPAYMENTS', true), ...v2.channels },
    },
    toss: { ...SIMULATOR_CREDENTIALS.toss, ...overrides.toss },
    'portone-v1': { ...portone, channels: { [portone.channelKey]: own, ...portone.channels } },
  }
}
