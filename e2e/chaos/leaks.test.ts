import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasDigits, hasNeedle, searchFolders, searchOpened } from './leaks.ts'

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

  describe.each([
    ['the whole number', '4330123456789014'],
    ['what follows its first six digits', '3456789014'],
  ])('for %s', (_what, digits) => {
    const sought = ['4330123456789014', '3456789014']
    it.each([
      ['as it is', `{"n":"${digits}"}`],
      ['between other digits', `99${digits}99`],
      ['in groups', digits.replace(/\d{4}(?=\d)/g, '$&-')],
      ['in groups with spaces', digits.replace(/\d{4}(?=\d)/g, '$& ')],
      ['in hex', Buffer.from(`n=${digits}!`).toString('hex')],
      ...['', 'a', 'ab'].map((before) => [
        `in base64 after ${before.length} bytes`,
        `x.${Buffer.from(`${before}"${digits}":`).toString('base64url')}`,
      ]),
    ])('finds it %s', (_how, text) => {
      expect(hasDigits(`before ${text} after`, sought)).toBe(true)
    })

    it('finds it among the other needles', () => {
      expect(hasNeedle(Buffer.from(`\0${digits}\0`), { ...needles, digits: sought })).toBe(true)
    })
  })

  it('finds what may not even be kept sealed, and names its registration', () => {
    const opened = new Map([
      ['r1', '{"card":"token"}'],
      ['r2', '{"jwe":"eyJ..iv.text.tag0123456789-_tag"}'],
      ['r3', '{"number":"4330123456789014"}'],
    ])
    expect(searchOpened(opened, { values: ['tag0123456789-_tag'], digits: ['3456789014'] })).toEqual([
      'a typed card, sealed in r2',
      'a typed card, sealed in r3',
    ])
  })

  it('finds no card in masked numbers, nor in other digits', () => {
    const text = '{"number":"433012******9014","card":"4330-12**-****-9014","at":1796035657374}'
    expect(hasDigits(text, ['4330123456789014', '3456789014'])).toBe(false)
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
