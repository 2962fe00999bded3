// Options of toss(): what the merchant may set, checked when the provider is made.
import type { TossBillingAuthRequest } from '@billing-register/contract'
import type { Secret } from '../../secret.ts'
import { fingerprintOf } from '../fingerprint.ts'
import { optionChecks, secretsOf, type OptionChecks } from '../options.ts'

/** Options of {@link toss}. One instance registers one kind of payment method. */
export interface TossOptions {
  /** Name of this instance. Default `toss`. */
  name?: string | undefined
  /** `test_ck_…` or `live_ck_…` (API 개별 연동 키): goes to the page. */
  clientKey: string
  /** `test_sk_…` or `live_sk_…` of the same pair: stays on the server. While keys are being exchanged, `[new, old]`. */
  secretKey: string | Secret | readonly [string | Secret, (string | Secret)?]
  /** MID. When it is given, an answer for another one is suspended. */
  merchantId?: string | undefined
  /** Default `CARD`; `TRANSFER` registers a bank account. */
  method?: 'CARD' | 'TRANSFER' | undefined
  /** `self`: the window takes the page on computers, too. Default: an iframe there, the page on phones. */
  windowTarget?: 'self' | undefined
  /** Kinds of card that the window offers, the first one preselected. `CARD` only. */
  selectableCardTypes?: readonly ('PERSONAL' | 'CORPORATE')[] | undefined
  /** Opens the window of this card company itself. `CARD` only. */
  cardCompany?: string | undefined
  /** Opens this wallet's own window, where the contract has it. `CARD` only. */
  easyPay?: string | undefined
  /** Values of the return's `code` that mean that the customer stopped. */
  cancelCodes?: readonly string[] | undefined
  /** Whether the window returns to our server (default) or to the merchant's page. */
  returnBy?: 'server' | 'page' | undefined
  /** Test keys only: the error that Toss is to answer, sent as `TossPayments-Test-Code`. */
  testCode?: string | undefined
  /** Replaces `https://api.tosspayments.com`. */
  apiBase?: string | undefined
  /** Replaces `https://js.tosspayments.com/v2/standard`. */
  sdkUrl?: string | undefined
  /** Replaces the fetch of createBilling(). It must not retry by itself. */
  fetch?: typeof fetch | undefined
  /** Longest wait for an answer, ms. Default 30000. */
  timeoutMs?: number | undefined
}

/** A secret key, and the name under which attempts remember that they were made with it. */
export interface Credential {
  readonly secretKey: Secret
  readonly fingerprint: string
}

type WindowOptions = Pick<
  TossBillingAuthRequest,
  'windowTarget' | 'selectableCardTypes' | 'flowMode' | 'easyPay' | 'cardCompany'
>

/** Options, checked, with defaults. */
export interface TossConfig {
  readonly name: string
  readonly clientKey: string
  /** The one in use first. */
  readonly credentials: readonly [Credential, ...Credential[]]
  readonly merchantId: string | undefined
  readonly method: 'CARD' | 'TRANSFER'
  /** Options that go into the window's request as they are. */
  readonly window: WindowOptions
  readonly cancelCodes: readonly string[]
  readonly returnBy: 'server' | 'page'
  readonly testCode: string | undefined
  readonly apiBase: string
  readonly sdkUrl: string
  readonly mode: 'test' | 'live'
  readonly fetch: typeof fetch | undefined
  readonly timeoutMs: number
}

/** Issues by authKey. */
export const ISSUE_PATH = '/v1/billing/authorizations/issue'

const NAMES = [
  'name',
  'clientKey',
  'secretKey',
  'merchantId',
  'method',
  'windowTarget',
  'selectableCardTypes',
  'cardCompany',
  'easyPay',
  'cancelCodes',
  'returnBy',
  'testCode',
  'apiBase',
  'sdkUrl',
  'fetch',
  'timeoutMs',
] as const satisfies readonly (keyof TossOptions)[]

/** Codes with which the window comes back when the customer stopped. Source: Toss Payments docs, SDK error codes. */
const DEFAULT_CANCEL_CODES = ['PAY_PROCESS_CANCELED', 'USER_CANCEL']

/** Throws a `misconfigured` BillingError that names the option and never its value. */
export function tossConfig(options: TossOptions): TossConfig {
  const check = optionChecks('toss')
  check.known(options, NAMES)
  const apiBase = check.url('apiBase', options.apiBase ?? 'https://api.tosspayments.com')
  const method = check.oneOf('method', options.method ?? 'CARD', ['CARD', 'TRANSFER'])
  const { clientKey, secretKeys, mode } = keys(check, options)
  const [first, ...others] = secretKeys
  const credential = (secretKey: Secret): Credential => ({
    secretKey,
    // Toss tells repetitions apart by key and address.
    fingerprint: fingerprintOf(secretKey, apiBase + ISSUE_PATH),
  })
  return {
    name: check.name(options.name ?? 'toss'),
    clientKey,
    credentials: [credential(first), ...others.map(credential)],
    mode,
    merchantId: check.optionalToken('merchantId', options.merchantId, 14),
    method,
    window: windowOptions(check, options, method),
    cancelCodes: check.codes('cancelCodes', options.cancelCodes ?? DEFAULT_CANCEL_CODES),
    returnBy: check.oneOf('returnBy', options.returnBy ?? 'server', ['server', 'page']),
    testCode: testCode(check, options, mode),
    apiBase,
    sdkUrl: check.url('sdkUrl', options.sdkUrl ?? 'https://js.tosspayments.com/v2/standard'),
    fetch: check.fetch('fetch', options.fetch),
    timeoutMs: check.timeout('timeoutMs', options.timeoutMs ?? 30_000),
  }
}

interface Keys {
  readonly clientKey: string
  readonly secretKeys: readonly [Secret, ...Secret[]]
  readonly mode: 'test' | 'live'
}

const modeOf = (key: string): Keys['mode'] => (key.startsWith('test_') ? 'test' : 'live')

/** Toss' keys say by their beginning what they are: mode, and `ck` or `sk`; `gck` and `gsk` are the widget's. */
function keys(check: OptionChecks, options: TossOptions): Keys {
  const clientKey = check.token('clientKey', options.clientKey, 255)
  const secretKeys = secretsOf(check, 'secretKey', options.secretKey)
  if (/^(test|live)_g?sk_/.test(clientKey))
    check.fail('clientKey', 'holds a secret key: it would be sent to the page')
  assertKind(check, 'clientKey', clientKey, 'ck')
  const mode = modeOf(clientKey)
  for (const secret of secretKeys) {
    const key = secret.reveal()
    if (/^(test|live)_g?ck_/.test(key)) check.fail('secretKey', 'holds a client key')
    assertKind(check, 'secretKey', key, 'sk')
    if (modeOf(key) !== mode)
      check.fail('clientKey', 'and `secretKey` are of different modes: one is a test key, the other is not')
  }
  return { clientKey, secretKeys, mode }
}

function assertKind(check: OptionChecks, option: string, key: string, kind: 'ck' | 'sk'): void {
  if (/^(test|live)_g[cs]k_/.test(key))
    check.fail(option, 'is a widget key (결제위젯 연동 키); billing needs the API keys (API 개별 연동 키)')
  if (!new RegExp(`^(test|live)_${kind}_.`).test(key))
    check.fail(option, `must begin with test_${kind}_ or live_${kind}_`)
}

function testCode(check: OptionChecks, options: TossOptions, mode: Keys['mode']): string | undefined {
  const code = check.optionalToken('testCode', options.testCode, 100)
  if (code !== undefined && mode === 'live') check.fail('testCode', 'works with test keys only')
  return code
}

function windowOptions(
  check: OptionChecks,
  options: TossOptions,
  method: 'CARD' | 'TRANSFER',
): WindowOptions {
  const { windowTarget, selectableCardTypes: types } = options
  const easyPay = shortText(check, 'easyPay', options.easyPay)
  const cardCompany = shortText(check, 'cardCompany', options.cardCompany)
  if (easyPay !== undefined && cardCompany !== undefined)
    check.fail('easyPay', 'must not be given together with `cardCompany`')
  for (const [option, value] of Object.entries({ selectableCardTypes: types, easyPay, cardCompany }))
    if (value !== undefined && method !== 'CARD') check.fail(option, "is for method 'CARD' only")
  if (types !== undefined && (!Array.isArray(types) || types.length === 0))
    check.fail('selectableCardTypes', 'must be a list of PERSONAL and CORPORATE')
  const oneType = (type: unknown): 'PERSONAL' | 'CORPORATE' =>
    check.oneOf('selectableCardTypes', type, ['PERSONAL', 'CORPORATE'])
  const direct = easyPay !== undefined || cardCompany !== undefined
  return {
    ...(windowTarget !== undefined && { windowTarget: check.oneOf('windowTarget', windowTarget, ['self']) }),
    ...(types !== undefined && { selectableCardTypes: types.map(oneType) }),
    ...(direct && { flowMode: 'DIRECT' as const }),
    ...(easyPay !== undefined && { easyPay }),
    ...(cardCompany !== undefined && { cardCompany }),
  }
}

/** Toss takes Korean names here as well as codes. */
function shortText(check: OptionChecks, option: string, value: unknown): string | undefined {
  if (value === undefined) return undefined
  return typeof value === 'string' && /^[\p{L}\p{N}_-]{1,40}$/u.test(value)
    ? value
    : check.fail(option, 'must be a name or code of Toss, at most 40 letters')
}
