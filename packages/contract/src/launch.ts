// What the page needs to open a PG's register window, and what that window hands back. Nothing here is secret but one id.
import type { ProviderId } from './provider-id.ts'

/**
 * Arguments of `DanalPayments(clientKey).requestBilling(...)`.
 * Source: type declarations of `@danalpay/javascript-sdk` 1.2.0.
 */
export interface DanalBillingRequest {
  paymentsMethod: 'CARD' | 'MOBILE'
  orderName: string
  orderId: string
  userId: string
  /** KRW. Required by the SDK even where `issueKeyOnly` makes Danal ignore it. */
  amount: number
  merchantId: string
  successUrl: string
  failUrl: string
  /** Always sent: when it is left out Danal charges `amount` for real. */
  issueKeyOnly: boolean
  userEmail?: string
  userName?: string
  /** Digits only. */
  userPhoneNumber?: string
  subMerchantId?: string
  /** Heading of the window: `00` 정기결제, `01` 간편결제, `02` 자동결제. */
  title?: '00' | '01' | '02'
  offerPeriod?: string
  hideAmount?: boolean
  customWidth?: string
  customHeight?: string
  /** Required by Danal for `MOBILE`. */
  itemCode?: string
  /** Mobile carriers offered, `MOBILE` only. */
  carriers?: string[]
}

/** Opens Danal's window. The result comes by redirect to `request.successUrl` or `request.failUrl`. */
export interface DanalLaunch {
  provider: 'danal'
  sdkUrl: string
  clientKey: string
  request: DanalBillingRequest
}

/**
 * Parameters of `IMP.request_pay(...)` for a billing key.
 * Source: developers.portone.io, V1 JavaScript SDK reference. `customer_uid` can charge the card: it is given to
 * the owner of the registration alone and appears nowhere else.
 */
export interface PortoneV1Request {
  channelKey?: string
  pg?: string
  pay_method: string
  merchant_uid: string
  customer_uid: string
  name: string
  /** KRW. `danal_tpay`: 0 registers only, more than 0 charges. */
  amount: number
  /** Where the window redirects instead of calling back (most PGs on a phone). */
  m_redirect_url: string
  buyer_name?: string
  buyer_email?: string
  buyer_tel?: string
  customer_id?: string
  app_scheme?: string
  notice_url?: string
  language?: string
  period?: { from: string; to: string }
  /** Naver Pay alone: `false` opens its window in this page, which no popup blocker stops. */
  naverPopupMode?: false
}

/** Opens PortOne V1's window. The result comes by callback or by redirect to `request.m_redirect_url`. */
export interface PortoneV1Launch {
  provider: 'portone-v1'
  sdkUrl: string
  /** `imp########` */
  userCode: string
  tierCode?: string
  request: PortoneV1Request
}

/** Kinds of window that PortOne V2 knows; each PG takes some of them. */
export type PortoneV2Window = 'IFRAME' | 'POPUP' | 'REDIRECTION' | 'UI'

/**
 * Parameters of `PortOne.requestIssueBillingKey(...)`.
 * Source: type declarations of `@portone/browser-sdk` 0.1.11.
 */
export interface PortoneV2Request {
  storeId: string
  channelKey: string
  billingKeyMethod: 'CARD' | 'EASY_PAY' | 'MOBILE'
  issueId: string
  issueName: string
  /** KRW, shown in the window; nothing is charged. */
  displayAmount: number
  currency: 'KRW'
  customer: { customerId: string; fullName?: string; phoneNumber?: string; email?: string }
  /** Where the window redirects instead of answering (most PGs on a phone). */
  redirectUrl: string
  /** Redirects on a computer, too. */
  forceRedirect?: boolean
  windowType?: { pc?: PortoneV2Window; mobile?: PortoneV2Window }
  locale?: string
  offerPeriod?: { interval: string } | { range: { from?: string; to?: string } }
  productType?: 'REAL' | 'DIGITAL'
  appScheme?: string
  noticeUrls?: string[]
  bypass?: Record<string, unknown>
}

/** Opens PortOne V2's window. The result comes by promise or by redirect to `request.redirectUrl`. */
export interface PortoneV2Launch {
  provider: 'portone-v2'
  sdkUrl: string
  request: PortoneV2Request
}

/**
 * Arguments of `TossPayments(clientKey).payment({ customerKey }).requestBillingAuth(...)`.
 * Source: type declarations of `@tosspayments/tosspayments-sdk` 2.8.1.
 */
export interface TossBillingAuthRequest {
  method: 'CARD' | 'TRANSFER'
  successUrl: string
  failUrl: string
  customerName?: string
  customerEmail?: string
  /** Left out, the window is an iframe on a computer and takes the page on a phone. */
  windowTarget?: 'self'
  /** `CARD` only. The first one is preselected. */
  selectableCardTypes?: ('PERSONAL' | 'CORPORATE')[]
  /** `DIRECT` opens the window of `cardCompany` or `easyPay` itself; `CARD` only. */
  flowMode?: 'DEFAULT' | 'DIRECT'
  easyPay?: string
  cardCompany?: string
}

/** Opens Toss Payments' window. The result comes by redirect to `request.successUrl` or `request.failUrl`. */
export interface TossLaunch {
  provider: 'toss'
  sdkUrl: string
  clientKey: string
  /** Random, for this registration alone: what Toss calls the customer. */
  customerKey: string
  request: TossBillingAuthRequest
}

/**
 * Opens our own card form in place of a PG's window: for merchants whose contract lets them take card numbers.
 * The result comes from the form itself.
 */
export interface CardFormLaunch {
  provider: 'card-form'
  /** Address of the form's document. It stands where PGs have the address of their script. */
  sdkUrl: string
}

/** What can be opened: the window of a PG, or the card form. */
export type WindowId = ProviderId | 'card-form'

interface LaunchByProvider {
  'card-form': CardFormLaunch
  danal: DanalLaunch
  'portone-v1': PortoneV1Launch
  'portone-v2': PortoneV2Launch
  toss: TossLaunch
}

/** What opens the window of one PG, or the card form. */
export type LaunchFor<Id extends WindowId> = LaunchByProvider[Id]

/** What opens a window, told apart by `provider`. */
export type Launch = LaunchByProvider[WindowId]

/** What Danal adds to `successUrl` or `failUrl`. Every value is the browser's word and proves nothing. */
export interface DanalReturn {
  transactionId?: string
  code?: string
  message?: string
  orderId?: string
}

/** What PortOne V1's callback or redirect gives. Every value is the browser's word and proves nothing. */
export interface PortoneV1Return {
  imp_uid?: string
  merchant_uid?: string
  error_code?: string
  error_msg?: string
  /** `true`, `false` or absent, depending on the PG and the script's age: it only chooses the wording. */
  success?: string
}

/** What PortOne V2's promise or redirect gives. Every value is the browser's word and proves nothing. */
export interface PortoneV2Return {
  transactionType?: string
  /** `NEEDS_CONFIRMATION` where the channel has manual confirm; otherwise a key that can charge. */
  billingKey?: string
  /** What the server confirms with, where the channel has manual confirm. */
  billingIssueToken?: string
  code?: string
  message?: string
  pgCode?: string
  pgMessage?: string
}

/** What Toss adds to `successUrl` or `failUrl`. Every value is the browser's word and proves nothing. */
export interface TossReturn {
  /** One-time: the billing key is issued from it. */
  authKey?: string
  customerKey?: string
  code?: string
  message?: string
}

/** What the card form gives: the card, encrypted for the server alone. It is opened, and never kept. */
export interface CardFormReturn {
  /** Compact JWE, at most 1,024 characters. */
  jwe: string
}

interface ReturnByProvider {
  'card-form': CardFormReturn
  danal: DanalReturn
  'portone-v1': PortoneV1Return
  'portone-v2': PortoneV2Return
  toss: TossReturn
}

/** What came back from the window of one PG, or from the card form. */
export type ReturnFor<Id extends WindowId> = ReturnByProvider[Id]

/**
 * Matches a query string that tells of a return: by a value of its own, or by a code and a message, which all PGs name in
 * this order. One pattern, as the next, because every page downloads it.
 */
export const RETURN_MARK: RegExp =
  /[?&](transactionId|imp_uid|merchant_uid|authKey|billingKey|code=.*&message)=/

/** Matches the names of all values that a PG's return may carry; the page takes these out of its URL. */
export const RETURN_FIELDS: RegExp =
  /^(transactionId|imp_uid|merchant_uid|authKey|billingKey|(pg|error_)?code|(pg)?message|error_msg|(imp_)?success|orderId|transactionType|customerKey|billingIssueToken)$/i

/** A return as it travels: a flat record of short strings. */
export type RawReturn = Record<string, string>
