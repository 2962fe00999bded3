// The languages that the customer can read.

/** Locales with texts. Korean comes first and is the fallback. */
export const LOCALES = ['ko', 'en', 'ja', 'zh'] as const

/** A language that customers can be addressed in. */
export type Locale = (typeof LOCALES)[number]

/** The best locale for a language tag such as `en-US`; `ko` when there is none. */
export function localeOf(tag: string | null | undefined): Locale {
  const language = (tag ?? '').trim().slice(0, 2).toLowerCase()
  return LOCALES.find((locale) => locale === language) ?? 'ko'
}
