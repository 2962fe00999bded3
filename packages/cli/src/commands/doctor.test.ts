// The doctor: says of each thing whether it is fine, and what to do where it is not.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CheckUp } from '@billing-register/server'
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
  const healthy: CheckUp = {
    publicUrl: 'https://shop.example/billing',
    origins: ['https://shop.example'],
    durability: 'durable',
    providers: [{ name: 'toss', id: 'toss', merchant: 'tosspayments', mode: 'live', probe: 'accepted' }],
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
    [
      'a PG refuses the keys',
      { providers: [{ ...healthy.providers[0], probe: 'refused' }] },
      /refuses the keys/,
    ],
    [
      'a PG cannot be reached',
      { providers: [{ ...healthy.providers[0], probe: 'unreachable' }] },
      /firewall/,
    ],
  ] as readonly (readonly [string, Partial<CheckUp>, RegExp])[])('alarms when %s', (_when, change, words) => {
    expect(failures(change)).toEqual([expect.stringMatching(words)])
  })

  it('does not alarm for what is merely on its way', () => {
    expect(failures({ waits: since(60_000) })).toEqual([])
    expect(failures({ oldestPayment: { id: 'pay_1', state: 'uncertain', since: NOW - 60_000 } })).toEqual([])
  })
})
