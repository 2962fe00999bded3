// The element's own texts. Prices, charges, what is registered and most reasons of errors come from the server in the
// asked language; these stand where no server has said anything, or where it makes no difference.
import type { ErrorCode, OfferMessage } from '@billing-register/contract'
import type { Phase } from '../registration/state.ts'

/** Texts in one language. */
export interface Messages {
  /** The action's label in each phase; that of `idle` where there is none. */
  readonly action: { readonly [In in Phase]?: string } & Readonly<
    Record<'idle' | 'uncertain' | 'failed', string>
  >
  /** The sentence above the action, by phase, or by what the page itself found wrong. */
  readonly text: { readonly [In in Phase | ErrorCode | OfferMessage]?: string }
  /** Any other problem without a sentence of its own. */
  readonly unavailable: string
  /** Label: a return waits for one click. */
  readonly finish: string
  readonly support: string
}
