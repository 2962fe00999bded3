// Paths under the merchant's mount, built in one place for both halves.

/** Version of the wire that this code speaks; sent and answered in {@link VERSION_HEADER}. */
export const WIRE_VERSION = '1'

/** Header that carries the wire's version. A server accepts its own version and the one before. */
export const VERSION_HEADER = 'Billing-Version'

/** Query parameter by which a page learns that a registration returned to it. */
export const REGISTRATION_PARAM = 'billing_registration'

/** Channel (BroadcastChannel and postMessage type) on which a popup or frame tells its opener that a return arrived. */
export const RETURN_CHANNEL = 'billing-register'

/** `GET /offer?locale&plan&provider&mode`. An ampersand too many means nothing, and every page pays for each byte here. */
export const offerPath = (source: {
  readonly locale: string
  readonly plan?: string | undefined
  readonly provider?: string | undefined
  readonly mode?: string | undefined
}): string =>
  (['locale', 'plan', 'provider', 'mode'] as const).reduce(
    (path, name) => path + (source[name] ? `&${name}=${encodeURIComponent(source[name])}` : ''),
    '/offer?',
  )

/** `POST /registrations` */
export const REGISTRATIONS_PATH = '/registrations'

/** `GET /registrations/:id`, or one of the actions below it. */
export const registrationPath = (
  id: string,
  action?: 'complete' | 'cancel' | 'opened' | 'return' | 'card-form',
): string => `/registrations/${encodeURIComponent(id)}${action ? `/${action}` : ''}`
