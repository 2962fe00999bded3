// What PortOne V2's lookups and the calls that make a key prove: found, absent, refused, or nothing.
import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../http/exchange.ts'
import { answered } from '../../testing/answered.ts'
import { MEMO, NONE, NO_KEY, RECORD, error, lost } from '../../testing/portone-v2-answers.ts'
import { findSeen, isOwn, keySeen, lastMaking, madeKey } from './answers.ts'

describe('a lookup by key', () => {
  it.each<[string, Exchange | undefined, object]>([
    ['that found it', answered('key', 200, RECORD), { is: 'found', record: RECORD }],
    ['without a key', answered('key', 200, { ...RECORD, billingKey: 7 }), { is: 'unknown', refused: false }],
    ['without a state', answered('key', 200, { ...RECORD, status: null }), { is: 'unknown', refused: false }],
    ['with another status', answered('key', 500, RECORD), { is: 'unknown', refused: false }],
    [
      'that was cut off',
      answered('key', 200, RECORD, { failure: 'too-large' }),
      { is: 'unknown', refused: false },
    ],
    ['that found nothing', NO_KEY, { is: 'absent' }],
    ['that found nothing of another type', error('key', 404, 'NOT_FOUND'), { is: 'unknown', refused: false }],
    [
      'with that type and another status',
      error('key', 400, 'BILLING_KEY_NOT_FOUND'),
      { is: 'unknown', refused: false },
    ],
    [
      'with a credential that was not taken',
      error('key', 401, 'UNAUTHORIZED'),
      { is: 'unknown', refused: true },
    ],
    ['without the right to look', error('key', 403, 'FORBIDDEN'), { is: 'unknown', refused: true }],
    ['that was not made', undefined, { is: 'unknown', refused: false }],
  ])('%s', (_which, exchange, seen) => {
    expect(keySeen(exchange ? [exchange] : [])).toStrictEqual(seen)
  })
})

describe('a search by our customer', () => {
  const find = (...items: readonly unknown[]): unknown => findSeen([answered('find', 200, { items })], MEMO)
  const deleted = { ...RECORD, status: 'DELETED' }

  it('finds the key in use before a deleted one, and ours alone', () => {
    expect(find(deleted, RECORD)).toStrictEqual({ is: 'found', record: RECORD })
    expect(find(deleted)).toStrictEqual({ is: 'found', record: deleted })
    const others = { ...RECORD, customer: { id: 'c2' } }
    expect(find(others, { ...RECORD, billingKey: 7 }, 'x')).toStrictEqual({ is: 'unknown', refused: false })
  })

  it('is absent where there is none at all, and not where that cannot be read', () => {
    expect(find()).toStrictEqual({ is: 'absent' })
    expect(findSeen([answered('find', 200, { items: null })], MEMO)).toStrictEqual({
      is: 'unknown',
      refused: false,
    })
    expect(findSeen([answered('find', 500, { items: [] })], MEMO)).toStrictEqual({
      is: 'unknown',
      refused: false,
    })
    expect(findSeen([error('find', 403, 'FORBIDDEN')], MEMO)).toStrictEqual({ is: 'unknown', refused: true })
  })

  it('knows ours by either id, and by neither where neither side has it', () => {
    expect(isOwn({ issueId: 'br1' }, MEMO)).toBe(true)
    expect(isOwn({ customer: { id: 'c1' } }, MEMO)).toBe(true)
    expect(isOwn({ issueId: 'br2', customer: { id: 'c2' } }, MEMO)).toBe(false)
    expect(isOwn({}, {})).toBe(false)
  })
})

describe('a call that makes the key', () => {
  it.each<[string | undefined, Exchange]>([
    ['key-1', answered('confirm', 200, { billingKey: 'key-1' })],
    ['key-1', answered('replay', 200, { billingKeyInfo: { billingKey: 'key-1' } })],
    ['key-1', answered('issue', 200, { billingKeyInfo: { billingKey: 'key-1' }, billingKey: 'other' })],
    [undefined, answered('confirm', 400, { billingKey: 'key-1' })],
    [undefined, answered('key', 200, { billingKey: 'key-1' })],
    [undefined, answered('confirm', 200, { billingKey: 'key-1' }, { failure: 'too-large' })],
    [undefined, answered('confirm', 200, {})],
  ])('gives %s (%#)', (key, exchange) => {
    expect(madeKey([exchange])).toBe(key)
    expect(madeKey([answered('confirm', 200, {}), exchange])).toBe(key)
  })

  it.each<[string, readonly Exchange[], object]>([
    ['that was not made', [NONE], { said: 'nothing', first: false, sent: false }],
    ['that was lost', [lost('confirm')], { said: 'nothing', first: true, sent: true }],
    [
      'that was never sent',
      [{ operation: 'confirm', failure: 'not-sent' }],
      { said: 'nothing', first: true, sent: false },
    ],
    [
      'that was good',
      [answered('issue', 200, { type: 'FORBIDDEN' })],
      { said: 'nothing', first: true, sent: true },
    ],
    [
      'that was one of too many',
      [error('confirm', 429, 'FORBIDDEN')],
      { said: 'running', first: true, sent: true, type: 'FORBIDDEN' },
    ],
    [
      'that was repeated',
      [lost('confirm'), error('replay', 403, 'FORBIDDEN'), NONE],
      { said: 'refused', first: false, sent: true, type: 'FORBIDDEN' },
    ],
    [
      "that was declined, by the PG's number",
      [error('confirm', 502, 'PG_PROVIDER', { pgCode: 7001 })],
      { said: 'declined', first: true, sent: true, type: 'PG_PROVIDER', pgCode: '7001' },
    ],
    [
      'with words that may not be logged',
      [error('confirm', 400, 'a b', { pgCode: 'c d' })],
      {
        said: 'nothing',
        first: true,
        sent: true,
      },
    ],
  ])('%s', (_which, exchanges, making) => {
    expect(lastMaking(exchanges)).toStrictEqual(making)
  })
})
