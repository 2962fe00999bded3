// A sealed value opens in its own place, under its own key, unchanged, and not otherwise.
import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { toBase64url } from './base64.ts'
import { parseSealingKeys } from './key-ring.ts'
import { makeSealer, type Sealer } from './sealer.ts'

// Hundreds of seals on a busy machine take their time.
vi.setConfig({ testTimeout: 60_000 })

const freshKey = (): string => toBase64url(crypto.getRandomValues(new Uint8Array(32)))
const [one, two] = [freshKey(), freshKey()]
const sealerOf = (ring: string): Sealer => makeSealer(parseSealingKeys(ring))
const place = { table: 'methods', column: 'key', row: 'pm_1' }
const places = fc.record({ table: fc.string(), column: fc.string(), row: fc.string() })

describe('a sealer', () => {
  const sealer = sealerOf(`k1:${one}`)

  it('opens every text in its own place, and no two seals of it are alike', async () => {
    await fc.assert(
      fc.asyncProperty(places, fc.string({ unit: 'binary', maxLength: 2000 }), async (where, text) => {
        const sealed = await sealer.seal(where, text)
        expect(await sealer.unseal(where, sealed)).toBe(text)
        expect(await sealer.seal(where, text)).not.toBe(sealed)
        expect(sealed).toMatch(/^[\w.-]+$/)
      }),
    )
  })

  it('opens nothing in another place', async () => {
    await fc.assert(
      fc.asyncProperty(places, places, async (where, elsewhere) => {
        fc.pre(JSON.stringify(where) !== JSON.stringify(elsewhere))
        const sealed = await sealer.seal(where, 'a key')
        await expect(sealer.unseal(elsewhere, sealed)).rejects.toMatchObject({ code: 'ledger_tampered' })
      }),
    )
  })

  it('opens nothing that was changed in any character, cut or lengthened', async () => {
    const sealed = await sealer.seal(place, 'BILLING-KEY-0001')
    const character = fc.constantFrom(
      ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.= \n'.split(''),
    )
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length), fc.nat(2), character, async (at, cut, put) => {
        const changed = sealed.slice(0, at) + put + sealed.slice(at + cut)
        fc.pre(changed !== sealed)
        await expect(sealer.unseal(place, changed)).rejects.toMatchObject({
          code: expect.stringMatching(/^(ledger_tampered|sealing_key_missing)$/),
        })
      }),
      { numRuns: 500 },
    )
  })

  it('opens what an older key of the ring sealed, and seals with the newest', async () => {
    const sealed = await sealer.seal(place, 'text')
    const ring = sealerOf(`k2:${two},k1:${one}`)
    expect(await ring.unseal(place, sealed)).toBe('text')
    const anew = await ring.seal(place, 'text')
    expect(anew.startsWith(ring.prefix)).toBe(true)
    expect(await sealerOf(`k2:${two}`).unseal(place, anew)).toBe('text')
  })

  it('names the key that is missing, and knows another key of the same name', async () => {
    const sealed = await sealer.seal(place, 'text')
    for (const ring of [`k2:${two}`, `k1:${two}`]) {
      const error: unknown = await sealerOf(ring)
        .unseal(place, sealed)
        .catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ code: 'sealing_key_missing', message: expect.stringContaining("'k1'") })
      expect(String(error)).not.toContain(two)
    }
  })
})

describe('sealingKeys', () => {
  it.each([
    ['', /must be a text/],
    [one, /begin with an id/],
    ['k1:', /not base64/],
    ['k1:***', /not base64/],
    [`k1:${one.slice(4)}`, /must be 32 bytes/],
    [`k 1:${one}`, /begin with an id/],
    [`${'k'.repeat(17)}:${one}`, /begin with an id/],
    [`k1:${one},k1:${two}`, /id of key 2/],
    [`k2:${one},k1:${one}`, /same bytes/],
    [`k1:${'A'.repeat(43)}`, /not random/],
    [`k1:${one},`, /key 2 must begin/],
  ])('refuses a malformed ring without quoting it (%#)', (ring, message) => {
    const parse = (): unknown => parseSealingKeys(ring)
    expect(parse).toThrow(expect.objectContaining({ code: 'misconfigured' }))
    expect(parse).toThrow(/^sealingKeys: /)
    expect(parse).toThrow(message)
    expect(parse).not.toThrow(one.slice(4))
  })

  it('takes base64 of either kind, with spaces around commas', () => {
    const padded = `${one.replaceAll('-', '+').replaceAll('_', '/')}=`
    expect(parseSealingKeys(` k2:${two} , k1:${padded}`).map(({ id }) => id)).toEqual(['k2', 'k1'])
  })
})
