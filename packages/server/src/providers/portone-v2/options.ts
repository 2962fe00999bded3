// Options of portoneV2(): what the merchant may set, checked when the provider is made.
import type { PortoneV2Request } from '@billing-register/contract'
import type { Secret } from '../../secret.ts'
import { fingerprintOf } from '../fingerprint.ts'
import { optionChecks, secretsOf, type OptionChecks } from '../options.ts'
import { PGS_WITHOUT_CONFIRM, PGS_WITHOUT_WINDOW } from './pg-rules.ts'
import { windowOptions } from './window-options.ts'

/** Options of {@link portoneV2}. One instance registers by one channel. */
export interface PortoneV2Options {
  /** Name of this instance. Default `portone-v2`. */
  name?: string | undefined
  /** `store-…` */
  storeId: string
  /** `channel-key-…` */
  channelKey: string
  /** V2 API secret: stays on the server. While it is being exchanged, `[new, old]`. */
  apiSecret: string | Secret | readonly [string | Secret, (string | Secret)?]
  /**
   * Secret of the console's webhooks (`whsec_…`), of the same mode as the channel. Without it webhooks are not taken. While
   * it is being exchanged, `[new, old]`.
   */
  webhookSecret?: string | Secret | readonly [string | Secret, (string | Secret)?] | undefined
  /** The PG behind the channel, as `tosspayments`, `inicis_v2`, `kcp_v2`, `kakaopay`: what it requires is then checked at start. */
  pgProvider?: string | undefined
  /** Whether the channel is a test channel. Default `false`. A key of the other kind is never accepted. */
  sandbox?: boolean | undefined
  /** Default `CARD`. */
  billingKeyMethod?: 'CARD' | 'EASY_PAY' | 'MOBILE' | undefined
  /**
   * Accepts a channel without manual confirm (수동 승인), which hands the finished key to the page: a script there that is
   * not yours could read it, and it charges by itself. Default `false`.
   */
  allowKeyInBrowser?: boolean | undefined
  /** Whether the window redirects to our server (default) or to the merchant's page. */
  returnBy?: 'server' | 'page' | undefined
  /** Redirects on computers, too, instead of answering in the page. */
  forceRedirect?: boolean | undefined
  /** Kinds of window; each PG has a default. */
  windowType?: PortoneV2Request['windowType'] | undefined
  /** Service period: `{ interval: '1m' }` or `{ range: { from, to } }`. KG Inicis and Welcome require it on phones. */
  offerPeriod?: PortoneV2Request['offerPeriod'] | undefined
  /** Language of the window, where the PG has several: `KO_KR`, `EN_US` … */
  locale?: string | undefined
  /** Kind of goods; required for `MOBILE`. */
  productType?: 'REAL' | 'DIGITAL' | undefined
  appScheme?: string | undefined
  /** Webhook addresses for these registrations, in place of the console's. */
  noticeUrls?: readonly string[] | undefined
  /** Parameters of one PG that PortOne passes on. */
  bypass?: Readonly<Record<string, unknown>> | undefined
  /** Values of the return's `code` or `pgCode` that mean that the customer stopped. */
  cancelCodes?: readonly string[] | undefined
  /** Replaces `https://api.portone.io`. */
  apiBase?: string | undefined
  /** Replaces `https://cdn.portone.io/v2/browser-sdk.js`. */
  sdkUrl?: string | undefined
  /** Replaces the fetch of createBilling(). It must not retry by itself. */
  fetch?: typeof fetch | undefined
  /** Longest wait for all calls of one try, ms. Default 60000, which PortOne advises for reading an answer. */
  timeoutMs?: number | undefined
}

/** A secret, and the name under which attempts remember that they were made with it. */
export interface Credential {
  readonly apiSecret: Secret
  readonly fingerprint: string
}

/** Options, checked, with defaults. */
export interface PortoneV2Config {
  readonly name: string
  readonly storeId: string
  readonly channelKey: string
  /** The one in use first. */
  readonly credentials: readonly [Credential, ...Credential[]]
  /** None: webhooks are not taken. */
  readonly webhookSecrets: readonly Secret[]
  readonly pgProvider: string | undefined
  readonly sandbox: boolean
  readonly keyInBrowser: boolean
  readonly returnBy: 'server' | 'page'
  /** Options that go into the window's request as they are. */
  readonly window: WindowRequest
  readonly cancelCodes: readonly string[]
  readonly apiBase: string
  readonly sdkUrl: string
  readonly fetch: typeof fetch | undefined
  readonly timeoutMs: number
}

/** The part of the window's request that is the same for every registration. */
export type WindowRequest = Pick<
  PortoneV2Request,
  | 'billingKeyMethod'
  | 'forceRedirect'
  | 'windowType'
  | 'offerPeriod'
  | 'locale'
  | 'productType'
  | 'appScheme'
  | 'noticeUrls'
  | 'bypass'
>

const NAMES = [
  'name',
  'storeId',
  'channelKey',
  'apiSecret',
  'webhookSecret',
  'pgProvider',
  'sandbox',
  'billingKeyMethod',
  'allowKeyInBrowser',
  'returnBy',
  'forceRedirect',
  'windowType',
  'offerPeriod',
  'locale',
  'productType',
  'appScheme',
  'noticeUrls',
  'bypass',
  'cancelCodes',
  'apiBase',
  'sdkUrl',
  'fetch',
  'timeoutMs',
] as const satisfies readonly (keyof PortoneV2Options)[]

/**
 * Values of `code` or `pgCode` with which a window ends when the customer stopped. PortOne publishes no list: these are the
 * SDK's types and what its PGs send.
 */
const DEFAULT_CANCEL_CODES = ['PAY_PROCESS_CANCELED', 'USER_CANCEL', 'PORTONE_USER_CANCELLED', 'Cancelled']

/** Throws a `misconfigured` BillingError that names the option and never its value. */
export function portoneV2Config(options: PortoneV2Options): PortoneV2Config {
  const check = optionChecks('portoneV2')
  check.known(options, NAMES)
  const apiBase = check.url('apiBase', options.apiBase ?? 'https://api.portone.io')
  const keyInBrowser = check.flag('allowKeyInBrowser', options.allowKeyInBrowser ?? false)
  const pgProvider = pgOf(check, options, keyInBrowser)
  return {
    name: check.name(options.name ?? 'portone-v2'),
    ...account(check, options, apiBase),
    webhookSecrets: webhookSecrets(check, options.webhookSecret),
    pgProvider,
    sandbox: check.flag('sandbox', options.sandbox ?? false),
    keyInBrowser,
    returnBy: returnBy(check, options, keyInBrowser),
    window: windowOptions(check, options, pgProvider),
    cancelCodes: check.codes('cancelCodes', options.cancelCodes ?? DEFAULT_CANCEL_CODES),
    apiBase,
    sdkUrl: check.url('sdkUrl', options.sdkUrl ?? 'https://cdn.portone.io/v2/browser-sdk.js'),
    fetch: check.fetch('fetch', options.fetch),
    timeoutMs: check.timeout('timeoutMs', options.timeoutMs ?? 60_000),
  }
}

function account(
  check: OptionChecks,
  options: PortoneV2Options,
  apiBase: string,
): Pick<PortoneV2Config, 'storeId' | 'channelKey' | 'credentials'> {
  const storeId = check.token('storeId', options.storeId, 100)
  const channelKey = check.token('channelKey', options.channelKey, 100)
  if (/^imp\d+$/.test(storeId)) check.fail('storeId', 'holds a V1 user code: use portoneV1()')
  if (storeId.startsWith('channel-key-')) check.fail('storeId', 'holds a channel key')
  if (channelKey.startsWith('store-')) check.fail('channelKey', 'holds a store id')
  const [first, ...others] = secretsOf(check, 'apiSecret', options.apiSecret)
  const credential = (apiSecret: Secret): Credential => {
    if (/^(store-|channel-key-|whsec_|imp\d+$)/.test(apiSecret.reveal()))
      check.fail('apiSecret', 'holds a store id, a channel key, a user code or a webhook secret')
    return { apiSecret, fingerprint: fingerprintOf(apiSecret, apiBase) }
  }
  return { storeId, channelKey, credentials: [credential(first), ...others.map(credential)] }
}

/** As the console gives it: a prefix, and base64. */
const WEBHOOK_SECRET = /^whsec_(?:[A-Za-z0-9+/]{4}){4,}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

function webhookSecrets(check: OptionChecks, given: PortoneV2Options['webhookSecret']): readonly Secret[] {
  if (given === undefined) return []
  const secrets = secretsOf(check, 'webhookSecret', given)
  for (const secret of secrets) {
    if (!WEBHOOK_SECRET.test(secret.reveal()))
      check.fail('webhookSecret', 'must look like whsec_ and what the console gives with it')
  }
  return secrets
}

function pgOf(check: OptionChecks, options: PortoneV2Options, keyInBrowser: boolean): string | undefined {
  const pgProvider = check.optionalToken('pgProvider', options.pgProvider, 40)?.toLowerCase()
  if (pgProvider === undefined) return undefined
  const instead = PGS_WITHOUT_WINDOW.get(pgProvider)
  if (instead !== undefined) check.fail('pgProvider', `names a PG without a billing window on V2: ${instead}`)
  if (!keyInBrowser && PGS_WITHOUT_CONFIRM.includes(pgProvider))
    check.fail(
      'pgProvider',
      'names a PG without manual confirm: set `allowKeyInBrowser` if you accept what it says',
    )
  return pgProvider
}

function returnBy(
  check: OptionChecks,
  options: PortoneV2Options,
  keyInBrowser: boolean,
): PortoneV2Config['returnBy'] {
  const value = check.oneOf('returnBy', options.returnBy ?? 'server', ['server', 'page'])
  if (value === 'page' && keyInBrowser)
    check.fail(
      'returnBy',
      "must be 'server' with `allowKeyInBrowser`: the key would stand in the page's address",
    )
  return value
}
