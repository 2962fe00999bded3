// Which page a registration may come back to.
import { BillingError, REGISTRATION_PARAM } from '@billing-register/contract'
import type { Core } from './core.ts'

/**
 * The page to return to, parsed: http(s), an allowed origin, no user info, no backslash.
 * Throws `return_to_refused`.
 */
export function returnTarget(core: Pick<Core, 'origins'>, returnTo: string): URL {
  const refused = new BillingError(
    'return_to_refused',
    "returnTo: must be an absolute URL on publicUrl's origin or one of origins",
  )
  if (returnTo.includes('\\') || !URL.canParse(returnTo)) throw refused
  const url = new URL(returnTo)
  if (url.username || url.password || !core.origins.has(url.origin)) throw refused
  url.searchParams.delete(REGISTRATION_PARAM)
  return url
}
