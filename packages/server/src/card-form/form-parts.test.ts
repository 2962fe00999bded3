// What is served as the card form is what stands in form/, and it stays small.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { FORM_MODULE, formModule } from '../../build-form.ts'
import { cardFormDocument } from './document.ts'
import { FORM_SCRIPT, FORM_STYLE } from './form-parts.ts'
import { FORM_TEXTS } from './texts.ts'
import { wordsOf } from '../text/words.ts'

const documentIn = (locale: 'ko' | 'en' | 'ja' | 'zh'): Response =>
  cardFormDocument({
    locale,
    texts: FORM_TEXTS[locale],
    settings: {
      registration: 'reg_</script><script>',
      kid: 'k'.repeat(22),
      expires: 1,
      expiresInMs: 600_000,
      now: 0,
      key: { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) },
    },
    origins: ['https://shop.example'],
    nonce: 'n0nce',
  })

describe('the card form', () => {
  it('is built from what stands in form/ (npm run form -w packages/server)', async () => {
    expect(readFileSync(FORM_MODULE, 'utf8') === (await formModule())).toBe(true)
  })

  it.each(['ko', 'en', 'ja', 'zh'] as const)(
    'weighs at most 16 KB with everything in it: %s',
    async (locale) => {
      const document = await documentIn(locale).text()
      expect(gzipSync(document, { level: 9 }).byteLength).toBeLessThanOrEqual(16_384)
    },
  )

  it('ends no element early, whatever stands in its settings, style or script', async () => {
    const document = await documentIn('ko').text()
    expect(document.match(/<\/script>/g)).toHaveLength(2)
    expect(document.match(/<\/style>/g)).toHaveLength(1)
    expect(FORM_SCRIPT + FORM_STYLE).not.toContain('</')
  })

  it('keeps words whole in Korean alone: elsewhere a full stop would begin a line', () => {
    expect(FORM_STYLE.match(/[^}]*\{[^}]*keep-all[^}]*\}/g)).toEqual([':lang(ko){word-break:keep-all}'])
  })

  it('lets texts grow with the page’s: no size of a text is fixed, except that of a mark beside a number', () => {
    const fixed = [...FORM_STYLE.matchAll(/font-size:([\d.]+px)/g)].map(([, size]) => size)
    expect(fixed).toEqual([])
  })

  it('calls registering the same as the page around it, in Chinese', async () => {
    const words = await wordsOf('zh')
    const { submit, sending } = FORM_TEXTS.zh
    const verb = words.kinds.card.action.idle.slice(0, 2)
    expect([submit, sending].every((text) => text.includes(verb))).toBe(true)
    // In Chinese "取消" before it means to undo one that was made.
    expect(words.message.stop).not.toContain('取消')
  })

  it('has the same texts in every language', () => {
    const [first, ...others] = Object.values(FORM_TEXTS)
    for (const texts of others) {
      expect(Object.keys(texts)).toEqual(Object.keys(first ?? {}))
      expect(Object.keys(texts.problems)).toEqual(Object.keys(first?.problems ?? {}))
    }
  })
})
