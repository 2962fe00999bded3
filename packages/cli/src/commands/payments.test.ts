// The operator looks payments and payment methods up: tables for people, JSON for machines, nothing secret in either.
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Secret, type PaymentLedger } from '@billing-register/server'
import { samplePayment } from '@billing-register/server/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestShop, type TestShop } from '../testing/shop.ts'

describe('payments and methods', () => {
  let shop: TestShop
  let method: string
  beforeAll(async () => {
    const opened: PaymentLedger[] = []
    shop = makeTestShop((ledger) => {
      opened.push(ledger.charges)
      return ledger
    })
    const { id: registrationId, paymentMethod } = await shop.register('alice')
    method = paymentMethod?.id ?? ''
    const [charges] = opened
    if (!charges) throw new Error('no ledger')
    const made = { registrationId, paymentMethodId: method }
    const paid = samplePayment('pay_1', '', {
      ...made,
      state: 'paid',
      orderId: '2026-10 alice',
      transactionId: 'T-1',
      cancellations: [
        { id: 'half', amount: 900, reason: '변심', state: 'cancelled', attempt: 1, requestedAt: 30 },
      ],
    })
    const operation = {
      id: 'opn_1',
      kind: 'charge',
      of: 'pay_1',
      subject: paid.pgOrderId,
      registrationId,
      account: paid.account,
      sentAt: 5,
    } as const
    await charges.createPayment(paid, { events: [], operation })
    await charges.landOperation('opn_1', [{ operation: 'charge', status: 200, body: new Secret('raw') }], 6)
    const reason = { code: 'card_limit', providerCode: 'X9' } as const
    const declined = { ...made, state: 'declined', reason, orderId: '2026-11 alice' } as const
    await charges.createPayment(samplePayment('pay_2', '', declined), { events: [] })
  })
  afterAll(() => shop.close())

  const json = async (...argv: string[]): Promise<Record<string, unknown>[]> =>
    JSON.parse((await shop.cli('--json', ...argv)).out)

  it('are listed newest first, a line each, chosen by state and customer, and paged', async () => {
    const { code, out } = await shop.cli('payments', 'list')
    const lines = out.trim().split('\n')
    expect(code).toBe(0)
    expect(lines[0]).toMatch(/^id +state +why +customer +your order/)
    expect(lines.slice(1).map((line) => line.split(/ {2,}/)[1])).toEqual(['declined', 'paid'])
    expect(out).toContain('card_limit')
    const ids = async (...argv: string[]) => (await json('payments', 'list', ...argv)).map(({ id }) => id)
    expect(await ids('--state', 'paid', '--state', 'uncertain')).toEqual(['pay_1'])
    expect(await ids('--customer', 'bob')).toEqual([])
    expect(await ids('--method', method)).toEqual(['pay_2', 'pay_1'])
    expect((await shop.cli('payments', 'list', '--limit', '1')).out).toContain('More: --before pay_2')
    expect(await ids('--before', 'pay_2')).toEqual(['pay_1'])
  })

  it('are shown one by one, by their id or by the order', async () => {
    const { out } = await shop.cli('payments', 'show', 'pay_1')
    for (const line of ['asked the PG: charge', 'charge 200', 'half · 900 KRW · cancelled', '9,900 KRW'])
      expect(out).toContain(line)
    expect((await shop.cli('payments', 'show', '2026-10 alice')).out).toBe(out)
  })

  it('show a customer their methods, and one with its story', async () => {
    const { out } = await shop.cli('methods', 'list', '--customer', 'alice')
    expect(out).toContain(method)
    expect(out.split('\n')[1]).toMatch(/ active +card /)
    expect((await shop.cli('methods', 'show', method)).out).toContain('payment method')
  })

  it('are written whole into a file for their owner alone', async () => {
    const path = join(shop.folder, 'payments.jsonl')
    const { code, out, err } = await shop.cli('export', path, '--payments')
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('2 payments written')
    const lines = readFileSync(path, 'utf8').trim().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { id: 'pay_2' },
      { id: 'pay_1', cancelledAmount: 900 },
    ])
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  it('tell no key and no answer of the PG', async () => {
    const all = [
      await shop.cli('--json', 'payments', 'show', 'pay_1'),
      await shop.cli('--json', 'methods', 'show', method),
      await shop.cli('methods', 'list', '--customer', 'alice'),
    ]
    const printed = all.map(({ out, err }) => out + err).join('\n')
    const [key] = shop.simulator.truth.keys
    expect(key?.billingKey).toBeTruthy()
    for (const secret of [key?.billingKey, 'raw', '01000000000']) expect(printed).not.toContain(secret)
  })

  it.each([
    [['payments', 'show', 'pay_none'], 'there is no payment pay_none'],
    [['methods', 'show', 'pm_none'], 'there is no payment method pm_none'],
    [['methods', 'list'], '--customer'],
    [['payments', 'list', '--state', 'lost'], 'one of due'],
    [['export', 'x', '--payments', '--consents'], 'cannot be used with'],
  ])('refuse %j in words', async (argv, words) => {
    const { code, err } = await shop.cli(...argv)
    expect(code).toBe(2)
    expect(err).toContain(words)
  })
})
