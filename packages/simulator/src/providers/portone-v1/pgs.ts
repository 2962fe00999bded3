// How the PGs behind PortOne V1 differ where a billing key is concerned.
// Source: developers.portone.io, V1 PG guides, and the iamport-manual repository (비인증결제).

export interface PgRule {
  /** How the result comes back on a phone; on a PC it is always the callback. */
  readonly onMobile: 'callback' | 'redirect'
  /** Whether an amount above 0 is really charged with the registration, or merely shown. */
  readonly charges: boolean
  readonly payMethods: readonly string[]
  /** Longest `customer_id` where the PG requires one. */
  readonly customerIdMax?: number
  /** `merchant_uid` may hold letters and digits alone. */
  readonly plainMerchantUid?: true
  /** A DELETE of its keys must say who asks for it: `extra[requester]`. */
  readonly needsRequester?: true
}

const CARD = ['card']

export const PG_RULES: Readonly<Record<string, PgRule>> = {
  danal_tpay: { onMobile: 'callback', charges: true, payMethods: CARD },
  danal: { onMobile: 'callback', charges: true, payMethods: ['phone'] },
  html5_inicis: { onMobile: 'redirect', charges: false, payMethods: CARD },
  kcp_billing: { onMobile: 'redirect', charges: false, payMethods: CARD },
  tosspayments: { onMobile: 'redirect', charges: false, payMethods: CARD },
  kicc: { onMobile: 'redirect', charges: false, payMethods: CARD },
  kakaopay: { onMobile: 'redirect', charges: true, payMethods: ['card', 'kakaopay'] },
  payco: { onMobile: 'callback', charges: false, payMethods: ['card', 'payco'] },
  naverpay: { onMobile: 'redirect', charges: false, payMethods: ['card', 'naverpay'], needsRequester: true },
  smartro_v2: {
    onMobile: 'redirect',
    charges: false,
    payMethods: CARD,
    customerIdMax: 20,
    plainMerchantUid: true,
  },
  tosspay_v2: { onMobile: 'redirect', charges: false, payMethods: ['tosspay'], customerIdMax: 50 },
  welcome: { onMobile: 'redirect', charges: false, payMethods: CARD },
  galaxia: { onMobile: 'redirect', charges: false, payMethods: CARD },
}

/** What is wrong with this merchant_uid for a PG. */
export const merchantUidProblem = (pg: string, merchantUid: string): string | undefined =>
  PG_RULES[pg]?.plainMerchantUid && !/^[A-Za-z0-9]+$/.test(merchantUid)
    ? 'merchant_uid: 특수문자를 쓸 수 없습니다.'
    : undefined

/** PGs that issue a key for card data sent to the API. Danal does not. */
export const KEY_IN_PGS: readonly string[] = ['nice', 'nice_v2', 'daou', 'ksnet', 'settle', 'html5_inicis']

export const REDIRECTING_PGS: readonly string[] = Object.entries(PG_RULES)
  .filter(([, rule]) => rule.onMobile === 'redirect')
  .map(([name]) => name)
