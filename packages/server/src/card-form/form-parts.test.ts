// What is served as the card form is what stands in form/, and it stays small.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { FORM_MODULE, formModule } from '../../build-form.ts'
import { cardFormDocument } from './document.ts'
import { FORM_SCRIPT, FORM_STYLE } from './form-parts.ts'
import { FORM_TEXTS } from './texts.ts'

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

  it('has the same texts in every language', () => {
    const [first, ...others] = Object.values(FORM_TEXTS)
    for (const texts of others) {
      expect(Object.keys(texts)).toEqual(Object.keys(first ?? {}))
      expect(Object.keys(texts.problems)).toEqual(Object.keys(first?.problems ?? {}))
    }
  })
})
