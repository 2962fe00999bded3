// Paths under the merchant's mount, built in one place for both halves.

/** Version of the wire that this code speaks; sent and answered in {@link VERSION_HEADER}. */
export const WIRE_VERSION = '1'

/** Header that carries the wire's version. A server accepts its own version and the one before. */
export const VERSION_HEADER = 'Billing-Version'

/** Query parameter by which a page learns that a registration returned to it. */
export const REGISTRATION_PARAM = 'billing_registration'

/** Channel (BroadcastChannel and postMessage type) on which a popup or frame tells its opener that a return arrived. */
export const RETURN_CHANNEL = 'billing-register'

/** `GET /offer?plan&locale&provider` */
export function offerPath(query: { plan?: string; locale: string; provider?: string }): string {
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined)
  return `/offer?${pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`
}

/** `POST /registrations` */
export const REGISTRATIONS_PATH = '/registrations'

/** `GET /registrations/:id`, or one of the actions below it. */
export const registrationPath = (id: string, action?: 'complete' | 'cancel' | 'opened' | 'return'): string =>
  `/registrations/${encodeURIComponent(id)}${action ? `/${action}` : ''}`
