// GET|POST /registrations/:id/return: where the PG's window comes back to. Any browser, any login, any method.
import { BillingError, isBillingError, type ErrorCode, type RawReturn } from '@billing-register/contract'
import { visitorOf, type BillingContext } from './context.ts'
import { setClaimCookie } from './claim-cookie.ts'
import { bouncePage, isFramed } from './frame-bounce.ts'
import type { Incoming } from '../http/read-body.ts'
import { AGAIN_FIELD, readReturn } from '../http/read-return.ts'
import type { Customer } from '../providers/provider.ts'
import { arrive } from '../registration/arrive.ts'
import { problemOf } from '../http/problem.ts'

/** Stores the claim and sends the browser to the page, with nothing in the URL but the registration's id. */
export async function receiveReturn(c: BillingContext): Promise<Response> {
  const { core, requestId } = c.get('call')
  const id = c.req.param('id') ?? ''
  try {
    const visitor = await visitorAtDoor(c)
    const raw = await whatCame(c.req)
    if (visitor === null && c.req.query(AGAIN_FIELD) === undefined && isFramed(c.req.raw.headers)) {
      return bouncePage(raw, core.mint(''), core.origins)
    }
    const { location, cookie } = await arrive(core, { id, raw, visitor, requestId })
    if (cookie !== undefined)
      c.header('Set-Cookie', setClaimCookie(core.publicUrl, id, cookie), { append: true })
    return c.redirect(location, 303)
  } catch (error) {
    const { code, message } = isBillingError(error) ? error : LEDGER_AWAY
    return errorPage(c, code, message)
  }
}

const LEDGER_AWAY = new BillingError('ledger_unavailable', 'the ledger threw')

// A login that cannot be checked just now must not cost the return: the claim cookie ties it to this browser.
async function visitorAtDoor(c: BillingContext): Promise<Customer | null> {
  try {
    return await visitorOf(c)
  } catch {
    return null
  }
}

// A HEAD request only asks, and a body over the limit is nobody's return: both bring nothing. A body that our own
// merchant's server has read away would be somebody's return: that is said.
async function whatCame(incoming: Incoming): Promise<RawReturn> {
  if (incoming.raw.method === 'HEAD') return {}
  try {
    return await readReturn(incoming)
  } catch (error) {
    if (isBillingError(error) && error.code === 'misconfigured') throw error
    return {}
  }
}

// A person sees this one. Reloading it brings the same return again, which is safe.
function errorPage(c: BillingContext, code: ErrorCode, message: string): Response {
  const { locale, words, requestId, core } = c.get('call')
  const { status, detail } = problemOf(code, words, requestId)
  core.log({ level: 'error', event: 'return_not_taken', requestId, code, status, message })
  const body =
    `<!doctype html><html lang="${locale}"><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width"><title>${status}</title>` +
    `<p>${detail}</p><p><small>${requestId}</small></p></html>`
  const page = new Response(body, {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'" },
  })
  // With what the merchant's middleware has set before, and ours above it.
  return c.newResponse(page.body, page)
}
