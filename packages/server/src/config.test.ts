// A developer's mistake is caught at start, by a message that names the option.
import { describe, expect, it, vi } from 'vitest'
import { Hono } from 'hono'
import { createBilling } from './create-billing.ts'
import { memoryLedger } from './ledger/memory.ts'
import { danal } from './providers/danal/index.ts'
import { makeShop, TEST_KEYS } from './testing/shop.ts'

describe('createBilling refuses', () => {
  it.each([
    ['publicUrl', { publicUrl: 'http://shop.example/billing' }],
    ['publicUrl', { publicUrl: 'http://localhost.evil.example/billing' }],
    ['publicUrl', { publicUrl: 'http://127.0.0.1.evil.example/billing' }],
    ['publicUrl', { publicUrl: 'ftp://localhost/billing' }],
    ['publicUrl', { publicUrl: '/billing' }],
    ['publicUrl', { publicUrl: 'https://shop.example/billing?x=1' }],
    ['providers', { providers: [] }],
    ['providers', { providers: [danal(TEST_KEYS), danal(TEST_KEYS)] }],
    ['origins', { origins: ['https://m.shop.example/path'] }],
    ['origins', { origins: ['http://m.shop.example'] }],
    ['attemptsPerHour', { attemptsPerHour: 0 }],
    ['sealingKeys', { sealingKeys: 'k1:c2hvcnQ=' }],
    ['sealingKeys', { ledger: { ...memoryLedger(), durability: 'durable' as const } }],
  ])('%s when it cannot work: %o', (option, overrides) => {
    expect(() => makeShop(overrides)).toThrow(new RegExp(`^${option}: `))
  })

  it('test keys beside live keys', () => {
    const live = danal({
      ...TEST_KEYS,
      name: 'live',
      clientKey: 'CL_LIVE_shopclientkey',
      secretKey: 'SK_LIVE_shopsecretkey',
    })
    expect(() => makeShop({ providers: [danal(TEST_KEYS), live] })).toThrow(
      /^providers: 'live' uses live keys/,
    )
  })

  it('a missing identify or order, and a misspelt option', () => {
    const options = {
      publicUrl: 'https://shop.example/billing',
      providers: [danal(TEST_KEYS)],
      ledger: memoryLedger(),
      identify: () => null,
      order: () => null,
    }
    const without = (name: string): never => {
      createBilling(Object.assign({ ...options }, { [name]: undefined }))
      throw new Error('not refused')
    }
    expect(() => without('identify')).toThrow(/^identify: /)
    expect(() => without('order')).toThrow(/^order: /)
    expect(() => createBilling(Object.assign({ ...options }, { onIsued: () => {} }))).toThrow(/^onIsued: /)
  })

  it('the in-memory ledger in production, unless told', () => {
    vi.stubEnv('NODE_ENV', 'production')
    try {
      expect(() => makeShop()).toThrow(/^ledger: memoryLedger\(\) forgets/)
      expect(() => makeShop({ allowMemoryLedgerInProduction: true })).not.toThrow()
    } finally {
      vi.unstubAllEnvs()
    }
  })
})

describe('createBilling allows', () => {
  it.each(['http://localhost:4173/billing', 'http://127.0.0.1/billing', 'https://shop.example'])(
    'publicUrl %s',
    (publicUrl) => {
      expect(() => makeShop({ publicUrl })).not.toThrow()
    },
  )

  it('being mounted in a Hono app, being handed whole URLs, and URLs without the mount', async () => {
    const { billing } = makeShop()
    const host = new Hono().route('/billing', billing.app)
    const whole = 'https://shop.example/billing/offer'
    const answers = [
      await host.request(whole),
      await billing.fetch(new Request(whole)),
      await billing.fetch(new Request('https://shop.example/offer')),
    ]
    for (const answer of answers) {
      expect(await answer.json()).toMatchObject({ code: 'unauthenticated' })
      expect(answer.headers.get('cache-control')).toBe('no-store')
    }
  })

  it('keeps its problems and headers inside a host app that has its own', async () => {
    const { billing } = makeShop()
    const host = new Hono().onError((_, c) => c.text('host error', 500)).route('/billing', billing.app)
    const refused = await host.request('https://shop.example/billing/registrations', { method: 'POST' })
    expect(await refused.json()).toMatchObject({ status: 403, code: 'origin_refused' })
    expect(refused.headers.get('cache-control')).toBe('no-store')
  })
})
