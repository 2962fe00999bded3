// Texts by language: Korean at once, every other language as a lazy chunk.
import type { Locale } from '@billing-register/contract'
import { messages } from './ko.ts'
import type { Messages } from './messages.ts'

/** Loads the texts of a language. */
export const MESSAGES: {
  readonly [Language in Locale]: () => Promise<{ readonly messages: Messages }>
} = {
  ko: async () => ({ messages }),
  en: () => import('./en.ts'),
  ja: () => import('./ja.ts'),
  zh: () => import('./zh.ts'),
}
