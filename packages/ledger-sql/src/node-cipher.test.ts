// Node's cipher and WebCrypto's seal and open the same values, and refuse the same ones.
import { makeSealer, parseSealingKeys, webCipher } from '@billing-register/server'
import * as fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { nodeCipher } from './node-cipher.ts'
import { freshKey } from './testing/sealers.ts'

vi.setConfig({ testTimeout: 60_000 })

const ring = parseSealingKeys(`k1:${freshKey()}`)
const [node, web] = [makeSealer(ring, nodeCipher), makeSealer(ring, webCipher)]
const place = { table: 't', column: 'c', row: 'r' }
const text = fc.string({ unit: 'binary', maxLength: 2000 })

it('opens what the other sealed, both ways', async () => {
  await fc.assert(
    fc.asyncProperty(text, async (value) => {
      expect(await node.unseal(place, await web.seal(place, value))).toBe(value)
      expect(await web.unseal(place, await node.seal(place, value))).toBe(value)
    }),
  )
})

it('opens nothing in another place, and nothing that was changed, cut or lengthened', async () => {
  const sealed = await node.seal(place, 'BILLING-KEY-0001')
  const character = fc.constantFrom(
    ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.= '.split(''),
  )
  await expect(node.unseal({ ...place, row: 'other' }, sealed)).rejects.toMatchObject({
    code: 'ledger_tampered',
  })
  await fc.assert(
    fc.asyncProperty(fc.nat(sealed.length), fc.nat(2), character, async (at, cut, put) => {
      const changed = sealed.slice(0, at) + put + sealed.slice(at + cut)
      fc.pre(changed !== sealed)
      await expect(node.unseal(place, changed)).rejects.toMatchObject({
        code: expect.stringMatching(/^(ledger_tampered|sealing_key_missing)$/),
      })
    }),
    { numRuns: 500 },
  )
})

it('seals no two values alike', async () => {
  const sealed = await Promise.all(Array.from({ length: 50 }, () => node.seal(place, 'the same')))
  expect(new Set(sealed).size).toBe(50)
})
