// Builds the request that opens PortOne V2's window. Source of the parameters: types of `@portone/browser-sdk` 0.1.11.
import type { PortoneV2Request } from '@billing-register/contract'
import { addressToJoin, emailFor, oneLine, phoneDigits } from '../outgoing.ts'
import type { Customer, Memo, MintId, OpenRegistration, Order, Prepared, ReturnUrls } from '../provider.ts'
import type { PortoneV2Config } from './options.ts'
import { rulesOf } from './pg-rules.ts'

/** Longest e-mail address, bytes. */
const MAX_EMAIL = 254
/** Longest name and title, characters: PortOne states no limit, the PGs behind it have various ones. */
const MAX_TEXT = 100
/** Characters of a customer id that every PG behind PortOne takes (Smartro's limit). */
const CUSTOMER_ID_LENGTH = 20

/** What is wrong with this order for PortOne, however the card is asked for, in words for the developer. */
export function refuseOrder(order: Order): string | undefined {
  const { amount } = order
  if (oneLine(order.name) === '') return 'order.name has no character that can be shown'
  if (!Number.isSafeInteger(amount) || amount < 1) return 'order.amount must be a whole number of KRW above 0'
  return undefined
}

/** What is wrong with this order or customer for the window of the PG behind PortOne, in words for the developer. */
export function refuse(config: PortoneV2Config, order: Order, customer: Customer): string | undefined {
  const refusal = refuseOrder(order)
  if (refusal !== undefined) return refusal
  const known = knownOf(customer)
  const missing = (rulesOf(config.pgProvider)?.customer ?? []).filter((name) => known[name] === undefined)
  return missing.length === 0
    ? undefined
    : `${config.pgProvider} requires the customer's ${missing.join(', ')}: let identify() answer \`${missing.join('`, `')}\``
}

/** What is known of the customer, in a form that PGs take. */
export function knownOf(customer: Customer): Partial<Record<'name' | 'phone' | 'email', string>> {
  const name = Array.from(oneLine(customer.name ?? ''))
    .slice(0, MAX_TEXT)
    .join('')
  const phone = phoneDigits(customer.phone)
  const email = emailFor(customer.email, MAX_EMAIL)
  return {
    ...(name !== '' && { name }),
    ...(phone !== undefined && { phone }),
    ...(email !== undefined && { email }),
  }
}

/** An id for a customer whom PortOne knows by this registration alone. */
export const uniqueCustomerId = (mint: MintId): string => mint('').slice(0, CUSTOMER_ID_LENGTH)

/** What the answer must agree with, whoever asked for the card. */
export function expectations({ storeId, channelKey, sandbox, pgProvider }: PortoneV2Config): Memo {
  return { storeId, channelKey, sandbox, ...(pgProvider !== undefined && { pgProvider }) }
}

/** Builds the launch with identifiers of this registration alone: PortOne finds keys by the customer's. */
export function prepare(
  config: PortoneV2Config,
  { customer, order }: OpenRegistration,
  urls: ReturnUrls,
  mint: MintId,
): Prepared<'portone-v2'> {
  const issueId = mint('br')
  const customerId = uniqueCustomerId(mint)
  const { name, phone, email } = knownOf(customer)
  const request: PortoneV2Request = {
    storeId: config.storeId,
    channelKey: config.channelKey,
    ...config.window,
    issueId,
    issueName: Array.from(oneLine(order.name)).slice(0, MAX_TEXT).join(''),
    displayAmount: order.amount,
    currency: 'KRW',
    customer: {
      customerId,
      ...(name !== undefined && { fullName: name }),
      ...(phone !== undefined && { phoneNumber: phone }),
      ...(email !== undefined && { email }),
    },
    redirectUrl: config.returnBy === 'page' ? addressToJoin(urls.page) : urls.server,
  }
  return {
    launch: { provider: 'portone-v2', sdkUrl: config.sdkUrl, request },
    memo: { issueId, customerId, ...expectations(config) },
    providerRef: issueId,
  }
}
