// GET|POST /registrations/:id/return: where the PG's window comes back to. Any browser, any login, any method.
import { isBillingError } from '@billing-register/contract'
import { visitorOf, type BillingContext } from '../app.ts'
import { setClaimCookie } from '../http/claim-cookie.ts'
import { readReturn } from '../http/read-body.ts'
import { arrive } from '../registration/arrive.ts'
import { problemText } from '../text/problem-text.ts'

/** Stores the claim and sends the browser to the page, with nothing in the URL but the registration's id. */
export async function receiveReturn(c: BillingContext): Promise<Response> {
  const { core, requestId } = c.var
  const id = c.req.param('id') ?? ''
  try {
    const visitor = await visitorOf(c)
    // A HEAD request only asks: it brings nothing.
    const raw = c.req.raw.method === 'HEAD' ? {} : await readReturn(c.req.raw)
    const { location, cookie } = await arrive(core, { id, raw, visitor, requestId })
    if (cookie !== undefined) c.header('Set-Cookie', setClaimCookie(core.publicUrl, id, cookie))
    return c.redirect(location, 303)
  } catch (error) {
    if (!isBillingError(error) || error.code !== 'not_found') throw error
    return notFoundPage(c)
  }
}

// A person may see this one: the page that the registration belongs to is not known.
function notFoundPage(c: BillingContext): Response {
  const { locale, requestId } = c.var
  const text = problemText('not_found', locale)
  c.header('Content-Security-Policy', "default-src 'none'")
  return c.html(
    `<!doctype html><html lang="${locale}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<title>404</title><p>${text}</p><p><small>${requestId}</small></p></html>`,
    404,
  )
}
