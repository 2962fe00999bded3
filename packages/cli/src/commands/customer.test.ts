// A customer is erased on request: shown first, refused while something is open, and what is kept says no name.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeTestShop, type TestShop } from '../testing/shop.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const ERASE = ['customer', 'erase', 'alice', '--by', 'kim', '--yes', '--destroy-keys']

describe('customer erase', () => {
  let shop: TestShop
  const registered = async (): Promise<string> => {
    const { id } = await shop.register('alice')
    await shop.billing.reconcile()
    return id
  }
  beforeEach(() => {
    shop = makeTestShop()
  })
  afterEach(() => shop.close())

  it('shows what would be erased and what is kept until when, and changes nothing', async () => {
    const id = await registered()
    const { code, out } = await shop.cli('customer', 'erase', 'alice', '--destroy-keys')
    expect(code).toBe(0)
    expect(out).toMatch(/name, label, e-mail, phone\s+1\s+erased/)
    const until = new Date().getUTCFullYear() + 5
    expect(out).toMatch(new RegExp(`contracts and payments.*1\\s+kept, of erased_\\S+\\s+${until}-`))
    expect(out).toContain('Nothing was changed: --yes does it.')
    expect((await shop.cli('registrations', 'show', id)).out).toContain('alice')
  })

  it('refuses while a billing key was not revoked, unless it is told to destroy it', async () => {
    const id = await registered()
    const refused = await shop.cli('--json', 'customer', 'erase', 'alice', '--by', 'kim', '--yes')
    expect(refused.code).toBe(1)
    expect(JSON.parse(refused.out)).toMatchObject({
      erased: false,
      blockers: [{ registrationId: id, why: 'its billing key has not been revoked' }],
    })
    expect((await shop.cli(...ERASE)).code).toBe(0)
    const shown = await shop.cli('registrations', 'show', id)
    expect(shown.out).not.toContain('alice')
    expect(shown.out).toContain('registration.erased')
    expect(shown.out).toContain('kim')
  })

  it('can show what is kept to a customer who asks for it later', async () => {
    const id = await registered()
    await shop.cli(...ERASE)
    const { out } = await shop.cli('customer', 'erase', 'alice')
    const pseudonym = /erased_[\w-]{22}/.exec(out)?.[0] ?? ''
    expect(out).toContain('1 erased before and still kept')
    expect((await shop.cli('registrations', 'list', '--customer', pseudonym)).out).toContain(id)
    expect((await shop.cli('customer', 'due')).out).toBe('0 were kept for long enough.\n')
  })

  it('asks who erases', async () => {
    await shop.register('alice')
    expect(await shop.cli('customer', 'erase', 'alice', '--yes')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--by'),
    })
  })
})
