// The one-time cookie that ties a claim, which arrived without a login, to the browser that brought it.
import { registrationPath } from '@billing-register/contract'
import { RETURN_MS } from '../registration/core.ts'

const nameOf = (id: string): string => `billing_claim_${id}`

/**
 * `Set-Cookie` for a claim. Scoped to the one registration; HttpOnly, SameSite=Lax; `Secure` whenever publicUrl
 * is https. Chromium sends it with the page's same-origin `complete` although it was set on a cross-site POST's 303.
 */
export function setClaimCookie(publicUrl: string, id: string, value: string): string {
  const { pathname, protocol } = new URL(publicUrl + registrationPath(id))
  const secure = protocol === 'https:' ? '; Secure' : ''
  return `${nameOf(id)}=${value}; Path=${pathname}; Max-Age=${RETURN_MS / 1000}; HttpOnly; SameSite=Lax${secure}`
}

/** `Set-Cookie` that takes the cookie away once it has served. */
export function clearClaimCookie(publicUrl: string, id: string): string {
  return setClaimCookie(publicUrl, id, '').replace(/Max-Age=\d+/, 'Max-Age=0')
}

/** The claim cookie of this registration, if the browser has one. */
export function claimCookie(headers: Headers, id: string): string | undefined {
  for (const pair of (headers.get('cookie') ?? '').split(';')) {
    const [name, value] = pair.trim().split('=')
    if (name === nameOf(id) && value) return value
  }
  return undefined
}
