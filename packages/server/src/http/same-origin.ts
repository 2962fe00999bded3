// Calls that change something must come from the merchant's own pages: same origin, not merely same site.
import { BillingError } from '@billing-register/contract'

/**
 * Throws `origin_refused` unless `Origin` is one of the allowed origins. Where a browser sends no Origin,
 * `Sec-Fetch-Site: same-origin` stands in for it.
 */
export function assertOwnOrigin(headers: Headers, origins: ReadonlySet<string>): void {
  const origin = headers.get('origin')
  const own = origin === null ? headers.get('sec-fetch-site') === 'same-origin' : origins.has(origin)
  if (!own) throw new BillingError('origin_refused', 'Origin: must be publicUrl or one of origins')
}
