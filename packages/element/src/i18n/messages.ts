// The element's own texts. Prices, charges and most reasons of errors come from the server in the asked language.
import type { ErrorCode } from '@billing-register/contract'
import type { Phase } from '../registration/state.ts'

/** Texts in one language. */
export interface Messages {
  /** The action's label in each phase; that of `idle` where there is none. */
  readonly action: { readonly [In in Phase]?: string } & Readonly<
    Record<'idle' | 'uncertain' | 'failed', string>
  >
  /** The sentence above the action, by phase, or by the code of what the page itself found wrong. */
  readonly text: { readonly [In in Phase | ErrorCode]?: string }
  /** Any other problem without a sentence of its own. */
  readonly unavailable: string
  /** Said after `cancelled` where the server said that nothing is charged. */
  readonly uncharged: string
  /** `uncertain`, and the server says that starting again is safe. */
  readonly retriable: string
  /** Label: a return waits for one click. */
  readonly finish: string
  /** On the card where the PG tells neither issuer nor number. */
  readonly done: string
  /** Contains 보기 in Korean, because it is not the action. */
  readonly terms: string
  /** Contains 취소 in Korean, because it is not the action. */
  readonly stop: string
  readonly support: string
}
