// Texts by language: Korean at once, every other language as a lazy chunk.
import type { Locale } from '@billing-register/contract'
import { ko } from './ko.ts'
import type { Messages } from './messages.ts'

/** Loads the texts of a language. */
export const MESSAGES: { readonly [Language in Locale]: () => Messages | Promise<Messages> } = {
  ko: () => ko,
  en: () => import('./en.ts').then((module) => module.en),
}
