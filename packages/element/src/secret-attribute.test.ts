import { describe, expect, it } from 'vitest'
import { secretAttribute } from './secret-attribute.ts'

const find = (name: string, value: string): string | undefined => {
  const attribute: Pick<Attr, 'name' | 'value'> = { name, value }
  return secretAttribute([attribute])
}

describe('secret keys in attributes', () => {
  it.each([
    'SK_TEST_abc',
    'SK_LIVE_abc',
    'sk_live_abc',
    'test_sk_abc',
    'live_sk_abc',
    'test_gsk_abc',
    'whsec_abc',
    'a'.repeat(40),
    '0123456789abcdef0123456789abcdef0123456789abcdef',
  ])('finds %s', (value) => {
    expect(find('plan', value)).toBe('plan')
  })

  it.each([
    'pro-monthly',
    'CL_TEST_abc',
    'task_force',
    '/desk_1',
    'imp12345678',
    'https://shop.example/billing',
  ])('lets %s pass', (value) => {
    expect(find('plan', value)).toBeUndefined()
  })

  it('does not look at a CSP nonce', () => {
    expect(find('nonce', 'a'.repeat(64))).toBeUndefined()
  })
})
