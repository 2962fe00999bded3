// Texts by language: Korean at once, every other language as a lazy chunk.
import type { Texts } from '../../base-element.ts'
import { messages } from './ko.ts'
import type { Messages } from './messages.ts'

/** Loads the texts of a language. */
export const MESSAGES: Texts<Messages> = {
  ko: async () => ({ messages }),
  en: () => import('./en.ts'),
  ja: () => import('./ja.ts'),
  zh: () => import('./zh.ts'),
}
