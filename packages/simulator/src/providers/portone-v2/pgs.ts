// How the PGs behind PortOne V2 differ where a billing key is registered in a window.
// Source: developers.portone.io, V2 PG guides (one page per PG). Where a page says nothing of windows, all are taken.

export type WindowType = 'IFRAME' | 'POPUP' | 'REDIRECTION'
export type Device = 'pc' | 'mobile'

export interface V2PgRule {
  readonly methods: readonly string[]
  /** The first is the default. */
  readonly windows: Readonly<Record<Device, readonly WindowType[]>>
  /** Names of parameters, dotted for those inside; per device where they differ. */
  readonly required: Readonly<Record<Device, readonly string[]>>
}

const ANY = { pc: ['IFRAME', 'POPUP', 'REDIRECTION'], mobile: ['REDIRECTION', 'IFRAME', 'POPUP'] } as const
const FRAMED = { pc: ['IFRAME'], mobile: ['REDIRECTION'] } as const
const NOTHING = { pc: [], mobile: [] } as const
const CARD = ['CARD']
const EASY_PAY = ['EASY_PAY']

function both(...names: string[]): V2PgRule['required'] {
  return { pc: names, mobile: names }
}

const INICIS_LIKE: V2PgRule = {
  methods: CARD,
  windows: ANY,
  required: {
    pc: ['issueId', 'issueName', 'customer.fullName', 'customer.phoneNumber', 'customer.email'],
    mobile: ['issueId', 'issueName', 'offerPeriod'],
  },
}

export const V2_PG_RULES: Readonly<Record<string, V2PgRule>> = {
  TOSSPAYMENTS: { methods: ['CARD', 'TRANSFER'], windows: FRAMED, required: NOTHING },
  INICIS_V2: INICIS_LIKE,
  WELCOME: INICIS_LIKE,
  KCP_V2: {
    methods: CARD,
    windows: ANY,
    required: { pc: ['issueId'], mobile: ['issueId', 'issueName'] },
  },
  NICE_V2: { methods: EASY_PAY, windows: ANY, required: both('issueId', 'issueName') },
  SMARTRO_V2: { methods: CARD, windows: ANY, required: both('customer.customerId') },
  KSNET: { methods: CARD, windows: FRAMED, required: NOTHING },
  KPN: { methods: CARD, windows: ANY, required: NOTHING },
  GALAXIA: { methods: CARD, windows: ANY, required: NOTHING },
  KAKAOPAY: { methods: EASY_PAY, windows: FRAMED, required: both('issueName') },
  NAVERPAY: {
    methods: EASY_PAY,
    windows: { pc: ['POPUP'], mobile: ['REDIRECTION'] },
    required: both('issueId', 'issueName'),
  },
  TOSSPAY_V2: { methods: EASY_PAY, windows: ANY, required: both('redirectUrl') },
}

/** `customer.customerId` where the PG limits it. */
export const CUSTOMER_ID_RULES: Readonly<Record<string, RegExp>> = {
  TOSSPAYMENTS: /^[A-Za-z0-9\-_=.@]{2,50}$/,
  SMARTRO_V2: /^[A-Za-z0-9]{1,20}$/,
}

/** `issueId` where the PG limits it: ASCII, or letters and digits up to 40. */
export const ISSUE_ID_RULES: Readonly<Record<string, RegExp>> = {
  INICIS_V2: /^[\x20-\x7e]+$/,
  WELCOME: /^[\x20-\x7e]+$/,
  NICE_V2: /^[A-Za-z0-9]{1,40}$/,
}

/** `paymentId` where the PG limits it. */
export const PAYMENT_ID_RULES: Readonly<Record<string, RegExp>> = {
  TOSSPAYMENTS: /^[A-Za-z0-9\-_]{6,64}$/,
  KCP_V2: /^.{1,40}$/,
}
