// Options of portoneV1(): what the merchant may set, checked when the provider is made.
import type { Secret } from '../../secret.ts'
import { phoneDigits } from '../outgoing.ts'
import { optionChecks, type OptionChecks } from '../options.ts'
import { behaviourOf } from './pg-behaviour.ts'

/** Options of {@link portoneV1}: exactly one of `channelKey` and `pg`. */
export interface PortoneV1Options {
  /** Name of this instance. Default `portone-v1`. */
  name?: string | undefined
  /** 가맹점 식별코드, `imp########`: goes to the page. */
  userCode: string
  /** REST API key. */
  apiKey: string
  /** REST API secret: stays on the server. */
  apiSecret: string | Secret
  /** Channel of the console. */
  channelKey?: string | undefined
  /** The older way to name the channel: `danal_tpay` or `danal_tpay.{CPID}`. */
  pg?: string | undefined
  /**
   * The PG behind `channelKey` (`danal_tpay`, `kakaopay` …). Needed to charge with the registration, because PGs differ in
   * what an amount does; when it is known the PG in the answer is compared with it.
   */
  pgProvider?: string | undefined
  /** Sub-merchant: 3 characters A–Z 0–9. */
  tierCode?: string | undefined
  /** Default: what the PG's guide says, else `card`. */
  payMethod?: string | undefined
  /** Whether the channel is a test channel. Default false: a payment of a test channel is then never accepted. */
  sandbox?: boolean | undefined
  /** Phone number sent where the customer has none: some PGs' windows fail without one. */
  buyerTelFallback?: string | undefined
  /** Values of `error_code` that mean that the customer stopped. They only choose the wording. */
  cancelCodes?: readonly string[] | undefined
  /** Webhook address of these payments, instead of the console's. */
  noticeUrl?: string | undefined
  /** URL scheme by which card apps come back to the merchant's app. */
  appScheme?: string | undefined
  /** Language of the window, where the PG has a choice. */
  language?: string | undefined
  /** Replaces `https://api.iamport.kr`. */
  apiBase?: string | undefined
  /** Replaces `https://cdn.iamport.kr/v1/iamport.js`. */
  sdkUrl?: string | undefined
  /** Replaces the fetch of createBilling(). */
  fetch?: typeof fetch | undefined
  /** Longest time for all lookups of one look together, ms. Default 30000. */
  timeoutMs?: number | undefined
}

/** Options, checked, with defaults. */
export interface PortoneV1Config {
  readonly name: string
  readonly userCode: string
  readonly apiKey: string
  readonly apiSecret: Secret
  readonly channel: { readonly channelKey: string } | { readonly pg: string }
  readonly pgProvider: string | undefined
  /** The merchant's id at the PG, where `pg` names it. */
  readonly pgId: string | undefined
  readonly payMethod: string
  readonly sandbox: boolean
  readonly tierCode: string | undefined
  readonly buyerTelFallback: string | undefined
  readonly cancelCodes: readonly string[]
  /** Options that go into the window's request as they are. */
  readonly window: { readonly notice_url?: string; readonly app_scheme?: string; readonly language?: string }
  readonly apiBase: string
  readonly sdkUrl: string
  readonly fetch: typeof fetch | undefined
  readonly timeoutMs: number
}

const NAMES = [
  'name',
  'userCode',
  'apiKey',
  'apiSecret',
  'channelKey',
  'pg',
  'pgProvider',
  'tierCode',
  'payMethod',
  'sandbox',
  'buyerTelFallback',
  'cancelCodes',
  'noticeUrl',
  'appScheme',
  'language',
  'apiBase',
  'sdkUrl',
  'fetch',
  'timeoutMs',
] as const satisfies readonly (keyof PortoneV1Options)[]

// The older Danal table's "user cancelled". PortOne tabulates no error_code at all.
const DEFAULT_CANCEL_CODES = ['2101']

/** Throws a `misconfigured` BillingError that names the option and never its value. */
export function portoneV1Config(options: PortoneV1Options): PortoneV1Config {
  const check = optionChecks('portoneV1')
  check.known(options, NAMES)
  const channel = channelOf(check, options)
  return {
    name: check.name(options.name ?? 'portone-v1'),
    ...credentials(check, options),
    ...channel,
    payMethod: check.token(
      'payMethod',
      options.payMethod ?? behaviourOf(channel.pgProvider)?.payMethod ?? 'card',
      20,
    ),
    sandbox: check.flag('sandbox', options.sandbox ?? false),
    buyerTelFallback: telFallback(check, options.buyerTelFallback),
    cancelCodes: check.codes('cancelCodes', options.cancelCodes ?? DEFAULT_CANCEL_CODES),
    window: windowOptions(check, options),
    apiBase: check.url('apiBase', options.apiBase ?? 'https://api.iamport.kr'),
    sdkUrl: check.url('sdkUrl', options.sdkUrl ?? 'https://cdn.iamport.kr/v1/iamport.js'),
    fetch: check.fetch('fetch', options.fetch),
    timeoutMs: check.timeout('timeoutMs', options.timeoutMs ?? 30_000),
  }
}

function credentials(
  check: OptionChecks,
  options: PortoneV1Options,
): Pick<PortoneV1Config, 'userCode' | 'apiKey' | 'apiSecret' | 'tierCode'> {
  const userCode = check.token('userCode', options.userCode, 40)
  if (!/^imp\d+$/.test(userCode)) check.fail('userCode', 'must look like imp########')
  const apiKey = check.token('apiKey', options.apiKey, 255)
  const apiSecret = check.secret('apiSecret', options.apiSecret)
  const secret = apiSecret.reveal()
  if (secret === apiKey) check.fail('apiSecret', 'is the same as `apiKey`')
  if (/^imp\d+$/.test(secret)) check.fail('apiSecret', 'holds a user code')
  if (/^(imp\d+|channel-key-.*)$/.test(apiKey)) check.fail('apiKey', 'holds a user code or a channel key')
  // The console gives a key of about 16 digits and a secret of about 80 characters.
  if (apiKey.length > secret.length)
    check.fail('apiKey', 'is longer than `apiSecret`: they seem to be exchanged')
  const tierCode = check.optionalToken('tierCode', options.tierCode, 3)
  if (tierCode !== undefined && !/^[A-Z0-9]{3}$/.test(tierCode)) {
    check.fail('tierCode', 'must be 3 of the characters A–Z 0–9')
  }
  return { userCode, apiKey, apiSecret, tierCode }
}

function channelOf(
  check: OptionChecks,
  options: PortoneV1Options,
): Pick<PortoneV1Config, 'channel' | 'pgProvider' | 'pgId'> {
  const channelKey = check.optionalToken('channelKey', options.channelKey, 55)
  const pg = check.optionalToken('pg', options.pg, 80)
  const named = check.optionalToken('pgProvider', options.pgProvider, 40)?.toLowerCase()
  if (channelKey !== undefined && pg !== undefined)
    check.fail('pg', 'must not be given together with `channelKey`')
  if (channelKey !== undefined) return { channel: { channelKey }, pgProvider: named, pgId: undefined }
  if (pg === undefined)
    return check.fail('channelKey', 'is missing (or `pg`, the older way to name the channel)')
  const dot = pg.indexOf('.')
  const pgProvider = (dot < 0 ? pg : pg.slice(0, dot)).toLowerCase()
  if (named !== undefined && named !== pgProvider) check.fail('pgProvider', 'is not the PG that `pg` names')
  return {
    channel: { pg },
    pgProvider,
    pgId: dot < 0 ? undefined : pg.slice(dot + 1),
  }
}

function telFallback(check: OptionChecks, value: unknown): string | undefined {
  if (value === undefined) return undefined
  return phoneDigits(value) ?? check.fail('buyerTelFallback', 'must be a phone number of 8 to 16 digits')
}

function windowOptions(check: OptionChecks, options: PortoneV1Options): PortoneV1Config['window'] {
  const appScheme = check.optionalToken('appScheme', options.appScheme, 80)
  const language = check.optionalToken('language', options.language, 10)
  return {
    ...(options.noticeUrl !== undefined && { notice_url: check.url('noticeUrl', options.noticeUrl) }),
    ...(appScheme !== undefined && { app_scheme: appScheme }),
    ...(language !== undefined && { language }),
  }
}
