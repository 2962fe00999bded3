// Options of danal(): what the merchant may set, checked when the provider is made.
import type { PaymentMethodKind } from '@billing-register/contract'
import { optionChecks, type OptionChecks } from '../options.ts'
import type { Secret } from '../../secret.ts'
import { plainText, byteLength } from '../outgoing.ts'
import type { DanalOperations } from './merchant-operations.ts'

/** Options of {@link danal}. One instance registers one kind of payment method. */
export interface DanalOptions {
  /** Name of this instance. Default `danal`. */
  name?: string | undefined
  /** `CL_…`: goes to the page. */
  clientKey: string
  /** CPID that Danal gave with the contract, at most 20 bytes. */
  merchantId: string
  /** `SK_…`: stays on the server. */
  secretKey: string | Secret
  /** Default `CARD`. */
  paymentsMethod?: 'CARD' | 'MOBILE' | undefined
  /** Product code that Danal requires for `MOBILE`. */
  itemCode?: string | undefined
  /** The method as it stands in the path of issue-key, where its letter case must differ from `paymentsMethod`. */
  pathMethod?: string | undefined
  /** Values of the return's `code` that mean that the customer stopped. Danal publishes none: see the default. */
  cancelCodes?: readonly string[] | undefined
  subMerchantId?: string | undefined
  /** Heading of the window: `00` 정기결제 (Danal's default), `01` 간편결제, `02` 자동결제. */
  title?: '00' | '01' | '02' | undefined
  /** Service period as the window shows it, at most 24 bytes. */
  offerPeriod?: string | undefined
  /** Hides the amount in the window; not together with charging. */
  hideAmount?: boolean | undefined
  /** Whether the window returns to our server (default) or to the merchant's page. */
  returnBy?: 'server' | 'page' | undefined
  /**
   * What your contract documents say of charging a key, cancelling, deleting a key and looking a payment up. Danal publishes
   * none of it, so without these the keys are only kept.
   */
  operations?: DanalOperations | undefined
  /** Replaces `https://one-api.danalpay.com`. */
  apiBase?: string | undefined
  /** Replaces `https://static.danalpay.com/d1/sdk/index.js`. */
  sdkUrl?: string | undefined
  /** Replaces the fetch of createBilling(). It must not retry by itself. */
  fetch?: typeof fetch | undefined
  /** Longest wait for issue-key, ms. Default 30000. */
  timeoutMs?: number | undefined
}

/** Options, checked, with defaults. */
export interface DanalConfig {
  readonly name: string
  readonly clientKey: string
  readonly merchantId: string
  readonly secretKey: Secret
  readonly method: 'CARD' | 'MOBILE'
  readonly kind: PaymentMethodKind
  /** Options that go into the window's request as they are. */
  readonly window: {
    readonly itemCode?: string
    readonly subMerchantId?: string
    readonly title?: '00' | '01' | '02'
    readonly offerPeriod?: string
    readonly hideAmount?: boolean
  }
  readonly cancelCodes: readonly string[]
  readonly returnBy: 'server' | 'page'
  readonly operations: DanalOperations
  readonly apiBase: string
  readonly issueUrl: string
  readonly sdkUrl: string
  readonly mode: 'test' | 'live'
  readonly fetch: typeof fetch | undefined
  readonly timeoutMs: number
}

const NAMES = [
  'name',
  'clientKey',
  'merchantId',
  'secretKey',
  'paymentsMethod',
  'itemCode',
  'pathMethod',
  'cancelCodes',
  'subMerchantId',
  'title',
  'offerPeriod',
  'hideAmount',
  'returnBy',
  'operations',
  'apiBase',
  'sdkUrl',
  'fetch',
  'timeoutMs',
] as const satisfies readonly (keyof DanalOptions)[]

/**
 * Values of the return's `code` that are taken for "the customer stopped". Danal publishes no list: `2101` is the older
 * card protocol's, the words are those seen in merchants' code. All unconfirmed, so the list is an option.
 */
const DEFAULT_CANCEL_CODES = ['2101', 'USER_CANCEL', 'WINDOW_CLOSED', 'CANCEL']

/** Throws a `misconfigured` BillingError that names the option and never its value. */
export function danalConfig(options: DanalOptions): DanalConfig {
  const check = optionChecks('danal')
  check.known(options, NAMES)
  const method = check.oneOf('paymentsMethod', options.paymentsMethod ?? 'CARD', ['CARD', 'MOBILE'])
  const apiBase = check.url('apiBase', options.apiBase ?? 'https://one-api.danalpay.com')
  const pathMethod = check.token('pathMethod', options.pathMethod ?? method, 20)
  return {
    name: check.name(options.name ?? 'danal'),
    ...keys(check, options),
    merchantId: check.token('merchantId', options.merchantId, 20),
    method,
    kind: method === 'CARD' ? 'card' : 'phone',
    window: windowOptions(check, options, method),
    cancelCodes: check.codes('cancelCodes', options.cancelCodes ?? DEFAULT_CANCEL_CODES),
    returnBy: check.oneOf('returnBy', options.returnBy ?? 'server', ['server', 'page']),
    operations: supplied(check, options.operations),
    apiBase,
    issueUrl: `${apiBase}/v1/billing/${encodeURIComponent(pathMethod)}/issue-key`,
    sdkUrl: check.url('sdkUrl', options.sdkUrl ?? 'https://static.danalpay.com/d1/sdk/index.js'),
    fetch: check.fetch('fetch', options.fetch),
    timeoutMs: check.timeout('timeoutMs', options.timeoutMs ?? 30_000),
  }
}

const OPERATIONS = [
  'charge',
  'cancel',
  'revoke',
  'lookup',
] as const satisfies readonly (keyof DanalOperations)[]

function supplied(check: OptionChecks, operations: DanalOperations | undefined): DanalOperations {
  if (operations === undefined) return {}
  const given: unknown = operations
  if (typeof given !== 'object' || given === null)
    check.fail('operations', `must be an object of functions: ${OPERATIONS.join(', ')}`)
  for (const [name, value] of Object.entries(operations)) {
    if (!OPERATIONS.some((one) => one === name))
      check.fail(`operations.${name}`, `is not an operation. Operations: ${OPERATIONS.join(', ')}`)
    if (value !== undefined && typeof value !== 'function')
      check.fail(`operations.${name}`, 'must be a function')
  }
  return operations
}

const isTest = (key: string): boolean => /^(CL|SK)_TEST_/.test(key)

/** Keys are told apart by their prefixes, test and live by the word after them. */
function keys(
  check: OptionChecks,
  options: DanalOptions,
): Pick<DanalConfig, 'clientKey' | 'secretKey' | 'mode'> {
  const clientKey = check.token('clientKey', options.clientKey, 255)
  const secretKey = check.secret('secretKey', options.secretKey)
  const secret = secretKey.reveal()
  if (clientKey.startsWith('SK_'))
    check.fail('clientKey', 'holds a secret key (SK_…): it would be sent to the page')
  if (secret.startsWith('CL_')) check.fail('secretKey', 'holds a client key (CL_…)')
  if (isTest(clientKey) !== isTest(secret)) {
    check.fail('clientKey', 'and `secretKey` are of different modes: one is a test key, the other is not')
  }
  return { clientKey, secretKey, mode: isTest(secret) ? 'test' : 'live' }
}

function windowOptions(
  check: OptionChecks,
  options: DanalOptions,
  method: 'CARD' | 'MOBILE',
): DanalConfig['window'] {
  const { title, hideAmount, offerPeriod } = options
  const itemCode = check.optionalToken('itemCode', options.itemCode, 64)
  if (method === 'MOBILE' && itemCode === undefined)
    check.fail('itemCode', "is required by Danal for 'MOBILE'")
  const subMerchantId = check.optionalToken('subMerchantId', options.subMerchantId, 64)
  return {
    ...(itemCode !== undefined && { itemCode }),
    ...(subMerchantId !== undefined && { subMerchantId }),
    ...(title !== undefined && { title: check.oneOf('title', title, ['00', '01', '02']) }),
    ...(offerPeriod !== undefined && { offerPeriod: period(check, offerPeriod) }),
    ...(hideAmount !== undefined && { hideAmount: check.flag('hideAmount', hideAmount) }),
  }
}

function period(check: OptionChecks, value: unknown): string {
  const text = typeof value === 'string' ? plainText(value) : ''
  return text !== '' && byteLength(text) <= 24
    ? text
    : check.fail('offerPeriod', 'must be a text of 1 to 24 bytes')
}
