// What the hand-written handler checks of the merchant's own answers and of the page's address: as the handler it is
// compared with does, at the same places.
import type { BillingOptions, Customer } from '@billing-register/server'

type OrderAnswer = NonNullable<Awaited<ReturnType<BillingOptions['order']>>>

const MAX_AMOUNT = 1_000_000_000
/** Danal's bytes for an order's name and a customer's id. */
const MAX_NAME = 255
const MAX_USER_ID = 128

const isText = (value: unknown, max: number): boolean =>
  typeof value === 'string' && value.trim().length > 0 && value.length <= max

const isOptional = (value: unknown): boolean =>
  value === undefined || (typeof value === 'string' && value.length <= 256)

/** Whether `identify` answered a customer that can be registered. */
export const isCustomer = ({ id, label, name, email, phone }: Customer): boolean =>
  isText(id, 128) && [label, name, email, phone].every(isOptional) && Buffer.byteLength(id) <= MAX_USER_ID

/** A name without the characters that Danal breaks on. */
export const plainName = (name: string): string => name.replace(/[&'"\\<>|,+\p{C}\s]+/gu, ' ').trim()

/** Whether `order` answered something that can be registered; charging with it is not supported. */
export function isOrder({ name, amount, charge, cycle, consent }: OrderAnswer): boolean {
  if (!isText(name, 100) || !Number.isSafeInteger(amount) || amount < 1 || amount > MAX_AMOUNT) return false
  if (charge !== undefined && charge !== 'later') return false
  if (cycle !== undefined && !['week', 'month', 'year'].includes(cycle)) return false
  if (consent && !(isText(consent.version, 64) && isText(consent.label, 300) && isText(consent.text, 20_000)))
    return false
  const size = Buffer.byteLength(plainName(name))
  return size > 0 && size <= MAX_NAME
}

/** The page to return to; undefined when it is none of the merchant's. */
export function returnPage(returnTo: string, ownOrigin: string): URL | undefined {
  if (returnTo.includes('\\') || !URL.canParse(returnTo)) return undefined
  const url = new URL(returnTo)
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:'
  return isWeb && !url.username && !url.password && url.origin === ownOrigin ? url : undefined
}
