// A merchant can come with the keys they have: each is brought in once, and a bad line stops nothing and tells nothing.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeTestShop, type TestShop } from '../testing/shop.ts'

const KEY = 'KEY-from-before'
const LINE = {
  customerId: 'hanna',
  billingKey: KEY,
  kind: 'card',
  issuer: '신한',
  maskedNumber: '4330********1234',
}

describe('import', () => {
  let shop: TestShop
  let path: string
  beforeEach(() => {
    shop = makeTestShop()
    path = join(shop.folder, 'before.jsonl')
  })
  afterEach(() => shop.close())

  const importing = async (...lines: (object | string)[]) => {
    const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
    writeFileSync(path, text.join('\n'))
    return shop.cli('--json', 'import', path)
  }
  const exported = async (name: string): Promise<Record<string, unknown>[]> => {
    await shop.cli('export', join(shop.folder, name))
    const text = readFileSync(join(shop.folder, name), 'utf8').trim()
    return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line))
  }

  it('brings a key in once, however often it is tried, without asking the PG', async () => {
    expect(JSON.parse((await importing(LINE)).out)).toEqual({ imported: 1, known: 0, refused: [] })
    expect(JSON.parse((await importing(LINE, '')).out)).toEqual({ imported: 0, known: 1, refused: [] })
    expect(await exported('once.jsonl')).toEqual([
      expect.objectContaining({ ...LINE, state: 'active', binding: 'weak' }),
    ])
    expect(shop.simulator.truth.calls).toEqual([])
    const [row] = JSON.parse((await shop.cli('--json', 'registrations', 'list')).out)
    expect((await shop.cli('registrations', 'show', row.id)).out).toMatch(/state +issued/)
  })

  it('knows a key that was registered here, and gives it to no other customer', async () => {
    await shop.register('alice')
    const [line] = await exported('registered.jsonl')
    expect(JSON.parse((await importing(line ?? {})).out)).toEqual({ imported: 0, known: 1, refused: [] })
    const { code, out } = await importing({ ...line, customerId: 'mallory' })
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ imported: 0, refused: [{ line: 1 }] })
    expect(out).not.toContain(String(line?.['billingKey']))
    expect(await exported('after.jsonl')).toHaveLength(1)
  })

  it('takes back what export wrote', async () => {
    await shop.register('alice')
    const [line] = await exported('mine.jsonl')
    const other = makeTestShop()
    writeFileSync(path, JSON.stringify(line))
    expect((await other.cli('import', path)).out).toContain('1 brought in')
    await other.close()
  })

  it('tells which lines were refused and why, without their values, and goes on', async () => {
    const { code, out, err } = await importing(
      `{"billingKey": "${KEY}-1", `,
      { ...LINE, kind: 'cash' },
      { ...LINE, customerId: '' },
      { ...LINE, provider: 'nobody' },
      LINE,
    )
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      imported: 1,
      refused: [
        { line: 1, why: 'not JSON' },
        { line: 2, why: 'kind: one of card, phone, account' },
        { line: 3, why: 'customerId: 1 to 512 characters' },
        { line: 4, why: expect.stringContaining('provider') },
      ],
    })
    expect(out + err).not.toContain(KEY)
  })
})
