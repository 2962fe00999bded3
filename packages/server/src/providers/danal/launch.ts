// Builds the request that opens Danal's window. Source of the parameters: types of `@danalpay/javascript-sdk` 1.2.0.
import { BillingError, type DanalBillingRequest } from '@billing-register/contract'
import { byteLength, emailFor, fitBytes, phoneDigits, plainText } from '../outgoing.ts'
import type { Customer, MintId, OpenRegistration, Order, Prepared, ReturnUrls } from '../provider.ts'
import type { DanalConfig } from './options.ts'

// Danal states no lengths for the window's parameters; these are the older card protocol's for the like fields.
const MAX_NAME = 255
const MAX_USER_ID = 128
const MAX_URL = 255
const MAX_EMAIL = 128
/** `userName` comes back with issue-key at 20 bytes: a longer one could not be compared. */
const MAX_USER_NAME = 20

// Danal's smallest card payment, and the largest that the answer's documented 6-byte amount can name.
const MIN_CHARGE = 100
const MAX_CHARGE = 999_999

/** What is wrong with this order for Danal, in words for the developer. */
export function refuse(config: DanalConfig, order: Order, customer: Customer): string | undefined {
  const { amount, charge } = order
  const name = byteLength(plainText(order.name))
  if (name === 0) return 'order.name has no character that Danal accepts'
  if (name > MAX_NAME) return `order.name is longer than Danal's ${MAX_NAME} bytes`
  const id = byteLength(customer.id)
  if (id === 0 || id > MAX_USER_ID) return `customer.id must be 1 to ${MAX_USER_ID} bytes for Danal`
  if (!Number.isSafeInteger(amount) || amount < 1) return 'order.amount must be a whole number of KRW above 0'
  if (charge === 'later') return undefined
  if (config.window.hideAmount) return 'danal: `hideAmount` cannot be used where the order charges now'
  return amount < MIN_CHARGE || amount > MAX_CHARGE
    ? `order.amount must be ${MIN_CHARGE} to ${MAX_CHARGE} KRW to be charged with the registration at Danal`
    : undefined
}

/** Builds the launch and remembers exactly what was sent. */
export function prepare(
  config: DanalConfig,
  registration: OpenRegistration,
  urls: ReturnUrls,
  mint: MintId,
): Prepared<'danal'> {
  const { customer, order } = registration
  const orderId = mint('br')
  const url = returnUrl(config, urls)
  const userName = fitBytes(plainText(customer.name ?? ''), MAX_USER_NAME)
  const userPhoneNumber = phoneDigits(customer.phone)
  const userEmail = emailFor(customer.email, MAX_EMAIL)
  const echoed = {
    orderId,
    amount: order.amount,
    // Never left out: Danal's default charges the customer for real.
    issueKeyOnly: order.charge !== 'now',
    ...(userName !== '' && { userName }),
    ...(userPhoneNumber !== undefined && { userPhoneNumber }),
  }
  const request: DanalBillingRequest = {
    paymentsMethod: config.method,
    orderName: plainText(order.name),
    userId: customer.id,
    merchantId: config.merchantId,
    successUrl: url,
    failUrl: url,
    ...config.window,
    ...(userEmail !== undefined && { userEmail }),
    ...echoed,
  }
  return {
    launch: { provider: 'danal', sdkUrl: config.sdkUrl, clientKey: config.clientKey, request },
    memo: echoed,
    providerRef: orderId,
  }
}

/** One URL for success and failure: what happened is told by the return, and decided by Danal's answer. */
function returnUrl(config: DanalConfig, urls: ReturnUrls): string {
  // A page with a long address still gets its result, through the server.
  if (config.returnBy === 'page' && byteLength(urls.page) <= MAX_URL) return urls.page
  if (byteLength(urls.server) <= MAX_URL) return urls.server
  throw new BillingError(
    'misconfigured',
    `\`publicUrl\` is too long: Danal's successUrl takes ${MAX_URL} bytes`,
  )
}
