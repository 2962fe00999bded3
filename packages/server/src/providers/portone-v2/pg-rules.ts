// How the PGs behind PortOne V2 differ where a billing key is registered.
// Source: developers.portone.io, pages pg/v2 of each PG; PG names as in the REST API's PgProvider, in lower case.
import type { PortoneV2Window } from '@billing-register/contract'
import type { PortoneV2Config } from './options.ts'

/** What PortOne's page says of one PG. */
export interface PgRules {
  /** Values of `billingKeyMethod` that have a window. */
  readonly methods: readonly ('CARD' | 'EASY_PAY' | 'MOBILE')[]
  /** Its cards have no window: they are registered from a typed number alone. */
  readonly typedCards?: boolean
  /** Kinds of window, where the page limits them. */
  readonly windows?: { readonly pc: readonly PortoneV2Window[]; readonly mobile: readonly PortoneV2Window[] }
  /** What must be known of the customer. */
  readonly customer?: readonly ('name' | 'phone' | 'email')[]
  /** `required`: on phones the window does not open without. */
  readonly offerPeriod?: 'required'
  /** Intervals that are taken, where they are limited. */
  readonly intervals?: readonly string[]
  /** A range of dates is not taken. */
  readonly intervalOnly?: boolean
  /** UI languages, where they are limited. */
  readonly locales?: readonly string[]
}

const FRAME_OR_PAGE: NonNullable<PgRules['windows']> = { pc: ['IFRAME'], mobile: ['REDIRECTION'] }
const LIKE_INICIS: PgRules = {
  methods: ['CARD'],
  customer: ['name', 'phone', 'email'],
  offerPeriod: 'required',
  intervals: ['1m', '1y'],
}

const RULES: ReadonlyMap<string, PgRules> = new Map<string, PgRules>([
  ['tosspayments', { methods: ['CARD'], windows: FRAME_OR_PAGE, locales: ['KO_KR'] }],
  ['inicis_v2', LIKE_INICIS],
  ['welcome', LIKE_INICIS],
  ['kcp_v2', { methods: ['CARD'], intervalOnly: true }],
  ['nice_v2', { methods: ['EASY_PAY'], typedCards: true }],
  ['smartro_v2', { methods: ['CARD'], locales: ['KO_KR'] }],
  ['ksnet', { methods: ['CARD'], windows: FRAME_OR_PAGE }],
  ['kpn', { methods: ['CARD'] }],
  ['galaxia', { methods: ['CARD'] }],
  ['kakaopay', { methods: ['EASY_PAY'], windows: FRAME_OR_PAGE }],
  ['naverpay', { methods: ['EASY_PAY'], windows: { pc: ['POPUP'], mobile: ['REDIRECTION'] } }],
  ['tosspay_v2', { methods: ['EASY_PAY'] }],
])

/** What is documented of a PG; undefined when it is not known which PG it is, or nothing is documented. */
export const rulesOf = (pgProvider: string | undefined): PgRules | undefined =>
  pgProvider === undefined ? undefined : RULES.get(pgProvider)

/** PGs for which PortOne's V2 pages describe no billing window that this provider could open, and what to use instead. */
export const PGS_WITHOUT_WINDOW: ReadonlyMap<string, string> = new Map([
  ['danal', 'use danal() or portoneV1()'],
  ['danal_tpay', 'use danal() or portoneV1()'],
  ['kicc', 'use portoneV1()'],
  ['paypal_v2', 'its form is drawn by another function of the SDK'],
])

/** PGs that have no manual confirm. */
export const PGS_WITHOUT_CONFIRM: readonly string[] = ['eximbay_v2', 'payletter_global']

/** Whether what is registered has no window. */
export const hasNoWindow = ({ pgProvider, window }: PortoneV2Config): boolean =>
  rulesOf(pgProvider)?.typedCards === true && window.billingKeyMethod === 'CARD'

/** PGs that are wallets: they issue in their own window alone. */
const WALLETS: readonly string[] = ['kakaopay', 'naverpay', 'tosspay_v2']

/** Whether keys may be issued from a typed card number: cards, where the PG is no wallet. Else the contract decides. */
export const issuesFromNumbers = ({ pgProvider, window }: PortoneV2Config): boolean =>
  window.billingKeyMethod !== 'MOBILE' && !WALLETS.includes(pgProvider ?? '')
