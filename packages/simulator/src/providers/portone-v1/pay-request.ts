// What the page asks of IMP.request_pay, and the rules it must keep before a window opens.
// Source: developers.portone.io, V1 JavaScript SDK reference; field lengths from the PortOne V1 REST specification.
import type { PortoneChannel, SimulatorCredentials } from '../../credentials.ts'
import { DANAL_TEST_CPID } from '../../credentials.ts'
import { isJsonObject, numeric, text, webUrl, type JsonObject } from '../../json.ts'
import { invalidRequest, WINDOW_ERRORS, type WindowError } from './codes.ts'
import { merchantUidProblem, PG_RULES, type PgRule } from './pgs.ts'
import { paymentsUnder, type Buyer, type PortoneState } from './state.ts'

export interface PayRequest {
  readonly channel: PortoneChannel
  readonly rule: PgRule
  readonly payMethod: string
  readonly merchantUid: string
  readonly customerUid: string
  readonly name: string
  readonly amount: number
  readonly buyer: Buyer
  readonly customData: string
  readonly noticeUrls: readonly string[]
  readonly redirectUrl: string
  /** `YYYYMMDD - YYYYMMDD`, or ''. */
  readonly period: string
}

const MAX_LENGTHS = {
  channelKey: 55,
  pg: 80,
  merchant_uid: 40,
  customer_uid: 80,
  name: 40,
  buyer_name: 16,
  buyer_email: 64,
  buyer_tel: 16,
  buyer_addr: 128,
  buyer_postcode: 8,
} as const

function channelOf(
  credentials: SimulatorCredentials['portone-v1'],
  params: JsonObject,
): PortoneChannel | string {
  const channelKey = text(params, 'channelKey')
  if (channelKey) return credentials.channels[channelKey] ?? 'channelKey에 해당하는 채널이 없습니다.'
  const [pg = '', pgId] = (text(params, 'pg') || 'danal_tpay').split('.')
  return { pg, pgId: pgId ?? DANAL_TEST_CPID, sandbox: true }
}

function textProblem(params: JsonObject): string | undefined {
  const missing = ['pay_method', 'merchant_uid', 'customer_uid', 'name'].find((name) => !text(params, name))
  if (missing) return `${missing}: 필수 항목입니다.`
  const long = Object.entries(MAX_LENGTHS).find(([name, max]) => text(params, name).length > max)
  if (long) return `${long[0]}: ${long[1]}자를 넘을 수 없습니다.`
  const email = text(params, 'buyer_email')
  if (email && !/^[^\s@]+@[^\s@]+$/.test(email)) return 'buyer_email: 이메일 형식이 아닙니다.'
  if (params['m_redirect_url'] !== undefined && !webUrl(params['m_redirect_url']))
    return 'm_redirect_url: 주소 형식이 아닙니다.'
  return undefined
}

function pgProblem(params: JsonObject, rule: PgRule | undefined): string | undefined {
  if (!rule) return '빌링키를 창에서 발급하지 않는 PG입니다.'
  if (!rule.payMethods.includes(text(params, 'pay_method')))
    return `pay_method: 이 PG에서는 ${rule.payMethods.join(', ')}만 쓸 수 있습니다.`
  const customerId = text(params, 'customer_id')
  if (rule.customerIdMax !== undefined && (!customerId || customerId.length > rule.customerIdMax))
    return `customer_id: ${rule.customerIdMax}자 이내로 필요합니다.`
  return undefined
}

function amountProblem(state: PortoneState, params: JsonObject, rule: PgRule): WindowError | undefined {
  const amount = params['amount'] === undefined ? 0 : numeric(params, 'amount')
  if (amount === undefined || !Number.isInteger(amount) || amount < 0)
    return invalidRequest('amount: 0 이상의 숫자여야 합니다.')
  // PortOne help center: Danal's least card amount is 100 KRW; 0 asks for the key alone.
  if (rule.charges && amount > 0 && amount < 100)
    return invalidRequest('amount: 100원부터 결제할 수 있습니다.')
  const prepared = state.prepared.get(text(params, 'merchant_uid'))
  return prepared !== undefined && prepared !== amount ? WINDOW_ERRORS.amountBlocked : undefined
}

function periodOf(params: JsonObject): string {
  const { period } = params
  if (!isJsonObject(period)) return ''
  return [text(period, 'from'), text(period, 'to')].filter(Boolean).join(' - ')
}

function noticeUrls(params: JsonObject): string[] {
  const { notice_url: notice } = params
  return (Array.isArray(notice) ? notice : [notice]).flatMap((url) => webUrl(url)?.href ?? [])
}

export function buyerOf(params: JsonObject): Buyer {
  return {
    name: text(params, 'buyer_name'),
    email: text(params, 'buyer_email'),
    tel: text(params, 'buyer_tel'),
    addr: text(params, 'buyer_addr'),
    postcode: text(params, 'buyer_postcode'),
  }
}

/** custom_data goes in as an object and comes back as JSON text. */
export function customDataOf(params: JsonObject): string {
  const data = params['custom_data']
  if (data === undefined || data === null) return ''
  return typeof data === 'string' ? data : JSON.stringify(data)
}

/** Reads request_pay's parameters; a WindowError is why no window opens. */
export function readPayRequest(
  credentials: SimulatorCredentials['portone-v1'],
  state: PortoneState,
  userCode: string,
  params: unknown,
): PayRequest | WindowError {
  if (!isJsonObject(params)) return invalidRequest('요청을 읽을 수 없습니다.')
  if (userCode !== credentials.userCode) return invalidRequest('가맹점 식별코드가 올바르지 않습니다.')
  const channel = channelOf(credentials, params)
  if (typeof channel === 'string') return invalidRequest(channel)
  const rule = PG_RULES[channel.pg]
  const merchantUid = text(params, 'merchant_uid')
  const problem =
    textProblem(params) ?? pgProblem(params, rule) ?? merchantUidProblem(channel.pg, merchantUid)
  if (problem || !rule) return invalidRequest(problem ?? '')
  if (paymentsUnder(state, merchantUid).some(({ status }) => status === 'paid' || status === 'cancelled'))
    return WINDOW_ERRORS.alreadyPaid
  const amountError = amountProblem(state, params, rule)
  if (amountError) return amountError
  return {
    channel,
    rule,
    payMethod: text(params, 'pay_method'),
    merchantUid,
    customerUid: text(params, 'customer_uid'),
    name: text(params, 'name'),
    amount: numeric(params, 'amount') ?? 0,
    buyer: buyerOf(params),
    customData: customDataOf(params),
    noticeUrls: noticeUrls(params),
    redirectUrl: webUrl(params['m_redirect_url'])?.href ?? '',
    period: periodOf(params),
  }
}
