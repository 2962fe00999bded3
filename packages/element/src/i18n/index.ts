// Texts by language: Korean at once, every other language as a lazy chunk.
import type { Locale } from '@billing-register/contract'
import { ko } from './ko.ts'
import type { Messages } from './messages.ts'

/** Loads the texts of a language. */
export const MESSAGES: { readonly [Language in Locale]: () => Promise<Messages> } = {
  ko: async () => ko,
  en: async () => (await import('./en.ts')).en,
}
