// How the PGs behind PortOne V1 differ where a billing key is registered.
// Source: developers.portone.io, V1 guides of each PG, and the iamport-manual repository (비인증결제).

import type { PaymentMethodKind, PortoneV1Request } from '@billing-register/contract'

/** What the guides say of one PG. */
export interface PgBehaviour {
  /** An amount above 0 in the window: `charged` for real, `shown` at most, or the PG `must` be paid to register. */
  readonly amount: 'charged' | 'shown' | 'must'
  /** `pay_method` of its billing window. */
  readonly payMethod: string
  /** Longest `customer_id`, where the PG requires one. */
  readonly customerIdMax?: number
  readonly needsPhone?: boolean
  /** Giving money back and deleting a key must say who asks for it. */
  readonly needsRequester?: boolean
  /** What its window is asked for, where there is a choice. */
  readonly window?: Pick<PortoneV1Request, 'naverPopupMode'>
}

/** What a `pay_method` registers. Wallets count as the card inside them. */
export function kindOf(payMethod: unknown): PaymentMethodKind {
  if (payMethod === 'phone') return 'phone'
  return payMethod === 'trans' ? 'account' : 'card'
}

const SHOWN: PgBehaviour = { amount: 'shown', payMethod: 'card' }

const BEHAVIOURS: ReadonlyMap<string, PgBehaviour> = new Map([
  ['danal_tpay', { amount: 'charged', payMethod: 'card' }],
  ['danal', { amount: 'must', payMethod: 'phone' }],
  ['mobilians', { amount: 'must', payMethod: 'phone' }],
  ['kakaopay', { amount: 'charged', payMethod: 'card' }],
  ['settle', { amount: 'charged', payMethod: 'trans' }],
  ['html5_inicis', SHOWN],
  ['kcp_billing', SHOWN],
  ['kicc', SHOWN],
  ['payco', SHOWN],
  ['welcome', SHOWN],
  ['galaxia', SHOWN],
  ['tosspayments', { ...SHOWN, customerIdMax: 50 }],
  ['nice_v2', { ...SHOWN, customerIdMax: 20 }],
  ['smartro_v2', { ...SHOWN, customerIdMax: 20 }],
  // In a popup, or in this page with a redirect back: the one that no browser blocks.
  ['naverpay', { ...SHOWN, needsPhone: true, needsRequester: true, window: { naverPopupMode: false } }],
  ['tosspay_v2', { amount: 'shown', payMethod: 'tosspay', customerIdMax: 50 }],
])

/** PGs whose keys are issued by REST with the card number in the merchant's hands: they have no window. */
const NUMBERS_ONLY: readonly string[] = ['nice', 'daou', 'ksnet']

/** Whether this PG issues from typed card numbers alone. */
export const hasNoWindow = (pgProvider: string | undefined): boolean =>
  pgProvider !== undefined && NUMBERS_ONLY.includes(pgProvider)

/** PGs that issue in their own window alone: phone payments, wallets, and Danal. */
const WINDOW_ONLY: readonly string[] = [
  'danal_tpay',
  'danal',
  'mobilians',
  'kakaopay',
  'payco',
  'naverpay',
  'tosspay_v2',
]

/** Whether keys may be issued from a typed card number: not where the guides leave it out, else the contract decides. */
export const issuesFromNumbers = (pgProvider: string | undefined): boolean =>
  pgProvider === undefined || !WINDOW_ONLY.includes(pgProvider)

/** Who asks, where the PG wants to know: the merchant's server (`admin`), never the customer's browser (`customer`). */
export const requesterOf = (pgProvider: string | undefined): 'admin' | undefined =>
  behaviourOf(pgProvider)?.needsRequester ? 'admin' : undefined

/** What is documented of a PG; undefined when it is not known which PG it is, or nothing is documented. */
export const behaviourOf = (pgProvider: string | undefined): PgBehaviour | undefined =>
  pgProvider === undefined ? undefined : BEHAVIOURS.get(pgProvider)
