import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { keyedDigest, nodeDigest, webDigest } from './digest.ts'
import { memoryLedger } from './ledger/memory.ts'

const key = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => new Uint8Array(bytes))

it('is the same by node:crypto and by WebCrypto, for texts of any characters: a ledger may move between runtimes', async () => {
  const text = fc.string({ unit: fc.oneof(fc.constantFrom('\ud800', '\udfff', '"', '한'), fc.string()) })
  await fc.assert(
    fc.asyncProperty(key, text, async (bytes, value) => {
      expect(nodeDigest(bytes)?.(value)).toBe(await (await webDigest(bytes))(value))
    }),
  )
})

it.each<[string, () => Promise<never>]>([
  ['said so', () => Promise.reject(new Error('away'))],
  [
    'threw at once',
    () => {
      throw new Error('away')
    },
  ],
])('asks a ledger again that %s when it was first asked', async (_how, away) => {
  const ledger = memoryLedger()
  const { digestKey } = ledger
  ledger.digestKey = away
  await expect(keyedDigest(ledger, 'a')).rejects.toThrow('away')
  ledger.digestKey = digestKey
  expect(await keyedDigest(ledger, 'a')).toMatch(/^[\w-]{43}$/)
})
