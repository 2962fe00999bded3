// The operator looks registrations up: tables for people, JSON for machines, nothing secret in either.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeTestShop, type TestShop } from '../testing/shop.ts'

describe('registrations', () => {
  let shop: TestShop
  beforeAll(async () => {
    shop = makeTestShop()
    await shop.register('alice')
    await shop.register('bob', 'cancel')
    await shop.register('한나', 'decline')
  })
  afterAll(() => shop.close())

  const json = async (...argv: string[]): Promise<Record<string, unknown>[]> => {
    const { out } = await shop.cli('--json', 'registrations', 'list', ...argv)
    return JSON.parse(out)
  }

  it('are listed newest first, a line each', async () => {
    const { code, out } = await shop.cli('registrations', 'list')
    const lines = out.trim().split('\n')
    expect(code).toBe(0)
    expect(lines[0]).toMatch(/^id +state +why +customer/)
    expect(lines.slice(1).map((line) => line.split(/ {2,}/)[1])).toEqual(['declined', 'cancelled', 'issued'])
    expect(out).toContain('한나')
  })

  it('are chosen by state and customer, and paged', async () => {
    expect((await json('--state', 'issued', '--state', 'cancelled')).map(({ state }) => state)).toEqual([
      'cancelled',
      'issued',
    ])
    expect((await json('--customer', 'bob')).map(({ customerId }) => customerId)).toEqual(['bob'])
    const [newest] = await json('--limit', '1')
    const { out } = await shop.cli('registrations', 'list', '--limit', '1')
    expect(out).toContain(`More: --before ${String(newest?.['id'])}`)
    expect(await json('--before', String(newest?.['id']))).toHaveLength(2)
  })

  it('are shown one by one with everything that happened, in order', async () => {
    const [issued] = await json('--state', 'issued')
    const { out } = await shop.cli('registrations', 'show', String(issued?.['id']))
    const story = ['registration.created', 'came back', 'asked the PG: issue', 'registration.issued']
    expect(story.map((line) => out.indexOf(line))).toEqual(
      story.map((line) => out.indexOf(line)).toSorted((a, b) => a - b),
    )
    for (const line of story) expect(out).toContain(line)
  })

  it('tell no key and nothing that the window brought back', async () => {
    const [issued] = await json('--state', 'issued')
    const all = [
      await shop.cli('registrations', 'show', String(issued?.['id'])),
      await shop.cli('--json', 'registrations', 'show', String(issued?.['id'])),
      await shop.cli('registrations', 'list'),
    ]
    const printed = all.map(({ out, err }) => out + err).join('\n')
    const secrets = [...shop.simulator.truth.keys.map(({ billingKey }) => billingKey), ...shop.brought]
    expect(secrets.length).toBeGreaterThan(1)
    expect(printed).toContain('transactionId')
    for (const secret of secrets) expect(printed).not.toContain(secret)
  })

  it.each([
    [['registrations', 'show', 'reg_none'], 'there is no registration reg_none'],
    [['registrations', 'list', '--limit', '0'], 'a whole number from 1 to 1000'],
    [['registrations', 'list', '--state', 'lost'], 'one of open, returned'],
    [['registration'], "unknown command 'registration'"],
  ])('refuse %j in words', async (argv, words) => {
    const { code, err } = await shop.cli(...argv)
    expect(code).toBe(2)
    expect(err).toContain(words)
  })
})
