// Builds the request that opens Toss' window. Source of the parameters: types of `@tosspayments/tosspayments-sdk` 2.8.1.
import type { TossBillingAuthRequest } from '@billing-register/contract'
import { addressToJoin, emailFor, oneLine } from '../outgoing.ts'
import type { Customer, MintId, OpenRegistration, Order, Prepared, ReturnUrls } from '../provider.ts'
import type { TossConfig } from './options.ts'

/** Longest `customerName` and `customerEmail`, characters. */
const MAX_TEXT = 100

/** Least amounts, KRW. Source: error code BELOW_MINIMUM_AMOUNT. */
export const LEAST = { card: 100, account: 200, phone: 100 } as const

/** What is wrong with this order for Toss, in words for the developer. */
export function refuse({ amount, charge }: Order, least: number): string | undefined {
  if (!Number.isSafeInteger(amount) || amount < 1) return 'order.amount must be a whole number of KRW above 0'
  // The window never charges: the key is charged right after it was issued.
  return charge === 'now' && amount < least
    ? `order.amount must be at least ${least} KRW to be charged`
    : undefined
}

/** What Toss is told of the customer: a name and an address that it takes. */
export function customerFields({
  name: given = '',
  email,
}: Customer): Pick<TossBillingAuthRequest, 'customerName' | 'customerEmail'> {
  const name = Array.from(oneLine(given)).slice(0, MAX_TEXT).join('')
  const customerEmail = emailFor(email, MAX_TEXT)
  return {
    ...(name !== '' && { customerName: name }),
    ...(customerEmail !== undefined && { customerEmail }),
  }
}

/** Builds the launch with a customerKey of this registration alone: that is what ties the answer to it. */
export function prepare(
  config: TossConfig,
  { customer }: OpenRegistration,
  urls: ReturnUrls,
  mint: MintId,
): Prepared<'toss'> {
  const customerKey = mint('ck')
  const url = config.returnBy === 'page' ? addressToJoin(urls.page) : urls.server
  const request: TossBillingAuthRequest = {
    method: config.method,
    successUrl: url,
    failUrl: url,
    ...config.window,
    ...customerFields(customer),
  }
  return {
    launch: {
      provider: 'toss',
      sdkUrl: config.sdkUrl,
      clientKey: config.clientKey,
      customerKey,
      request,
    },
    memo: { customerKey, method: config.method },
    providerRef: customerKey,
  }
}
