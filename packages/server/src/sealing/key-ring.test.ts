// What is said of a ring of sealing keys that cannot be used, to the letter, and what is read of one that can.
import { describe, expect, it } from 'vitest'
import { fromBase64, toBase64url } from './base64.ts'
import { parseSealingKeys } from './key-ring.ts'
import { makeSealer, type Sealer } from './sealer.ts'

const bytes = (first: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: 32 }, (_, at) => first + at)
const [ONE, TWO] = [toBase64url(bytes(1)), toBase64url(bytes(2))]
const place = { table: 'methods', column: 'key', row: 'pm_1' }

const misconfigured = (message: string): object =>
  expect.objectContaining({ code: 'misconfigured', message: `sealingKeys: ${message}` })

describe('a ring', () => {
  it('is read newest first, with the bytes of each', () => {
    expect(parseSealingKeys(` k-2:${TWO} ,k_1:${ONE}`)).toStrictEqual([
      { id: 'k-2', bytes: bytes(2) },
      { id: 'k_1', bytes: bytes(1) },
    ])
    expect(parseSealingKeys(`${'k'.repeat(16)}:${ONE}`)).toHaveLength(1)
    const last = [...bytes(1).slice(0, 31), 99]
    expect(parseSealingKeys(`k1:${ONE},k2:${toBase64url(Uint8Array.from(last))}`)).toHaveLength(2)
  })

  const ID = 'must begin with an id of 1 to 16 of A–Z a–z 0–9 _ - and a colon'
  const TEXT =
    "must be a text such as 'k1:<32 random bytes in base64>' (make one with: openssl rand -base64 32)"

  it.each<[unknown, string]>([
    ['', TEXT],
    ['  ', TEXT],
    [undefined, TEXT],
    [7, TEXT],
    [`k1:${ONE},`, `key 2 ${ID}`],
    [ONE, `key 1 ${ID}`],
    [`:${ONE}`, `key 1 ${ID}`],
    [`k 1:${ONE}`, `key 1 ${ID}`],
    [`k1:${ONE},가:${TWO}`, `key 2 ${ID}`],
    ['k1:***', 'key 1 is not base64'],
    [`k1:${toBase64url(bytes(1).slice(1))}`, 'key 1 must be 32 bytes, not 31'],
    [`k1:${toBase64url(new Uint8Array(33))}`, 'key 1 must be 32 bytes, not 33'],
    [`k1:${toBase64url(new Uint8Array(32).fill(7))}`, 'key 1 is not random'],
    [`k1:${ONE},k1:${TWO}`, 'two keys have the id of key 2'],
    [`k1:${ONE},k2:${ONE}`, 'key 2 has the same bytes as another; a new key must be new'],
  ])('%s is refused', (ring, message) => {
    const text: Record<string, unknown> = { ring }
    const { ring: given } = { ring: '', ...text }
    expect(() => parseSealingKeys(given)).toThrow(misconfigured(message))
  })

  it('of nothing seals nothing', () => {
    expect(() => makeSealer([])).toThrow(misconfigured('at least one key is required'))
  })
})

describe('a sealed value', () => {
  const sealerOf = (ring: string): Sealer => makeSealer(parseSealingKeys(ring))
  const sealer = sealerOf(`k1:${ONE}`)

  it('begins with the version, the key and what tells it from another of the same name', async () => {
    const [sealed, again] = [await sealer.seal(place, ''), await sealer.seal(place, '')]
    expect(sealerOf(`k1:${ONE}`).prefix).toBe('s1.k1.')
    expect(sealerOf(`k2:${TWO},k1:${ONE}`).prefix).toBe('s1.k2.')
    expect(sealed).toMatch(/^s1\.k1\.[\w-]{6}\.[\w-]{38}$/)
    expect(sealed.slice(0, 13)).toBe(again.slice(0, 13))
    expect((await sealerOf(`k1:${TWO}`).seal(place, '')).slice(0, 13)).not.toBe(sealed.slice(0, 13))
  })

  it('is as long as its text and what authenticates it, and keeps every character', async () => {
    const text = '\ufeff카드 💳\n'
    const sealed = await sealer.seal(place, text)
    const body = fromBase64(sealed.split('.')[3] ?? '')
    expect(body).toHaveLength(12 + new TextEncoder().encode(text).length + 16)
    expect(await sealer.unseal(place, sealed)).toBe(text)
  })

  it('that was changed says which row, and that a backup has it', async () => {
    const message =
      "methods.key of row 'pm_1' was changed outside of billing-register; restore that row from a backup"
    const sealed = await sealer.seal(place, 'text')
    const cut = (await sealer.seal({ ...place, row: 'pm_2' }, 'text')).slice(0, -1)
    for (const broken of [
      '',
      'text',
      ` ${sealed}`,
      `${sealed} `,
      cut,
      await sealer.seal({ ...place, row: 'x' }, 'text'),
    ])
      await expect(sealer.unseal(place, broken)).rejects.toMatchObject({ code: 'ledger_tampered', message })
  })

  it('whose key is missing says which, and that nothing is lost', async () => {
    const sealed = await sealer.seal(place, 'text')
    const add = 'add the right key and nothing is lost'
    const wrong = async (ring: string): Promise<unknown> =>
      sealerOf(ring)
        .unseal(place, sealed)
        .catch((error: unknown) => error)
    expect(await wrong(`k2:${TWO}`)).toMatchObject({
      code: 'sealing_key_missing',
      message: `sealingKeys: the ledger holds values sealed under the key 'k1', which is not listed; ${add}`,
    })
    expect(await wrong(`k1:${TWO}`)).toMatchObject({
      code: 'sealing_key_missing',
      message: `sealingKeys: the key 'k1' is not the one that the ledger was sealed with; ${add}`,
    })
  })

  it('under a name of another key is not opened by it', async () => {
    const ring = sealerOf(`k1:${ONE},k2:${TWO}`)
    const [, , check] = (await sealerOf(`k2:${TWO}`).seal(place, 'text')).split('.')
    const body = (await sealer.seal(place, 'text')).split('.')[3]
    await expect(ring.unseal(place, `s1.k2.${check}.${body}`)).rejects.toMatchObject({
      code: 'ledger_tampered',
    })
  })
})

describe('what was sealed by an earlier release', () => {
  // Another one in each case, so that each case derives its keys itself.
  const sealerOf = (): Sealer => makeSealer(parseSealingKeys(`k1:${ONE}`))
  const [text, check] = ['BILLING-KEY-0001', 'N_jRHg']

  it('opens as it did then', async () => {
    const sealed = `s1.k1.${check}._uGkkoKqon_vkBrIXdWuBG3do4G9vVxUj8RWwhjg-ISGDl4Tc_XUoOu8MdI`
    expect(await sealerOf().unseal(place, sealed)).toBe(text)
  })

  it('opens in one spelling alone, and where it is base64', async () => {
    const sealed = `s1.k1.${check}._uGkkoKqon_vkBrIXdWuBG3do4G9vVxUj8RWwhjg-ISGDl4Tc_XUoOu8Md`
    for (const end of ['J', 'K', 'H', 'I=', '', 'IA'])
      await expect(sealerOf().unseal(place, sealed + end)).rejects.toMatchObject({ code: 'ledger_tampered' })
    await expect(sealerOf().unseal(place, `s1.k1.${check}.A`)).rejects.toMatchObject({
      code: 'ledger_tampered',
    })
  })

  it('is found as it was then', async () => {
    expect(await sealerOf().lookups({ table: 'methods', column: 'key' }, text)).toEqual([
      `s1.k1.${check}.apbdVHdy6r3dXZIRPrX1iuR2AVlcS0pN2L_eyz5JfIg`,
    ])
  })
})

describe('what a sealed value is found by', () => {
  const of = { table: 'methods', column: 'key' }
  const lookups = (ring: string, where = of, text = 'K'): Promise<readonly string[]> =>
    makeSealer(parseSealingKeys(ring)).lookups(where, text)

  it('is one digest for each key, newest first, and always the same', async () => {
    const [one] = await lookups(`k1:${ONE}`)
    const [two] = await lookups(`k2:${TWO}`)
    expect(one).toMatch(/^s1\.k1\.[\w-]{6}\.[\w-]{43}$/)
    expect(await lookups(`k2:${TWO},k1:${ONE}`)).toEqual([two, one])
  })

  it('is another one for another text, table or column', async () => {
    const all = await Promise.all([
      lookups(`k1:${ONE}`),
      lookups(`k1:${ONE}`, of, 'L'),
      lookups(`k1:${ONE}`, { ...of, table: 'other' }),
      lookups(`k1:${ONE}`, { ...of, column: 'other' }),
    ])
    expect(new Set(all.flat()).size).toBe(4)
  })

  it('names its key as the sealed value does, and is made under one that is derived from it', async () => {
    const [lookup = ''] = await lookups(`k1:${ONE}`)
    const sealed = await makeSealer(parseSealingKeys(`k1:${ONE}`)).seal(place, 'K')
    expect(lookup.slice(0, 13)).toBe(sealed.slice(0, 13))
    const hmac = { name: 'HMAC', hash: 'SHA-256' }
    const plain = await crypto.subtle.importKey('raw', bytes(1), hmac, false, ['sign'])
    const text = new TextEncoder().encode(JSON.stringify([of.table, of.column, 'K']))
    const digest = new Uint8Array(await crypto.subtle.sign('HMAC', plain, text))
    expect(lookup.slice(13)).not.toBe(toBase64url(digest))
  })
})
