// A return inside a frame: sends it once more from our own origin, so that the browser lets the login through.
import type { RawReturn } from '@billing-register/contract'
import { AGAIN_FIELD } from '../http/read-return.ts'

/**
 * Whether a return came into a frame that another site navigated. Browsers then neither send nor keep
 * `SameSite=Lax` cookies, although the page around the frame is the merchant's own.
 */
export function isFramed(headers: Headers): boolean {
  const place = headers.get('sec-fetch-dest')
  return place === 'iframe' || place === 'frame'
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escape = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')

/**
 * A page that posts the same return to the same door. It shows nothing and runs one line. `origins`: where the door
 * may lead on to, because `form-action` is asked for redirects, too.
 */
export function bouncePage(raw: RawReturn, nonce: string, origins: Iterable<string>): Response {
  const fields = Object.entries(raw)
    .map(([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`)
    .join('')
  // What came in the query travels as fields now. The prototype's submit, because a field may be named `submit`.
  const body =
    `<!doctype html><meta charset="utf-8"><title>…</title><form method="post" action="return?${AGAIN_FIELD}=1">${fields}</form>` +
    `<script nonce="${nonce}">HTMLFormElement.prototype.submit.call(document.forms[0])</script>`
  const own = [...origins].join(' ')
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `form-action ${own}`,
    `frame-ancestors ${own}`,
    "base-uri 'none'",
  ].join('; ')
  return new Response(body, {
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy },
  })
}
