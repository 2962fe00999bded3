// What a demo can be started with, and how the environment says it.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Keys of a Danal contract or of Danal's sandbox. */
export interface DanalKeys {
  readonly clientKey: string
  readonly merchantId: string
  readonly secretKey: string
  /** Phone billing. Left out, the demo has none with real keys. */
  readonly itemCode?: string
}

/** Keys from the PortOne console. */
export interface PortoneV1Keys {
  readonly userCode: string
  readonly channelKey: string
  readonly apiKey: string
  readonly apiSecret: string
  /** Whether the channel is a test channel. */
  readonly sandbox: boolean
  /** The PG behind the channel, `danal_tpay` for example. */
  readonly pgProvider: string
}

/** Keys from the PortOne console, V2. */
export interface PortoneV2Keys {
  readonly storeId: string
  readonly channelKey: string
  readonly apiSecret: string
  /** Whether the channel is a test channel. */
  readonly sandbox: boolean
  /** The PG behind the channel, `tosspayments` for example. */
  readonly pgProvider: string
  /** The channel has no manual confirm (수동 승인). */
  readonly allowKeyInBrowser: boolean
}

/** API keys (API 개별 연동 키) from Toss Payments' developer center. */
export interface TossKeys {
  readonly clientKey: string
  readonly secretKey: string
}

/** Options of {@link startDemo}. */
export interface DemoOptions {
  /** 0 takes a free port. Default 4173. */
  readonly port?: number
  /** Address to listen on. Default 127.0.0.1. */
  readonly host?: string
  /** The SQLite file that keeps the registrations. Default: one of its own that is gone when the demo ends. */
  readonly database?: string
  /** Keys that seal them, newest first. Default: made once, and kept beside the file. */
  readonly sealingKeys?: string
  /** Where browsers find the shop, when that is not `http://localhost:{port}`: a tunnel, for example. */
  readonly publicUrl?: string
  /** `cross-site`: the browser meets the simulator on `http://127.0.0.1:{own port}`. Default `same-origin`. */
  readonly simulator?: 'same-origin' | 'cross-site'
  /** Fixes what the simulator draws at random. */
  readonly seed?: number
  /** 1 to 12 letters and digits that every simulated secret and billing key then contains. */
  readonly marker?: string
  /** Adds the test controls under `/__demo/`. */
  readonly testControls?: boolean
  /** Real keys: Danal is then the real one. */
  readonly danal?: DanalKeys
  /** Real keys: PortOne is then the real one. */
  readonly portoneV1?: PortoneV1Keys
  /** Real keys: PortOne V2 is then the real one. */
  readonly portoneV2?: PortoneV2Keys
  /** Real keys: Toss Payments is then the real one. */
  readonly toss?: TossKeys
  /** Takes the lines of the billing handler's log. Default: the console. */
  readonly log?: (line: string) => void
}

type Env = Readonly<Record<string, string | undefined>>

/** The values of a group of variables: all of them, or none. */
function group<Name extends string>(env: Env, names: readonly Name[]): ((name: Name) => string) | undefined {
  const missing = names.filter((name) => !env[name])
  if (missing.length === names.length) return undefined
  if (missing.length > 0) throw new Error(`${missing.join(', ')} must be set too: real keys come together.`)
  return (name) => env[name] ?? ''
}

function wholeNumber(env: Env, name: string, max: number): number | undefined {
  const text = env[name]
  if (!text) return undefined
  if (!/^\d+$/.test(text) || Number(text) > max) throw new Error(`${name} must be a number from 0 to ${max}.`)
  return Number(text)
}

function simulatorPlace(env: Env): DemoOptions['simulator'] {
  const place = env['SIMULATOR'] || undefined
  if (place === undefined || place === 'same-origin' || place === 'cross-site') return place
  throw new Error('SIMULATOR must be same-origin or cross-site.')
}

const DATA = fileURLToPath(new URL('../data', import.meta.url))
/** Where the demo is found when nobody chose. */
export const DEFAULT_PORT = 4173

// Each port has a file of its own. What is there for tests leaves nothing behind, unless it is told where.
function databaseOf(env: Env, port: number = DEFAULT_PORT): Pick<DemoOptions, 'database'> {
  if (env['DEMO_DATABASE']) return { database: env['DEMO_DATABASE'] }
  if (port === 0 || env['DEMO_TEST'] === '1') return {}
  return { database: join(DATA, `billing-${port}.db`) }
}

/**
 * Reads the options from the environment.
 * @throws Error that names the variable that is wrong, never its value.
 */
export function readEnv(env: Env): DemoOptions {
  const port = wholeNumber(env, 'PORT', 65_535)
  const seed = wholeNumber(env, 'SIMULATOR_SEED', 2 ** 32 - 1)
  const place = simulatorPlace(env)
  return {
    ...(port !== undefined && { port }),
    ...databaseOf(env, port),
    ...(env['BILLING_SEALING_KEYS'] && { sealingKeys: env['BILLING_SEALING_KEYS'] }),
    ...(env['HOST'] && { host: env['HOST'] }),
    ...(env['PUBLIC_URL'] && { publicUrl: env['PUBLIC_URL'] }),
    ...(place && { simulator: place }),
    ...(seed !== undefined && { seed }),
    ...(env['DEMO_MARKER'] && { marker: env['DEMO_MARKER'] }),
    ...(env['DEMO_TEST'] === '1' && { testControls: true }),
    ...realKeys(env),
  }
}

/** Keys of PGs that are the real ones. */
export type RealKeys = Pick<DemoOptions, 'danal' | 'portoneV1' | 'portoneV2' | 'toss'>

/** Each PG whose keys are all there. */
function realKeys(env: Env): RealKeys {
  const danal = group(env, ['DANAL_CLIENT_KEY', 'DANAL_MERCHANT_ID', 'DANAL_SECRET_KEY'])
  const portone = group(env, [
    'PORTONE_V1_USER_CODE',
    'PORTONE_V1_CHANNEL_KEY',
    'PORTONE_V1_API_KEY',
    'PORTONE_V1_API_SECRET',
  ])
  const toss = group(env, ['TOSS_CLIENT_KEY', 'TOSS_SECRET_KEY'])
  return {
    ...(danal && {
      danal: {
        clientKey: danal('DANAL_CLIENT_KEY'),
        merchantId: danal('DANAL_MERCHANT_ID'),
        secretKey: danal('DANAL_SECRET_KEY'),
        ...(env['DANAL_ITEM_CODE'] && { itemCode: env['DANAL_ITEM_CODE'] }),
      },
    }),
    ...(portone && {
      portoneV1: {
        userCode: portone('PORTONE_V1_USER_CODE'),
        channelKey: portone('PORTONE_V1_CHANNEL_KEY'),
        apiKey: portone('PORTONE_V1_API_KEY'),
        apiSecret: portone('PORTONE_V1_API_SECRET'),
        sandbox: env['PORTONE_V1_SANDBOX'] !== '0',
        pgProvider: env['PORTONE_V1_PG'] || 'danal_tpay',
      },
    }),
    ...portoneV2Keys(env),
    ...(toss && { toss: { clientKey: toss('TOSS_CLIENT_KEY'), secretKey: toss('TOSS_SECRET_KEY') } }),
  }
}

function portoneV2Keys(env: Env): Pick<RealKeys, 'portoneV2'> {
  const value = group(env, ['PORTONE_V2_STORE_ID', 'PORTONE_V2_CHANNEL_KEY', 'PORTONE_V2_API_SECRET'])
  if (value === undefined) return {}
  return {
    portoneV2: {
      storeId: value('PORTONE_V2_STORE_ID'),
      channelKey: value('PORTONE_V2_CHANNEL_KEY'),
      apiSecret: value('PORTONE_V2_API_SECRET'),
      sandbox: env['PORTONE_V2_SANDBOX'] !== '0',
      pgProvider: env['PORTONE_V2_PG'] || 'tosspayments',
      allowKeyInBrowser: env['PORTONE_V2_ALLOW_KEY_IN_BROWSER'] === '1',
    },
  }
}
