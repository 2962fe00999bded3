// The doctor: says of each thing whether it is fine, and what to do where it is not.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CheckUp, ProviderCheck } from '@billing-register/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findingsOf } from '../doctor/findings.ts'
import { makeTestShop, type TestShop } from '../testing/shop.ts'

describe('doctor', () => {
  let shop: TestShop
  beforeAll(async () => {
    shop = makeTestShop()
    await shop.register('alice')
  })
  afterAll(() => shop.close())

  it('finds a working shop fine, and prints what the PG asks for', async () => {
    const { code, out } = await shop.cli('doctor')
    expect(code).toBe(0)
    expect(out).toContain('✓ ledger')
    expect(out).toContain('✓ danal')
    expect(out).toContain('http://localhost:4173/billing/registrations/{id}/return')
    expect(out).not.toContain('✗')
  })

  it('alarms when a secret stands in what is sent to browsers, and does not repeat it', async () => {
    const build = join(shop.folder, 'dist')
    mkdirSync(build)
    writeFileSync(join(build, 'app.js'), 'const key = "SK_TEST_0123456789abcdef"')
    const { code, out } = await shop.cli('doctor', '--build', build)
    expect(code).toBe(1)
    expect(out).toContain('app.js:1 holds a Danal secret key')
    expect(out).not.toContain('0123456789')
  })

  it('refuses a build folder that is not there', async () => {
    const { code, err } = await shop.cli('doctor', '--build', join(shop.folder, 'none'))
    expect(code).toBe(2)
    expect(err).toContain('--build')
  })
})

describe('what the doctor says', () => {
  const NOW = Date.UTC(2026, 0, 10)
  const toss: ProviderCheck = {
    name: 'toss',
    id: 'toss',
    merchant: 'tosspayments',
    mode: 'live',
    probe: 'accepted',
    takesWebhooks: true,
  }
  const healthy: CheckUp = {
    publicUrl: 'https://shop.example/billing',
    origins: ['https://shop.example'],
    durability: 'durable',
    clockAheadMs: 0,
    providers: [toss],
  }
  const idle = { count: 0 }
  const queues = { unsettled: idle, payments: idle, methods: idle, undelivered: idle }
  const waits = { ...queues, uncertain: idle, suspended: idle, held: idle }
  const since = (ms: number): NonNullable<CheckUp['waits']> => ({
    ...waits,
    uncertain: { count: 2, since: NOW - ms, oldest: 'reg_1' },
  })
  const failures = (change: Partial<CheckUp>): string[] =>
    findingsOf({ ...healthy, ...change }, NOW)
      .filter(({ level }) => level === 'fail')
      .map(({ message }) => message)

  it.each([
    [
      'the ledger cannot be opened',
      { ledgerError: "sealingKeys: the key 'k1' is not listed" },
      /'k1' is not listed/,
    ],
    ['the clock is ahead', { clockAheadMs: 90_000 }, /^90 s ahead of the PGs'.*NTP/],
    ['the clock is behind', { clockAheadMs: -90_000 }, /^90 s behind the PGs'/],
    ['the ledger forgets', { durability: 'memory' }, /sqlLedger/],
    [
      'something has waited for a day',
      { waits: since(25 * 60 * 60_000) },
      /^2, for up to 1 days, the oldest is reg_1: billing-register uncertain list$/,
    ],
    [
      'nobody reconciles',
      { waits: { ...waits, unsettled: { count: 7, since: NOW - 72 * 60 * 60_000 } } },
      /^7, for up to 3 days: call billing.reconcile/,
    ],
    [
      'the merchant does not take events',
      { waits: { ...waits, undelivered: { count: 7, since: NOW - 72 * 60 * 60_000 } } },
      /onEvent refuses/,
    ],
    [
      'a payment has waited for a day',
      { oldestPayment: { id: 'pay_1', state: 'uncertain', since: NOW - 49 * 60 * 60_000 } },
      /pay_1 is uncertain for 2 days: billing-register payments show pay_1/,
    ],
    ['a PG refuses the keys', { providers: [{ ...toss, probe: 'refused' }] }, /refuses the keys/],
    ['a PG cannot be reached', { providers: [{ ...toss, probe: 'unreachable' }] }, /firewall/],
  ] as readonly (readonly [string, Partial<CheckUp>, RegExp])[])('alarms when %s', (_when, change, words) => {
    expect(failures(change)).toEqual([expect.stringMatching(words)])
  })

  it('prints every URL that the PGs are told, and none that is not listened at', () => {
    const danal: ProviderCheck = { ...toss, name: 'danal-b', id: 'danal', takesWebhooks: false }
    const told = findingsOf({ ...healthy, providers: [toss, danal] }, NOW)
    expect(told.filter(({ what }) => what.endsWith('URL')).map(({ message }) => message)).toEqual([
      'https://shop.example/billing/registrations/{id}/return',
      'https://shop.example/billing/webhooks/toss',
    ])
  })

  it('does not alarm for what is merely on its way', () => {
    expect(failures({ clockAheadMs: -2000 })).toEqual([])
    expect(failures({ waits: since(60_000) })).toEqual([])
    expect(failures({ oldestPayment: { id: 'pay_1', state: 'uncertain', since: NOW - 60_000 } })).toEqual([])
  })
})
