// Checks the merchant's options once, at start, with a message that names the option.
import { BillingError } from '@billing-register/contract'
import { memoryLedgerAllowed } from './environment.ts'
import { isSafe } from './http/safe-url.ts'
import type { BillingOptions } from './options.ts'
import type { ServerProvider } from './providers/provider.ts'

const KNOWN = [
  'publicUrl',
  'providers',
  'ledger',
  'sealingKeys',
  'identify',
  'order',
  'onIssued',
  'dangerouslyAcceptCardNumbers',
  'onEvent',
  'holdKeysForDays',
  'sweep',
  'onSpill',
  'maintenance',
  'origins',
  'attemptsPerHour',
  'log',
  'allowMemoryLedgerInProduction',
  'clock',
  'fetch',
]

/** Stops the start with a message for the developer. */
function misconfigured(message: string): never {
  throw new BillingError('misconfigured', message)
}

/** Throws `misconfigured`, naming the option, unless the options can work. */
export function checkOptions(options: BillingOptions): void {
  for (const name of Object.keys(options)) {
    if (!KNOWN.includes(name)) misconfigured(`${name}: createBilling() has no such option`)
  }
  for (const name of ['identify', 'order'] as const) {
    if (typeof options[name] !== 'function') misconfigured(`${name}: a function is required`)
  }
  for (const name of ['onIssued', 'onEvent', 'onSpill'] as const) {
    if (options[name] !== undefined && typeof options[name] !== 'function') {
      misconfigured(`${name}: must be a function`)
    }
  }
  for (const name of ['attemptsPerHour', 'holdKeysForDays'] as const) {
    const value = options[name]
    if (value !== undefined && (!Number.isInteger(value) || value < 1)) {
      misconfigured(`${name}: must be a whole number above 0`)
    }
  }
  checkProviders(options.providers)
  for (const name of Object.keys(options.maintenance ?? {})) {
    if (!options.providers.some((one) => one.name === name)) {
      misconfigured(`maintenance: there is no provider '${name}'`)
    }
  }
  checkLedger(options)
  checkCardForm(options)
}

const CARD_FORM = 'dangerouslyAcceptCardNumbers'

function checkCardForm(options: BillingOptions): void {
  const cards = options[CARD_FORM]
  if (cards === undefined) {
    const typed = options.providers.find(({ noWindow }) => noWindow)
    if (typed)
      misconfigured(`${CARD_FORM}: '${typed.name}' has no register window and takes typed card numbers alone`)
    return
  }
  if (typeof cards?.verifyHolder !== 'function') {
    misconfigured(
      `${CARD_FORM}: verifyHolder is required; it must say whether the card is the customer's own`,
    )
  }
  if (options.sealingKeys === undefined) {
    misconfigured(`sealingKeys: ${CARD_FORM} keeps the key of each form only sealed`)
  }
  if (!options.providers.some(({ keyIn }) => keyIn)) {
    misconfigured(`${CARD_FORM}: none of the providers issues from a typed card number`)
  }
}

function checkLedger(options: BillingOptions): void {
  const { ledger, sealingKeys } = options
  const usable = typeof ledger === 'object' && ledger !== null && ('open' in ledger || 'replace' in ledger)
  if (!usable) misconfigured('ledger: a ledger is required')
  if (ledger.durability === 'memory' && !memoryLedgerAllowed(options)) {
    misconfigured(
      'ledger: memoryLedger() forgets every card when the process ends. ' +
        'Use a durable ledger in production, or set allowMemoryLedgerInProduction: true',
    )
  }
  if (ledger.durability === 'durable' && sealingKeys === undefined) {
    misconfigured(
      'sealingKeys: a durable ledger keeps billing keys only sealed. ' +
        "Set it to 'k1:<32 random bytes in base64>' (make one with: openssl rand -base64 32)",
    )
  }
}

function checkProviders(providers: readonly ServerProvider[]): void {
  if (!((providers?.length ?? 0) > 0)) misconfigured('providers: at least one is required')
  const names = new Set<string>()
  for (const { name, account } of providers) {
    if (!/^[\w.-]{1,64}$/.test(name)) misconfigured('providers: a name is 1 to 64 of A–Z a–z 0–9 . _ -')
    if (names.has(name)) misconfigured(`providers: two have the name '${name}'; give one another name`)
    names.add(name)
    const first = providers[0]?.account
    if (first && first.mode !== account.mode) {
      misconfigured(`providers: '${name}' uses ${account.mode} keys and another uses ${first.mode} keys`)
    }
  }
}

/** `publicUrl` without a trailing slash: absolute, https outside localhost, no query, hash or user info. */
export function parsePublicUrl(publicUrl: string): string {
  if (!URL.canParse(publicUrl)) misconfigured('publicUrl: must be an absolute URL')
  const url = new URL(publicUrl)
  assertHttps('publicUrl', url)
  if (url.search || url.hash || url.username || url.password) {
    misconfigured('publicUrl: must have no query, hash or user info')
  }
  return url.origin + url.pathname.replace(/\/+$/, '')
}

/** publicUrl's origin and the merchant's other origins. */
export function parseOrigins(publicUrl: string, origins: readonly string[] = []): ReadonlySet<string> {
  for (const origin of origins) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      misconfigured('origins: each must be an origin such as https://shop.example')
    }
    assertHttps('origins', new URL(origin))
  }
  return new Set([new URL(publicUrl).origin, ...origins])
}

function assertHttps(option: string, url: URL): void {
  if (!isSafe(url)) misconfigured(`${option}: must be https, except on localhost`)
}
