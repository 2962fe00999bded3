// The harmless call of each PG: what its answers prove about being reached and about the credentials.
import { describe, expect, it } from 'vitest'
import { danal } from './danal/index.ts'
import { portoneV1 } from './portone-v1/index.ts'
import { portoneV2 } from './portone-v2/index.ts'
import type { ProbeResult, ServerProvider } from './provider.ts'
import { toss } from './toss/index.ts'

const PROVIDERS = {
  danal: (): ServerProvider =>
    danal({ clientKey: 'CL_TEST_probe', merchantId: 'M1', secretKey: 'SK_TEST_probe' }),
  toss: (): ServerProvider =>
    toss({ clientKey: 'test_ck_probe0123456789', secretKey: 'test_sk_probe0123456789' }),
  'portone-v2': (): ServerProvider =>
    portoneV2({ storeId: 'store-probe', channelKey: 'channel-key-probe', apiSecret: 'secret-probe' }),
  // A fresh one each time: a held token would answer for the PG.
  'portone-v1': (): ServerProvider =>
    portoneV1({
      userCode: 'imp00000001',
      apiKey: '1234567890123456',
      apiSecret: 'a'.repeat(80),
      channelKey: 'channel-key-probe',
      sandbox: true,
    }),
}

const token = { code: 0, response: { access_token: 'token', now: 1, expired_at: 1801 } }

const CASES: readonly (readonly [keyof typeof PROVIDERS, string, () => Response, ProbeResult])[] = [
  ['danal', 'any answer', () => new Response('', { status: 404 }), 'reached'],
  ['toss', 'that there is no such order', () => Response.json({}, { status: 404 }), 'accepted'],
  ['toss', 'a wrong key', () => Response.json({ code: 'INVALID_API_KEY' }, { status: 400 }), 'refused'],
  ['toss', 'an unknown key', () => Response.json({ code: 'UNAUTHORIZED_KEY' }, { status: 401 }), 'refused'],
  ['toss', 'an outage', () => new Response('', { status: 503 }), 'reached'],
  ['portone-v1', 'a token', () => Response.json(token), 'accepted'],
  ['portone-v1', 'a refusal', () => Response.json({ code: -1 }, { status: 401 }), 'refused'],
  ['portone-v1', 'an outage', () => new Response('', { status: 502 }), 'reached'],
  ['portone-v2', 'an empty list', () => Response.json({ items: [] }), 'accepted'],
  ['portone-v2', 'a refusal', () => Response.json({ type: 'UNAUTHORIZED' }, { status: 401 }), 'refused'],
  ['portone-v2', 'another store', () => Response.json({ type: 'FORBIDDEN' }, { status: 403 }), 'refused'],
  ['portone-v2', 'an outage', () => new Response('', { status: 502 }), 'reached'],
]

const probe = (provider: ServerProvider, answer: () => Response): Promise<ProbeResult> =>
  provider.probe({ fetch: async () => answer(), now: () => 0 })

describe('a probe', () => {
  it.each(CASES)('of %s that is answered with %s is told so', async (name, _what, answer, result) => {
    expect(await probe(PROVIDERS[name](), answer)).toBe(result)
  })

  it.each(Object.entries(PROVIDERS))('of %s says when nobody answers', async (_name, make) => {
    const cut = (): never => {
      throw new TypeError('fetch failed')
    }
    expect(await probe(make(), cut)).toBe('unreachable')
  })
})
