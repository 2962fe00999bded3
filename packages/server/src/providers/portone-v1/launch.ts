// Builds the request that opens PortOne V1's window. Source: developers.portone.io, V1 JavaScript SDK reference; lengths
// from the PortOne V1 REST specification.
import type { PortoneV1Request } from '@billing-register/contract'
import { emailFor, oneLine, phoneDigits } from '../outgoing.ts'
import type { Customer, MintId, OpenRegistration, Order, Prepared, ReturnUrls } from '../provider.ts'
import type { PortoneV1Config } from './options.ts'
import { behaviourOf } from './pg-behaviour.ts'

/** Longest `name`, characters. */
export const MAX_NAME = 40
const MAX_BUYER_NAME = 16
const MAX_BUYER_EMAIL = 64
/** PortOne help center: Danal's smallest card payment, KRW. */
export const MIN_CHARGE = 100

const lengthOf = (text: string): number => Array.from(text).length

/** What is wrong with this order for PortOne, however the card is asked for, in words for the developer. */
export function refuseOrder({ name, amount }: Order): string | undefined {
  const length = lengthOf(oneLine(name))
  if (length === 0 || length > MAX_NAME)
    return `order.name must be 1 to ${MAX_NAME} characters for PortOne V1`
  return !Number.isSafeInteger(amount) || amount < 1
    ? 'order.amount must be a whole number of KRW above 0'
    : undefined
}

/** What is wrong with this order for the window of the PG behind PortOne, in words for the developer. */
export function refuse(config: PortoneV1Config, order: Order, customer: Customer): string | undefined {
  const refusal = refuseOrder(order)
  if (refusal !== undefined) return refusal
  const { amount, charge } = order
  const behaviour = behaviourOf(config.pgProvider)
  if (behaviour?.needsPhone && phoneOf(config, customer) === undefined) {
    return `${config.pgProvider} requires a phone number: let identify() answer one, or set \`buyerTelFallback\``
  }
  return charge === 'now' ? refuseCharge(amount) : refuseRegisterOnly(config)
}

/** Whether an amount in the window is charged there. Where not, the key is charged right after it was issued. */
export const chargesInWindow = ({ pgProvider }: PortoneV1Config): boolean =>
  (behaviourOf(pgProvider)?.amount ?? 'shown') !== 'shown'

function refuseCharge(amount: number): string | undefined {
  return amount < MIN_CHARGE ? `order.amount must be at least ${MIN_CHARGE} KRW to be charged` : undefined
}

function refuseRegisterOnly(config: PortoneV1Config): string | undefined {
  return behaviourOf(config.pgProvider)?.amount === 'must'
    ? `${config.pgProvider} registers only together with a payment: the order must charge now`
    : undefined
}

/** Builds the launch with identifiers that are used for this registration alone: PortOne re-maps a customer_uid that is reused. */
export function prepare(
  config: PortoneV1Config,
  registration: OpenRegistration,
  urls: ReturnUrls,
  mint: MintId,
): Prepared<'portone-v1'> {
  const { customer, order } = registration
  const merchantUid = mint('br')
  const customerUid = mint('bk')
  // 0 is "the key alone" everywhere, also at PGs that would merely show an amount.
  const amount = order.charge === 'now' && chargesInWindow(config) ? order.amount : 0
  const request: PortoneV1Request = {
    ...config.channel,
    pay_method: config.payMethod,
    merchant_uid: merchantUid,
    customer_uid: customerUid,
    name: oneLine(order.name),
    amount,
    m_redirect_url: urls.server,
    ...behaviourOf(config.pgProvider)?.window,
    ...buyerOf(config, customer, mint),
    ...config.window,
  }
  return {
    launch: {
      provider: 'portone-v1',
      sdkUrl: config.sdkUrl,
      userCode: config.userCode,
      ...(config.tierCode !== undefined && { tierCode: config.tierCode }),
      request,
    },
    memo: { merchantUid, customerUid, amount, ...expectations(config) },
    providerRef: merchantUid,
  }
}

/** What the options said when the window was opened: an answer is compared with these, also after a change of options. */
export const expectations = ({
  sandbox,
  payMethod,
  pgProvider,
  pgId,
}: PortoneV1Config): Prepared['memo'] => ({
  sandbox,
  payMethod,
  ...(pgProvider !== undefined && { pgProvider }),
  ...(pgId !== undefined && { pgId }),
})

const phoneOf = (config: PortoneV1Config, customer: Customer): string | undefined =>
  phoneDigits(customer.phone) ?? config.buyerTelFallback

function buyerOf(
  config: PortoneV1Config,
  customer: Customer,
  mint: MintId,
): Pick<PortoneV1Request, 'buyer_name' | 'buyer_email' | 'buyer_tel' | 'customer_id'> {
  const max = behaviourOf(config.pgProvider)?.customerIdMax
  return {
    ...buyerFields(config, customer),
    ...(max !== undefined && { customer_id: customerIdFor(customer, max, mint) }),
  }
}

/** What PortOne is told of the customer: what it and the PGs behind it take. */
export function buyerFields(
  config: PortoneV1Config,
  customer: Customer,
): Pick<PortoneV1Request, 'buyer_name' | 'buyer_email' | 'buyer_tel'> {
  const name = Array.from(oneLine(customer.name ?? ''))
    .slice(0, MAX_BUYER_NAME)
    .join('')
    .trimEnd()
  // A malformed address makes Danal's window fail, and nothing needs one.
  const email = emailFor(customer.email, MAX_BUYER_EMAIL)
  const phone = phoneOf(config, customer)
  return {
    ...(name !== '' && { buyer_name: name }),
    ...(email !== undefined && { buyer_email: email }),
    ...(phone !== undefined && { buyer_tel: phone }),
  }
}

/**
 * What a PG that requires one is told as the customer's id: the merchant's own where it fits; else a random one, because
 * nothing of ours looks a customer up by it.
 */
export function customerIdFor({ id }: Customer, max: number, mint: MintId): string {
  return id.length <= max && /^[\w.@-]+$/.test(id) ? id : mint('').slice(0, max)
}
