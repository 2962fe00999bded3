import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasNeedle, searchFolders } from './leaks.ts'

const marker = 'MK0123456789'
const needles = { marker, values: ['20260101123456789012'] }

describe('the search for secrets', () => {
  it.each([
    ['as it is', `key=SK_TEST_${marker}!`],
    ['in hex', Buffer.from(`SK_${marker}`).toString('hex')],
    ...['', 'a', 'ab', 'abc'].map((before) => [
      `in base64 after ${before.length} bytes`,
      Buffer.from(`${before}${marker}:`).toString('base64'),
    ]),
    ['that has no marker', '{"transactionId":"20260101123456789012"}'],
  ])('finds one %s', (_how, text) => {
    expect(hasNeedle(Buffer.from(`before ${text} after`), needles)).toBe(true)
  })

  it('finds nothing in what holds none', () => {
    expect(hasNeedle(Buffer.from('{"event":"settled","requestId":"20260101123456789"}'), needles)).toBe(false)
  })

  it('names the files, in folders below as well', () => {
    const folder = mkdtempSync(join(tmpdir(), 'leaks-'))
    try {
      mkdirSync(join(folder, 'data'))
      writeFileSync(join(folder, 'clean.log'), 'nothing')
      writeFileSync(join(folder, 'data', 'wal'), `\0\0${marker}\0`)
      expect(searchFolders([folder], needles)).toEqual([join('data', 'wal')])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
