// Checks what the merchant's server asks for, before anything is written or sent.
import { BillingError } from '@billing-register/contract'

/** Largest amount that is believed, KRW. */
const MAX_AMOUNT = 1_000_000_000
/** Longest order id, characters: it is the merchant's own, the PG is told another. */
const MAX_ORDER_ID = 128
const MAX_ORDER_NAME = 100
const MAX_REASON = 200
const MAX_ATTEMPT = 100
/** The last moment that a Date can say, ms since the epoch. */
const MAX_TIME_MS = 8.64e15

/** What the cancellation of all that is left is called, where the merchant gives it no name. */
export const ALL = 'all'

/** The merchant's customer, by id or as `identify` answered. */
export type CustomerRef = string | { readonly id: string }

/** What {@link Billing.charge} is asked. */
export interface ChargeInput {
  /** Id of a payment method, as `onIssued` told it. */
  readonly paymentMethodId: string
  /** The merchant's order, 1 to 128 characters, no control characters: charged at most once, however often this is called. */
  readonly orderId: string
  /** What the customer sees on the statement, 1 to 100 characters. */
  readonly orderName: string
  /** KRW, a whole number from 1 to 1,000,000,000. */
  readonly amount: number
  /**
   * Which try of this order it is. Default: the one that there is. One higher tries again, only after the last one was
   * declined for certain; another payment method may be given then.
   */
  readonly attempt?: number
  /** Refuses a payment method of anybody else. */
  readonly customer?: CustomerRef
}

/** What {@link Billing.schedule} is asked. */
export interface ScheduleInput extends Omit<ChargeInput, 'attempt'> {
  /** When the PG is to charge it: a date, or ms since the epoch. */
  readonly at: number | Date
}

/** What {@link Billing.cancelPayment} is asked. One of `paymentId` and `orderId` names the payment. */
export interface CancelInput {
  readonly paymentId?: string
  readonly orderId?: string
  /** KRW. Default: all that is left. */
  readonly amount?: number
  /** Why, 1 to 200 characters: the PG is told. */
  readonly reason: string
  /**
   * The merchant's own name for this cancellation, 1 to 64 of `A–Z a–z 0–9 . _ -`: the same again is the same one. Required
   * with `amount`, and not `all` then: so is called what was given no name.
   */
  readonly cancelId?: string
}

/** What {@link Billing.revoke} is asked. */
export interface RevokeInput {
  readonly paymentMethodId: string
  /** Refuses a payment method of anybody else. */
  readonly customer?: CustomerRef
}

const refuse = (message: string): never => {
  throw new BillingError('invalid_request', message)
}

const isText = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value.trim().length > 0 && value.length <= max

// Half a character, or one that controls: a database that gives back another text than it was given loses the row.
const isId = (value: unknown): value is string =>
  isText(value, MAX_ORDER_ID) && !/[\p{Cc}\p{Cs}]/u.test(value)

/** Throws `invalid_amount` unless it is a whole number of KRW above 0. */
function checkAmount(amount: unknown): asserts amount is number {
  if (typeof amount === 'number' && Number.isSafeInteger(amount) && amount >= 1 && amount <= MAX_AMOUNT)
    return
  throw new BillingError('invalid_amount', 'amount: must be a whole number of KRW from 1 to 1,000,000,000')
}

/**
 * Throws `invalid_request` where a customer is named and is nobody: whoever has no login must not pass for one who was not
 * asked for.
 */
export function checkCustomer(input: { readonly customer?: CustomerRef }): void {
  if (!('customer' in input)) return
  const { customer }: { readonly customer?: unknown } = input
  const id: unknown = typeof customer === 'object' && customer ? Reflect.get(customer, 'id') : customer
  if (!isText(id, MAX_ORDER_ID)) refuse('customer: must be the id of a customer; leave it out to name none')
}

/** Throws `invalid_request` or `invalid_amount`, naming the field. */
export function checkCharge(input: ChargeInput): void {
  const { paymentMethodId, orderId, orderName, amount, attempt } = input
  checkCustomer(input)
  if (!isId(paymentMethodId)) refuse('paymentMethodId: must be the id of a payment method')
  if (!isId(orderId))
    refuse('orderId: must be a text of 1 to 128 characters, none of them a control character')
  if (!isText(orderName, MAX_ORDER_NAME)) refuse('orderName: must be a text of 1 to 100 characters')
  checkAmount(amount)
  if (attempt !== undefined && !(Number.isSafeInteger(attempt) && attempt >= 1 && attempt <= MAX_ATTEMPT)) {
    refuse('attempt: must be a whole number from 1 to 100')
  }
}

/** Throws as {@link checkCharge} does. @returns the time, ms since the epoch */
export function checkSchedule(input: ScheduleInput): number {
  checkCharge(input)
  const { at } = input
  const ms = at instanceof Date ? at.getTime() : at
  // What is no date throws wherever it is written as one.
  return Number.isFinite(ms) && Math.abs(ms) <= MAX_TIME_MS
    ? ms
    : refuse('at: must be a Date, or ms since the epoch')
}

/** Throws `invalid_request` or `invalid_amount`, naming the field. */
export function checkCancel({ paymentId, orderId, amount, reason, cancelId }: CancelInput): void {
  if (!isText(paymentId ?? orderId, MAX_ORDER_ID) || (paymentId !== undefined && orderId !== undefined)) {
    refuse('paymentId, orderId: give one of them')
  }
  if (!isText(reason, MAX_REASON)) refuse('reason: must be a text of 1 to 200 characters')
  if (amount !== undefined) checkAmount(amount)
  if (cancelId !== undefined && !(typeof cancelId === 'string' && /^[\w.-]{1,64}$/.test(cancelId))) {
    refuse('cancelId: must be 1 to 64 of A–Z a–z 0–9 . _ -')
  }
  if (amount !== undefined && cancelId === ALL) {
    refuse(`cancelId: "${ALL}" is the cancellation of all that is left; name that of a part otherwise`)
  }
  if (amount !== undefined && cancelId === undefined) {
    refuse('cancelId: name a cancellation of a part, so that the same one is not made twice')
  }
}

/** Whether it is not this customer's. Nobody's is asked for where no customer is given. */
export function isSomeoneElses(customerId: string, customer: CustomerRef | undefined): boolean {
  if (customer === undefined) return false
  return (typeof customer === 'string' ? customer : customer.id) !== customerId
}
