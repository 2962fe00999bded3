// Long work shows how far it has come, for who watches, and never in what machines read.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestShop, type TestShop } from '../testing/shop.ts'

describe('progress', () => {
  let shop: TestShop
  beforeAll(async () => {
    shop = makeTestShop()
    await shop.register('alice')
    await shop.register('bob')
  })
  afterAll(() => shop.close())

  const commands = (name: string): Record<string, readonly string[]> => {
    const at = (file: string): string => join(shop.folder, `${name}-${file}`)
    const empty = at('import.jsonl')
    writeFileSync(empty, '{}\n{}\n')
    return {
      export: ['export', at('methods.jsonl')],
      import: ['import', empty],
      rotate: ['rotate'],
    }
  }

  it.each([
    ['export', /^\rpayment methods: 1\rpayment methods: 2\n/],
    ['import', /^\rlines: 1\rlines: 2\n/],
    ['rotate', /^(\rsealed anew: 0)+\n$/],
  ])('of %s stands on one line that is counted up in place', async (command, line) => {
    const { out, err } = await shop.watched(...(commands('watched')[command] ?? []))
    expect(err).toMatch(line)
    expect(out).not.toContain('\r')
  })

  it.each(['export', 'import', 'rotate'])('of %s is not drawn into a pipe', async (command) => {
    const { err } = await shop.cli('--json', ...(commands('piped')[command] ?? []))
    expect(err).not.toContain('\r')
  })

  it('ends its line before an error is told', async () => {
    let batches = 0
    const failing = makeTestShop((ledger) => ({
      ...ledger,
      async reseal(limit, from) {
        batches += 1
        if (batches > 1) throw new Error('the disk gave an error')
        return ledger.reseal(limit, from)
      },
    }))
    const { err } = await failing.watched('rotate')
    expect(err).toMatch(/^\rsealed anew: 0\n[^\r]+$/)
    await failing.close()
  })
})
