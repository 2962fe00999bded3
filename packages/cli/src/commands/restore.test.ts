// An answer that the ledger could not take comes back from the log, as often as somebody tries.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeTestShop, type TestShop } from '../testing/shop.ts'

// The server tries for more than a second before it gives up.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

describe('restore', () => {
  let shop: TestShop
  let away: boolean
  const stderr = vi.spyOn(console, 'error')
  beforeEach(() => {
    stderr.mockReset().mockImplementation(() => {})
    away = true
    shop = makeTestShop((ledger) => ({
      ...ledger,
      landAnswer: (...args) => (away ? Promise.reject(new Error('away')) : ledger.landAnswer(...args)),
    }))
  })
  afterEach(() => shop.close())

  it('registers the card whose answer stood in the log, and repeats its key nowhere', async () => {
    await shop.register('alice')
    away = false
    const path = join(shop.folder, 'server.log')
    const spilled = stderr.mock.calls.map(([line]) => String(line))
    writeFileSync(path, ['{"event":"settled"}', ...spilled, 'noise'].join('\n'))
    const first = await shop.cli('--json', 'restore', path)
    const again = await shop.cli('--json', 'restore', path)
    expect(first.code).toBe(0)
    expect(JSON.parse(first.out)).toMatchObject([{ state: 'issued', customerId: 'alice' }])
    expect(JSON.parse(again.out)).toMatchObject([{ state: 'issued' }])
    const [key] = shop.simulator.truth.keys
    expect([...spilled, first.out, again.out].join('\n')).not.toContain(key?.billingKey)
  })

  it('refuses a log without any, and one that is not there', async () => {
    const path = join(shop.folder, 'empty.log')
    writeFileSync(path, '{"event":"settled"}\n')
    expect(await shop.cli('restore', path)).toMatchObject({
      code: 2,
      err: expect.stringContaining('no spilled answer'),
    })
    expect(await shop.cli('restore', '/nowhere')).toMatchObject({
      code: 2,
      err: expect.stringContaining('cannot be read'),
    })
  })
})
