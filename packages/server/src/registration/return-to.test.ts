// The page to come back to keeps its own address.
import { describe, expect, it } from 'vitest'
import { pageWith, returnTarget } from './return-to.ts'

describe('the page to come back to', () => {
  it.each([
    ['https://shop.example/a', 'https://shop.example/a?billing_registration=reg_1'],
    [
      'https://shop.example/a?x=%20y&flag#top',
      'https://shop.example/a?x=%20y&flag&billing_registration=reg_1#top',
    ],
  ])('gets our parameter and is otherwise as the merchant wrote it: %s', (page, expected) => {
    expect(pageWith(page, 'reg_1')).toBe(expected)
  })

  it('loses our own parameter of an earlier return', () => {
    const core = { origins: new Set(['https://shop.example']) }
    const page = 'https://shop.example/a?billing_registration=reg_0'
    expect(pageWith(returnTarget(core, page).href, 'reg_1')).toBe(
      'https://shop.example/a?billing_registration=reg_1',
    )
  })
})
