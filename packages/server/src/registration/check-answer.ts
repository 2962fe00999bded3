// Checks what the merchant's own functions answered, so that a mistake there is told in words and early.
import { BillingError } from '@billing-register/contract'
import type { OrderAnswer } from '../options.ts'
import type { Customer } from '../providers/provider.ts'

/** Largest amount that is believed, KRW. */
const MAX_AMOUNT = 1_000_000_000

const refuse = (message: string): never => {
  throw new BillingError('misconfigured', message)
}

const isText = (value: unknown, max: number): boolean =>
  typeof value === 'string' && value.trim().length > 0 && value.length <= max

/** Throws `misconfigured` naming the field of `order()`'s answer that is wrong. */
export function checkOrder(answer: OrderAnswer): void {
  if (!isText(answer.name, 100)) refuse('order(): name must be a text of 1 to 100 characters')
  if (!Number.isSafeInteger(answer.amount) || answer.amount < 1 || answer.amount > MAX_AMOUNT) {
    refuse('order(): amount must be a whole number of KRW from 1 to 1,000,000,000')
  }
  const { charge, cycle, consent } = answer
  if (charge !== undefined && charge !== 'now' && charge !== 'later') {
    refuse("order(): charge must be 'now' or 'later'")
  }
  if (cycle !== undefined && !['week', 'month', 'year'].includes(cycle)) {
    refuse("order(): cycle must be 'week', 'month' or 'year'")
  }
  if (!consent) return
  if (!isText(consent.version, 64)) refuse('order(): consent.version must be a text of 1 to 64 characters')
  if (!isText(consent.label, 300)) refuse('order(): consent.label must be a text of 1 to 300 characters')
  if (!isText(consent.text, 20_000)) refuse('order(): consent.text must be a text of 1 to 20,000 characters')
}

/** Throws `misconfigured` naming the field of `identify()`'s answer that is wrong. */
export function checkCustomer(customer: Customer): void {
  if (!isText(customer.id, 128)) refuse('identify(): id must be a text of 1 to 128 characters')
  for (const field of ['label', 'name', 'email', 'phone'] as const) {
    const value: unknown = customer[field]
    if (value !== undefined && (typeof value !== 'string' || value.length > 256)) {
      refuse(`identify(): ${field} must be a text of at most 256 characters`)
    }
  }
}
