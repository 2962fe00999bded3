// What PortOne V1's lookups prove: found, absent, refused, or nothing.
import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../http/exchange.ts'
import { answered } from '../../testing/answered.ts'
import { absent, found, KEY, refused } from '../../testing/portone-v1-answers.ts'
import { isOf, lastSeen, statusOf } from './answers.ts'

describe('a lookup', () => {
  const record = { merchant_uid: 'br1' }
  const unknown = { is: 'unknown', refused: false }

  it.each<[string, Exchange | undefined, object]>([
    ['that found it', found('find', record), { is: 'found', record }],
    [
      'that was cut off',
      answered('find', 200, { code: 0, response: record }, { failure: 'too-large' }),
      unknown,
    ],
    ['with another code', answered('find', 200, { code: 1, response: record }), unknown],
    ['with another status', answered('find', 500, { code: 0, response: record }), unknown],
    ['without a record', answered('find', 200, { code: 0, response: null }), unknown],
    ['that found nothing', absent('find'), { is: 'absent' }],
    ['that found nothing, by code 0', answered('find', 404, { code: 0, response: null }), unknown],
    ['that found nothing, and a record', answered('find', 404, { code: -1, response: record }), unknown],
    ['that met a page of whoever is in between', answered('find', 404, '<html>'), unknown],
    ['that met 400', answered('find', 400, { code: -1, response: null }), unknown],
    ['with a credential that was not taken', refused('find'), { is: 'unknown', refused: true }],
    ['without the right to look', refused('find', 403), { is: 'unknown', refused: true }],
    ['of something else', found('customer', record), unknown],
    ['that was not made', undefined, unknown],
  ])('%s', (_which, exchange, seen) => {
    expect(lastSeen(exchange ? [exchange] : [], 'find')).toStrictEqual(seen)
  })

  it('counts where it is the last of its kind', () => {
    expect(lastSeen([found('find', record), absent('find'), KEY], 'find')).toStrictEqual({ is: 'absent' })
  })

  it('is of this order by its merchant_uid, and has a status in lower case', () => {
    expect(isOf({ is: 'found', record }, 'br1')).toBe(true)
    expect(isOf({ is: 'found', record }, 'br2')).toBe(false)
    expect(isOf({ is: 'absent' }, undefined)).toBe(false)
    expect(statusOf({ status: 'PAID' })).toBe('paid')
    expect(statusOf({})).toBe('undefined')
  })
})
