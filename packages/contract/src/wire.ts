// What the page and the server say to each other: the source of truth of the wire.
import type { Problem } from './errors.ts'
import type { Launch, RawReturn } from './launch.ts'

/** An order as shown and registered: `amount` in KRW, decided by the merchant's server alone. */
export interface OrderView {
  name: string
  amount: number
  currency: 'KRW'
}

/** What the customer is asked to agree to. `facts` is a short list such as 금액, 주기, 첫 결제일, 해지 방법. */
export interface ConsentView {
  version: string
  /** The sentence beside the checkbox. */
  label: string
  facts: { name: string; value: string }[]
  /** The full text, shown on request. */
  text: string
}

/** Ready-made sentences in the asked locale, so that the page carries no price or charge texts of its own. */
export interface OfferText {
  /** `9,900원 / 월` */
  price: string
  /** What is charged now. */
  now: string
  /** What is charged next, where the merchant said so. */
  next?: string
  /** Whose account the card goes to. */
  account?: string
  /** The PG's name. */
  provider: string
  /** Present when test keys are in use. */
  test?: string
  /** Labels of the action that name what is registered; where none is given the element's own, which do not. */
  action: Record<'idle' | 'open' | 'finishing' | 'declined' | 'issued', string>
  /** Sentences by phase, or by what the page itself finds wrong; `retriable`: uncertain, and starting again is safe. */
  message: Record<OfferMessage, string>
}

/**
 * What the server says in advance. `cancelled` also says that nothing was charged, where that is known; `done` stands
 * where the PG tells nothing of a card; `terms` and `stop` are labels.
 */
export type OfferMessage =
  | 'issued'
  | 'cancelled'
  | 'retriable'
  | 'consent_required'
  | 'sdk_blocked'
  | 'window_failed'
  | 'done'
  | 'terms'
  | 'stop'

/** What can be registered. */
export type PaymentMethodKind = 'card' | 'phone' | 'account'

/** How a card is asked for: in the PG's own register window, or by our form on the page. */
export type RegisterMode = 'window' | 'card-form'

/** Answer of `GET /offer`. */
export interface OfferResponse {
  /** Hash of all that the customer is shown; echoed when the registration is made. */
  offer: string
  order: OrderView
  /** What is registered, as far as it is known before the window: a card unless the provider says otherwise. */
  kind: PaymentMethodKind
  /** The ways in which this provider asks for it. Without `window` among them the tag needs `mode="card-form"`. */
  modes: RegisterMode[]
  charge: 'now' | 'later'
  /** KRW that are charged with the registration; 0 when nothing is. */
  chargedNow: number
  /** Masked label of the account, `al***@example.com`. */
  account?: string
  consent?: ConsentView
  text: OfferText
}

/** Body of `POST /registrations`. */
export interface CreateRegistrationRequest {
  plan?: string
  /** `offer` of the offer that the customer saw. */
  offer: string
  /** Name of a provider instance; the first configured one when absent. */
  provider?: string
  /** How the card is asked for: `window` when absent. */
  mode?: RegisterMode
  locale?: string
  /** Page to come back to; same origin as `publicUrl`, or an origin in `origins`. */
  returnTo: string
  /** Random, per element and intent: the same one repeated gives the same registration. */
  clientRef: string
  /** `version` of the consent that was ticked. */
  consent?: { version: string }
}

/** Answer 201 of `POST /registrations` (200 when the same `clientRef` was seen before). */
export interface CreateRegistrationResponse {
  id: string
  /** How long the window may still be opened. Milliseconds from now, because page clocks are wrong. */
  expiresInMs: number
  launch: Launch
}

/** Body of `POST /registrations/:id/opened`: sent at the click. */
export interface OpenedRequest {
  /** Milliseconds that have passed since the click. */
  clickedMsAgo?: number
}

/** Body of `POST /registrations/:id/cancel`. */
export interface CancelRequest {
  /** The customer pressed cancel on the page; otherwise the window went away, and a return may still come. */
  asked?: boolean
}

/** Body of `POST /registrations/:id/complete`. */
export interface CompleteRequest extends OpenedRequest {
  /** What the window gave to the page, where it came to the page at all. */
  return?: RawReturn
}

/** States of a registration as told to its owner. */
export const REGISTRATION_STATES = [
  'open',
  'returned',
  'issuing',
  'issued',
  'declined',
  'uncertain',
  'cancelled',
  'expired',
] as const

/** A state of a registration as told to its owner. */
export type RegistrationState = (typeof REGISTRATION_STATES)[number]

/** A registered card, phone or account, without anything that could charge it. */
export interface PaymentMethodView {
  id: string
  kind: PaymentMethodKind
  issuer?: string
  /** `1234-****-****-5678`, where the PG tells it. */
  maskedNumber?: string
}

/** A payment method in its owner's list. */
export interface SavedPaymentMethod extends PaymentMethodView {
  /** `removing`: it was deleted and is never charged again, but the PG has not yet said that its key is gone. */
  state: 'active' | 'removing'
  /** Whether it is the one to be charged. Exactly one active method is. */
  default: boolean
  /** When it was registered, ms since the epoch. */
  createdAt: number
  /** Name of the provider instance. */
  provider: string
  /** The PG's name in the asked language. */
  providerLabel: string
}

/**
 * Answer of `GET /payment-methods`, of `PUT /payment-methods/:id/default` and of `DELETE /payment-methods/:id`: the
 * customer's list as it is now, the default one first, then the newest. `DELETE` answers 202 while the one that it
 * deleted is still `removing`.
 */
export interface PaymentMethodsResponse {
  methods: SavedPaymentMethod[]
}

/** Answer of `GET /registrations/:id` and of `complete`. */
export interface RegistrationView {
  id: string
  provider: string
  plan?: string
  state: RegistrationState
  order: OrderView
  paymentMethod?: PaymentMethodView
  /** Present when the registration also charged: `amount` in KRW. */
  payment?: { state: 'paid' | 'declined' | 'uncertain'; amount: number }
  /** `uncertain` only: whether the customer may start again although this one is not settled. */
  canRetry?: boolean
  error?: Problem
}
