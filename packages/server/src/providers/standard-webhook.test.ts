// The check of signatures agrees with the public library of Standard Webhooks, whatever is changed on the way.
import * as fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Secret } from '../secret.ts'
import { isSigned } from './standard-webhook.ts'

const NOW = Date.UTC(2026, 0, 1)
const SECRET = 'whsec_c2ltdWxhdG9yLXdlYmhvb2stc2VjcmV0'
const OTHER = 'whsec_YW5vdGhlci1zZWNyZXQtb2YtYS1zaG9w'
const BODY = '{"type":"BillingKey.Issued","data":{"billingKey":"키"}}'

interface Sent {
  readonly id: string
  /** Seconds. */
  readonly at: string
  readonly signature: string
  readonly body: string
}

const signed = (id: string, ms: number, body: string, secret = SECRET): Sent => ({
  id,
  at: String(Math.floor(ms / 1000)),
  signature: new Webhook(secret).sign(id, new Date(ms), body),
  body,
})

const headersOf = ({ id, at, signature }: Sent): Record<string, string> => ({
  'webhook-id': id,
  'webhook-timestamp': at,
  'webhook-signature': signature,
})

const ours = (sent: Sent): boolean =>
  isSigned([new Secret(SECRET)], { headers: new Headers(headersOf(sent)), body: sent.body, now: NOW })

function theirs(sent: Sent): boolean {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] })
  try {
    new Webhook(SECRET).verify(sent.body, headersOf(sent), { jsonParse: false })
    return true
  } catch {
    return false
  } finally {
    vi.useRealTimers()
  }
}

afterEach(() => void vi.useRealTimers())

describe('a signature', () => {
  const right = signed('msg_1', NOW, BODY)

  it.each<[string, Sent, boolean]>([
    ['as it was made', right, true],
    ['among others', { ...right, signature: `v1a,x v1,${'A'.repeat(43)}= ${right.signature}` }, true],
    ['of another secret', signed('msg_1', NOW, BODY, OTHER), false],
    ['over another body', { ...right, body: `${BODY} ` }, false],
    ['over another id', { ...right, id: 'msg_2' }, false],
    ['over another time', { ...right, at: String(NOW / 1000 + 1) }, false],
    ['five minutes old', signed('msg_1', NOW - 300_000, BODY), true],
    ['older', signed('msg_1', NOW - 301_000, BODY), false],
    ['five minutes ahead', signed('msg_1', NOW + 300_000, BODY), true],
    ['further ahead', signed('msg_1', NOW + 301_000, BODY), false],
    ['of no version', { ...right, signature: right.signature.slice(3) }, false],
    ['missing', { ...right, signature: '' }, false],
    ['without an id', { ...right, id: '' }, false],
  ])('%s: %#', (_what, sent, good) => {
    expect([ours(sent), theirs(sent)]).toEqual([good, good])
  })

  it('is judged as the library judges it by the wall clock', () => {
    const change = fc.oneof(
      fc.constant({}),
      fc.record({ body: fc.string() }),
      fc.record({ id: fc.stringMatching(/^[\w.]{0,12}$/) }),
      fc.record({ signature: fc.stringMatching(/^(v1,[A-Za-z0-9+/]{43}=|v2,x| )$/) }),
      fc.record({ at: fc.integer({ min: NOW / 1000 - 400, max: NOW / 1000 + 400 }).map(String) }),
    )
    const offset = fc.integer({ min: -400, max: 400 })
    fc.assert(
      fc.property(fc.string(), offset, change, (body, seconds, changed) => {
        const sent = { ...signed('msg_1', NOW + seconds * 1000, body), ...changed }
        expect(ours(sent)).toBe(theirs(sent))
      }),
      { numRuns: 300 },
    )
  })

  it('is accepted under either secret while they are exchanged', () => {
    const sent = signed('msg_1', NOW, BODY, OTHER)
    const headers = new Headers(headersOf(sent))
    const secrets = [new Secret(SECRET), new Secret(OTHER)]
    expect(isSigned(secrets, { headers, body: BODY, now: NOW })).toBe(true)
    expect(isSigned([], { headers, body: BODY, now: NOW })).toBe(false)
  })
})
