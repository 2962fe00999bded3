// What the page asks of requestIssueBillingKey, and the rules it must keep before a window opens.
// Source: the types of @portone/browser-sdk 0.1.11, developers.portone.io (V2 billing issue, PG guides).
import type { SimulatorCredentials } from '../../credentials.ts'
import { isJsonObject, numeric, text, webUrl, type JsonObject } from '../../json.ts'
import { CUSTOMER_ID_RULES, ISSUE_ID_RULES, V2_PG_RULES, type Device, type WindowType } from './pgs.ts'
import type { Channel } from './state.ts'

export interface IssueRequest {
  readonly channel: Channel
  readonly method: string
  readonly windowType: WindowType
  readonly issueId: string
  readonly issueName: string
  /** Only shown; undefined hides it. */
  readonly displayAmount: number | undefined
  /** As the server API names its fields. */
  readonly customer: JsonObject
  /** JSON text; '' when none was sent. */
  readonly customData: string
  readonly noticeUrls: readonly string[]
  readonly redirectUrl: string
  readonly forceRedirect: boolean
}

/** Error codes of the SDK before a window opens. */
export interface IssueProblem {
  readonly code: 'BadRequest' | 'StoreNotFound' | 'ChannelNotFound' | 'InvalidArgument'
  readonly message: string
}

type Credentials = SimulatorCredentials['portone-v2']

function invalid(message: string): IssueProblem {
  return { code: 'InvalidArgument', message }
}

export function channelOf(credentials: Credentials, key: string): Channel | undefined {
  const found = Object.hasOwn(credentials.channels, key) ? credentials.channels[key] : undefined
  return found && { ...found, key }
}

/** The value at a dotted name. */
function valueAt(request: JsonObject, name: string): unknown {
  const [outer = '', inner] = name.split('.')
  const value = request[outer]
  if (inner === undefined) return value
  return isJsonObject(value) ? value[inner] : undefined
}

function offerPeriodProblem(request: JsonObject, pg: string): IssueProblem | undefined {
  const period = request['offerPeriod']
  if (period === undefined) return undefined
  if (!isJsonObject(period) || (period['range'] === undefined) === (period['interval'] === undefined))
    return invalid('offerPeriod: range와 interval 중 하나만 필요합니다.')
  const interval = text(period, 'interval')
  if (pg === 'KCP_V2' && !interval) return invalid('offerPeriod.interval: 필수 항목입니다.')
  if ((pg === 'INICIS_V2' || pg === 'WELCOME') && interval && !/^1[my]$/.test(interval))
    return invalid('offerPeriod.interval: 1m 또는 1y만 쓸 수 있습니다.')
  return undefined
}

function pgProblem(request: JsonObject, pg: string, device: Device): IssueProblem | undefined {
  const rule = V2_PG_RULES[pg]
  if (!rule) return { code: 'BadRequest', message: '빌링키를 창에서 발급하지 않는 PG입니다.' }
  const method = text(request, 'billingKeyMethod')
  if (!rule.methods.includes(method))
    return invalid(`billingKeyMethod: 이 PG에서는 ${rule.methods.join(', ')}만 쓸 수 있습니다.`)
  const missing = rule.required[device].find((name) => !valueAt(request, name))
  if (missing) return invalid(`${missing}: 필수 항목입니다.`)
  const customerId = valueAt(request, 'customer.customerId')
  if (
    customerId !== undefined &&
    CUSTOMER_ID_RULES[pg]?.test(typeof customerId === 'string' ? customerId : '') === false
  )
    return invalid('customer.customerId: 형식이 올바르지 않습니다.')
  if (request['issueId'] !== undefined && ISSUE_ID_RULES[pg]?.test(text(request, 'issueId')) === false)
    return invalid('issueId: 형식이 올바르지 않습니다.')
  return offerPeriodProblem(request, pg)
}

function windowTypeOf(request: JsonObject, pg: string, device: Device): WindowType | undefined {
  const allowed = V2_PG_RULES[pg]?.windows[device] ?? []
  const asked = valueAt(request, `windowType.${device}`)
  return asked === undefined ? allowed[0] : allowed.find((known) => known === asked)
}

function customerOf(request: JsonObject): JsonObject {
  const customer = request['customer']
  if (!isJsonObject(customer)) return {}
  const names = [text(customer, 'lastName'), text(customer, 'firstName')].join('')
  const fields = {
    id: text(customer, 'customerId'),
    name: text(customer, 'fullName') || names,
    email: text(customer, 'email'),
    phoneNumber: text(customer, 'phoneNumber'),
    birthYear: text(customer, 'birthYear'),
    birthMonth: text(customer, 'birthMonth'),
    birthDay: text(customer, 'birthDay'),
    gender: text(customer, 'gender'),
    zipcode: text(customer, 'zipcode'),
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''))
}

function noticeUrlsOf(request: JsonObject): string[] {
  const { noticeUrls } = request
  return Array.isArray(noticeUrls) ? noticeUrls.flatMap((url) => webUrl(url)?.href ?? []) : []
}

/** Reads the request; an IssueProblem is why no window opens. */
export function readIssueRequest(
  credentials: Credentials,
  request: unknown,
  device: Device,
): IssueRequest | IssueProblem {
  if (!isJsonObject(request)) return { code: 'BadRequest', message: '요청을 읽을 수 없습니다.' }
  if (text(request, 'storeId') !== credentials.storeId)
    return { code: 'StoreNotFound', message: 'storeId에 해당하는 상점이 없습니다.' }
  const channel = channelOf(credentials, text(request, 'channelKey'))
  if (!channel) return { code: 'ChannelNotFound', message: 'channelKey에 해당하는 채널이 없습니다.' }
  const problem = pgProblem(request, channel.pgProvider, device)
  if (problem) return problem
  const windowType = windowTypeOf(request, channel.pgProvider, device)
  if (!windowType) return invalid(`windowType.${device}: 이 PG에서 쓸 수 없는 창입니다.`)
  const redirectUrl = request['redirectUrl'] === undefined ? undefined : webUrl(request['redirectUrl'])
  if (request['redirectUrl'] !== undefined && !redirectUrl)
    return invalid('redirectUrl: 주소 형식이 아닙니다.')
  if (windowType === 'REDIRECTION' && !redirectUrl) return invalid('redirectUrl: 필수 항목입니다.')
  const { customData } = request
  return {
    channel,
    method: text(request, 'billingKeyMethod'),
    windowType,
    issueId: text(request, 'issueId'),
    issueName: text(request, 'issueName'),
    displayAmount: numeric(request, 'displayAmount'),
    customer: customerOf(request),
    customData: isJsonObject(customData) ? JSON.stringify(customData) : '',
    noticeUrls: noticeUrlsOf(request),
    redirectUrl: redirectUrl ? text(request, 'redirectUrl') : '',
    forceRedirect: request['forceRedirect'] === true,
  }
}
