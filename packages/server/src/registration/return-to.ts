// Which page a registration may come back to, and how its address says which registration it is.
import { BillingError, REGISTRATION_PARAM } from '@billing-register/contract'
import type { Core } from './core.ts'

/**
 * The page to return to, parsed: http(s), an allowed origin, no user info, no backslash.
 * Throws `return_to_refused`.
 */
export function returnTarget(core: Pick<Core, 'origins'>, returnTo: string): URL {
  if (returnTo.includes('\\') || !URL.canParse(returnTo)) throw refused()
  const url = new URL(returnTo)
  // The origin of a `blob:` address is that of the page that made it.
  if (!/^https?:$/.test(url.protocol)) throw refused()
  if (url.username || url.password || !core.origins.has(url.origin)) throw refused()
  // Writing to searchParams spells the merchant's own parameters anew: only where ours is really there.
  if (url.searchParams.has(REGISTRATION_PARAM)) url.searchParams.delete(REGISTRATION_PARAM)
  return url
}

const refused = (): BillingError =>
  new BillingError(
    'return_to_refused',
    "returnTo: must be an absolute URL on publicUrl's origin or one of origins",
  )

/** The page's address with the registration's id added; every other byte of it as the merchant wrote it. */
export function pageWith(returnTo: string, id: string): string {
  const [page = '', ...hash] = returnTo.split(/(?=#)/)
  const mark = page.endsWith('?') ? '' : page.includes('?') ? '&' : '?'
  return `${page}${mark}${REGISTRATION_PARAM}=${id}${hash.join('')}`
}
