// The hourly limit: how many claims and declines a customer may have.
import { BillingError } from '@billing-register/contract'
import { HOUR_MS, type Core } from './core.ts'

/** Throws `too_many_attempts` when this customer's claims and declines of the last hour reach the limit. */
export async function assertBelowLimit(core: Core, customerId: string): Promise<void> {
  const now = core.now()
  const { count, oldest } = await core.ledger.tallied(customerId, now - HOUR_MS)
  if (count >= core.attemptsPerHour) throw tooMany(now, oldest)
}

/** What somebody is told who has reached it, and with how many seconds to wait: what is an hour old to the ms still counts. */
export function tooMany(
  now: number,
  oldest: number,
  message = 'too many attempts in one hour',
): BillingError {
  const retryAfter = Math.floor((oldest + HOUR_MS - now) / 1000) + 1
  return new BillingError('too_many_attempts', message, { retryAfter })
}
