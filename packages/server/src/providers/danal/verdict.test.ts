// What a merchant's own operation said is read again as it was meant; what cannot be read is uncertain.
import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../http/exchange.ts'
import { Secret } from '../../secret.ts'
import { lastVerdict, verdictExchange } from './verdict.ts'

const read = (...said: unknown[]): ReturnType<typeof lastVerdict> =>
  lastVerdict(said.map(verdictExchange), ['paid', 'declined'])

describe('a verdict', () => {
  it.each([
    { kind: 'paid', transactionId: 't1', orderId: 'o1', amount: 9900 },
    { kind: 'cancelled', cancelled: 4000 },
    { kind: 'declined', code: 'card_limit', providerCode: '3112' },
    { kind: 'absent' },
    { kind: 'revoked' },
    { kind: 'uncertain' },
  ])('%j is read as it was said, and with nothing more', (said) => {
    expect(read(said)).toStrictEqual(said)
  })

  it.each([
    undefined,
    null,
    'paid',
    { kind: 'PAID' },
    { amount: 1 },
    { kind: 1n },
    { toJSON: () => undefined },
  ])('that is none (%#) is uncertain', (said) => expect(read(said)).toStrictEqual({ kind: 'uncertain' }))

  it('leaves out what is not of its form', () => {
    const odd = {
      kind: 'paid',
      transactionId: [],
      orderId: {},
      amount: 'x',
      cancelled: 1.5,
      code: 'no_such',
      providerCode: 'a b',
    }
    expect(read(odd)).toStrictEqual({ kind: 'paid' })
  })

  it('keeps at most 200 characters of a transaction, and at most 4,096 of all', () => {
    expect(read({ kind: 'paid', transactionId: 't'.repeat(300) }).transactionId).toBe('t'.repeat(200))
    expect(verdictExchange({ kind: 'paid', note: 'x'.repeat(9999) }).body?.reveal()).toHaveLength(4096)
  })

  it('that cannot be written as JSON is kept as nothing', () => {
    expect(verdictExchange({ kind: 1n }).body?.reveal()).toBe('')
    expect(verdictExchange(undefined).body?.reveal()).toBe('')
  })
})

describe('the last verdict', () => {
  it('is the last that says how it ended, else the last, else uncertain', () => {
    expect(read({ kind: 'paid' }, { kind: 'declined' }, { kind: 'absent' })).toEqual({ kind: 'declined' })
    expect(read({ kind: 'absent' }, { kind: 'revoked' })).toEqual({ kind: 'revoked' })
    expect(read()).toStrictEqual({ kind: 'uncertain' })
  })

  it('is looked for among verdicts alone', () => {
    const call: Exchange = { operation: 'charge', status: 200, body: new Secret('{"kind":"paid"}') }
    expect(lastVerdict([call], ['paid'])).toStrictEqual({ kind: 'uncertain' })
    expect(lastVerdict([verdictExchange({ kind: 'declined' }), call], ['paid'])).toEqual({ kind: 'declined' })
  })
})
