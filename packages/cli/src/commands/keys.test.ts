// Sealing keys from the command line: made, brought in, and rotated.
import { parseSealingKeys } from '@billing-register/server'
import { afterEach, describe, expect, it } from 'vitest'
import { makeTestShop, type TestShop } from '../testing/shop.ts'

describe('sealing keys', () => {
  const shops: TestShop[] = []
  const open = (): TestShop => {
    const shop = makeTestShop()
    shops.push(shop)
    return shop
  }
  afterEach(async () => {
    await Promise.all(shops.splice(0).map((shop) => shop.close()))
  })

  it('are made at random, in the form that sealingKeys takes, with a word on how to bring one in', async () => {
    const shop = open()
    const [one, two] = [await shop.cli('keygen', '--id', 'k2'), await shop.cli('keygen', '--id', 'k2')]
    expect(parseSealingKeys(one.out.trim())).toMatchObject([{ id: 'k2' }])
    expect(one.out).not.toBe(two.out)
    expect(one.err).toContain('rotate')
  })

  it('are refused a name that sealed values cannot carry', async () => {
    const { code, err } = await open().cli('keygen', '--id', 'a b')
    expect(code).toBe(2)
    expect(err).toContain('--id')
  })

  it('rotate: says how much was sealed anew', async () => {
    const shop = open()
    await shop.register('alice')
    const { code, out } = await shop.cli('rotate')
    expect(code).toBe(0)
    expect(out).toMatch(/^0 sealed anew, 0 unreadable/)
  })
})
