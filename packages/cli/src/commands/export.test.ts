// A merchant can leave: keys and evidence go into files of their own, and nowhere else.
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestShop, type TestShop } from '../testing/shop.ts'

describe('export', () => {
  let shop: TestShop
  beforeAll(async () => {
    shop = makeTestShop()
    await shop.register('alice')
    await shop.register('alice')
    await shop.register('bob', 'decline')
  })
  afterAll(() => shop.close())

  const lines = (path: string): Record<string, unknown>[] =>
    readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))

  it('writes every payment method with the key that the PG gave, readable for its owner alone', async () => {
    const path = join(shop.folder, 'methods.jsonl')
    const { code, out, err } = await shop.cli('export', path)
    expect(code).toBe(0)
    expect(out).toContain('2 payment methods written')
    const keys = shop.simulator.truth.keys.map(({ billingKey }) => billingKey)
    expect(lines(path).map(({ billingKey }) => billingKey)).toEqual(keys.toReversed())
    expect(lines(path)[0]).toMatchObject({
      customerId: 'alice',
      provider: 'danal',
      state: 'active',
      mode: 'test',
    })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    for (const key of keys) expect(out + err).not.toContain(key)
  })

  it('never writes over a file', async () => {
    const path = join(shop.folder, 'kept.jsonl')
    writeFileSync(path, 'mine')
    const { code, err } = await shop.cli('export', path)
    expect(code).toBe(2)
    expect(err).toContain('exists already')
    expect(readFileSync(path, 'utf8')).toBe('mine')
  })

  it('writes the evidence of consents', async () => {
    const path = join(shop.folder, 'consents.jsonl')
    const { out } = await shop.cli('--json', 'export', path, '--consents')
    expect(JSON.parse(out)).toEqual({ file: path, what: 'consents', count: 3 })
    expect(lines(path)[0]).toMatchObject({
      customerId: 'alice',
      version: '2026-01',
      locale: 'ko',
      text: expect.stringMatching(/^[\w-]{43}$/),
      at: expect.any(Number),
    })
  })
})
