// What nobody but a person can settle: listed, resolved with evidence, and never by a key on the command line.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeTestShop, type TestShop } from '../testing/shop.ts'

describe('uncertain', () => {
  let shop: TestShop
  let id: string
  beforeEach(async () => {
    shop = makeTestShop()
    await shop.simulator.fetch('https://sim.test/control/faults', {
      method: 'POST',
      body: JSON.stringify({ provider: 'danal', operation: 'issue', fault: 'drop-response', times: 1 }),
    })
    id = (await shop.register('alice')).id
  })
  afterEach(() => shop.close())

  it('list alarms while something waits, and names what to ask the PG for', async () => {
    const { code, out } = await shop.cli('uncertain', 'list')
    expect(code).toBe(1)
    expect(out).toContain(id)
    expect((await shop.cli('uncertain', 'transactions', id)).out.trim()).toBe(shop.brought[0])
    await shop.cli('uncertain', 'resolve', id, 'none', '--by', 'kim')
    expect((await shop.cli('uncertain', 'list')).code).toBe(0)
  })

  it('resolve writes who found out what into the story', async () => {
    const { code, out } = await shop.cli(
      'uncertain',
      'resolve',
      id,
      'none',
      '--by',
      'kim',
      '--note',
      'Danal says no',
    )
    expect(code).toBe(0)
    expect(out).toContain('registration.resolved')
    expect(out).toContain('kim')
    expect(out).toContain('declined')
  })

  it('resolve takes the key that the PG named from a file, gives the method to the customer, and repeats the key nowhere', async () => {
    const [key] = shop.simulator.truth.keys
    const path = join(shop.folder, 'key.txt')
    writeFileSync(path, `${key?.billingKey}\n`)
    const done = await shop.cli(
      'uncertain',
      'resolve',
      id,
      'key',
      '--by',
      'kim',
      '--key-file',
      path,
      '--attach',
    )
    expect(done.code).toBe(0)
    expect(done.out).toMatch(/state +issued/)
    expect(done.out + done.err).not.toContain(key?.billingKey)
    await shop.cli('export', join(shop.folder, 'all.jsonl'))
    expect((await shop.cli('--json', 'registrations', 'list', '--state', 'issued')).out).toContain(id)
  })

  it.each([
    [['none'], "--by <name>' not specified"],
    [['lost', '--by', 'kim'], 'one of key, none, accept, discard'],
    [['key', '--by', 'kim'], '--key-file'],
    [['key', '--by', 'kim', '--key-file', '/nowhere'], 'no key could be read'],
    [['accept', '--by', 'kim'], 'settles suspended'],
    [['none', '--by', 'kim', '--paid', '1.5'], 'a whole number of KRW'],
    [['none', '--by', 'kim', '--paid', '1', '--not-paid'], 'only one can be true'],
  ])('resolve refuses %j in words, and changes nothing', async (argv, words) => {
    const { code, err } = await shop.cli('uncertain', 'resolve', id, ...argv)
    expect(code).toBe(2)
    expect(err).toContain(words)
    expect((await shop.cli('registrations', 'show', id)).out).toMatch(/state +uncertain/)
  })
})

describe('reconcile', () => {
  it('says what it looked at and settled', async () => {
    const shop = makeTestShop()
    await shop.register('alice')
    const { code, out } = await shop.cli('reconcile')
    expect(code).toBe(0)
    expect(out).toMatch(/0 looked at, 0 settled/)
    expect((await shop.cli('reconcile', '--limit', '0')).code).toBe(2)
    await shop.close()
  })
})
