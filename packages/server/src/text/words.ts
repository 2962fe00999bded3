// What one language must be able to say to a customer, and how its words are loaded.
import type {
  ErrorCode,
  Locale,
  OfferMessage,
  OfferText,
  PaymentMethodKind,
} from '@billing-register/contract'
import { ko } from './ko.ts'

/** Codes that are said of the thing that is registered. */
export type CardCode = 'card_declined' | 'card_expired' | 'card_invalid' | 'card_unsupported' | 'card_limit'

/** Codes about which a customer can only be told one of three things. */
export type AlikeCode =
  | 'invalid_request'
  | 'method_not_allowed'
  | 'body_too_large'
  | 'unsupported_media_type'
  | 'unknown_provider'
  | 'return_to_refused'
  | 'origin_refused'
  | 'provider_refused'
  | 'misconfigured'
  | 'provider_unavailable'
  | 'provider_paused'
  | 'merchant_error'
  | 'ledger_unavailable'
  | 'ledger_tampered'
  | 'sealing_key_missing'
  | 'internal'
  // The page itself says these.
  | 'sdk_blocked'
  | 'window_failed'
  | 'network'
  | 'bad_response'

/** Codes that no customer ever meets: only the merchant's own server is told them. */
export type MerchantCode =
  | 'invalid_amount'
  | 'order_conflict'
  | 'payment_conflict'
  | 'payment_in_progress'
  | 'payment_method_revoked'
  | 'payment_method_suspended'
  | 'charge_unsupported'
  | 'cancel_unsupported'
  | 'cancel_refused'
  | 'webhook_refused'
  | 'schedule_unsupported'

/** What is said of a card, a phone or an account. */
export interface KindWords {
  readonly action: Omit<OfferText['action'], 'open' | 'issued'>
  readonly issued: string
  readonly problem: Readonly<Record<CardCode, string>>
}

/** The customer's texts in one language. Plain text; two short sentences, three at most. */
export interface Words {
  readonly amount: (digits: string) => string
  readonly cycle: Readonly<Record<'week' | 'month' | 'year', string>>
  readonly chargedNow: (amount: string) => string
  readonly notCharged: string
  /** Label: registers another in place of this one. */
  readonly change: string
  /** Label: the window is open. */
  readonly open: string
  /** A small charge that checks the card is cancelled at once. */
  readonly cardCheck: string
  readonly account: (label: string) => string
  readonly test: string
  /** Said in advance, for the page to show. */
  readonly message: Readonly<Record<Exclude<OfferMessage, 'issued' | 'consent_required'>, string>>
  /** Said after `cancelled` where nothing can have been charged. */
  readonly uncharged: string
  readonly kinds: Readonly<Record<PaymentMethodKind, KindWords>>
  /** What happened, what it means for the money, what to do next. */
  readonly problem: Readonly<
    Record<Exclude<ErrorCode, AlikeCode | CardCode | MerchantCode> | 'request' | 'setup' | 'later', string>
  >
}

// Korean at once; the others when the first customer asks for them, so that no cold start pays for them.
const WORDS: { readonly [Language in Locale]: () => Words | Promise<Words> } = {
  ko: () => ko,
  en: async () => (await import('./en.ts')).en,
  ja: async () => (await import('./ja.ts')).ja,
  zh: async () => (await import('./zh.ts')).zh,
}

/** The words of a language. */
export const wordsOf = (locale: Locale): Words | Promise<Words> => WORDS[locale]()
