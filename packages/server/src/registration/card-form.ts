// What a registration needs of the card form: its provider, its document, and the card out of what the form sent.
import type { Locale, OfferText, RawReturn } from '@billing-register/contract'
import type { ServerProvider } from '../providers/provider.ts'
import type { Registration } from './record.ts'

/** How long the process that took a card holds it, ms. */
export const HOLD_MS = 60_000

/** What arrived for a registration whose card is asked for by the form. */
export interface FormReturn {
  readonly registration: Registration
  readonly raw: RawReturn
  /** The request without its body, for the merchant's callbacks. */
  readonly request: Request
}

/** The card form's half of the server. */
export interface CardForm {
  /** Throws `invalid_request`, naming the option, unless the merchant has opted in. */
  assertAllowed(): void
  /** The same PG, issuing from typed cards. Throws `invalid_request` where the PG cannot. */
  providerFor(provider: ServerProvider): Promise<ServerProvider>
  /** The texts of an offer, for the page around it: they speak of a form and of no window. */
  around(text: OfferText, locale: Locale): OfferText
  /**
   * The form's document, made for this registration alone: HTML with a public key in it.
   * Throws `registration_conflict` or `registration_expired`.
   */
  document(registration: Registration): Promise<Response>
  /** Whether this ticket opens the document where no login came with the request. */
  isTicket(registration: Registration, ticket: string): boolean
  /**
   * Opens the card and holds it in memory; answers what may be kept in its place. `begun`: the registration has gone on
   * already. `taken`: another request has the card, and has not written so yet. Throws `registration_expired`, `return_refused`, `card_invalid`, `holder_mismatch`,
   * `too_many_attempts`, `merchant_error`.
   */
  open(arrived: FormReturn): Promise<RawReturn | 'begun' | 'taken'>
}
