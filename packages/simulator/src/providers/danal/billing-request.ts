// What the page asks of Danal's register window, and the rules it must keep.
// Source: the type declarations and comments of @danalpay/javascript-sdk 1.2.0.
import { isJsonObject, numeric, text, webUrl, type JsonObject } from '../../json.ts'

export type DanalMethod = 'CARD' | 'MOBILE'

export interface DanalBillingRequest {
  readonly method: DanalMethod
  readonly orderName: string
  readonly orderId: string
  readonly userId: string
  /** KRW; ignored when only the key is asked for. */
  readonly amount: number
  readonly merchantId: string
  readonly successUrl: string
  readonly failUrl: string
  readonly userName: string
  readonly userPhoneNumber: string
  readonly title: '00' | '01' | '02'
  readonly offerPeriod: string
  readonly issueKeyOnly: boolean
  readonly hideAmount: boolean
}

const REQUIRED_TEXTS = ['orderName', 'orderId', 'userId', 'merchantId', 'successUrl', 'failUrl']
const OPTIONAL_TEXTS = ['userEmail', 'userName', 'userPhoneNumber', 'subMerchantId', 'offerPeriod']
const OPTIONAL_TEXTS_OF_SIZE = ['customWidth', 'customHeight']
const OPTIONAL_FLAGS = ['issueKeyOnly', 'hideAmount', 'oneOffPayment']

function typeProblem(args: JsonObject): string | undefined {
  const missing = REQUIRED_TEXTS.find((name) => !text(args, name))
  if (missing) return `${missing} is required`
  const notText = [...OPTIONAL_TEXTS, ...OPTIONAL_TEXTS_OF_SIZE].find(
    (name) => args[name] !== undefined && typeof args[name] !== 'string',
  )
  if (notText) return `${notText} must be a string`
  const notFlag = OPTIONAL_FLAGS.find((name) => args[name] !== undefined && typeof args[name] !== 'boolean')
  if (notFlag) return `${notFlag} must be a boolean`
  return undefined
}

function cardOwnerProblem(owner: unknown): string | undefined {
  if (owner === undefined) return undefined
  if (!isJsonObject(owner)) return 'cardOwner must be {type, value}'
  const length = owner['type'] === 'PERSONAL' ? 6 : owner['type'] === 'BUSINESS' ? 10 : 0
  const value = text(owner, 'value')
  return length > 0 && value.length === length && /^\d+$/.test(value)
    ? undefined
    : 'cardOwner.value must be 6 digits (PERSONAL) or 10 digits (BUSINESS)'
}

function ruleProblem(args: JsonObject): string | undefined {
  const { paymentsMethod, title } = args
  if (paymentsMethod !== 'CARD' && paymentsMethod !== 'MOBILE') return 'paymentsMethod must be CARD or MOBILE'
  if (paymentsMethod === 'MOBILE' && !text(args, 'itemCode')) return 'itemCode is required for MOBILE'
  if (typeof args['amount'] !== 'number' || !Number.isInteger(args['amount']) || args['amount'] < 0)
    return 'amount must be a whole number'
  // PortOne help center: Danal's least card amount is 100 KRW.
  if (args['issueKeyOnly'] !== true && args['amount'] < 100) return 'amount must be 100 or more'
  if (args['hideAmount'] === true && args['issueKeyOnly'] !== true)
    return 'hideAmount is allowed only with issueKeyOnly'
  if (title !== undefined && title !== '00' && title !== '01' && title !== '02')
    return 'title must be 00, 01 or 02'
  if (!/^\d*$/.test(text(args, 'userPhoneNumber'))) return 'userPhoneNumber takes digits only'
  if (!webUrl(args['successUrl'])) return 'successUrl must be an absolute URL'
  if (!webUrl(args['failUrl'])) return 'failUrl must be an absolute URL'
  return cardOwnerProblem(args['cardOwner'])
}

/** Reads `requestBilling`'s argument; a string is the reason why the window does not open. */
export function readBillingRequest(args: unknown): DanalBillingRequest | string {
  if (!isJsonObject(args)) return 'the request is not readable'
  const problem = typeProblem(args) ?? ruleProblem(args)
  if (problem) return problem
  const title = args['title']
  return {
    method: args['paymentsMethod'] === 'MOBILE' ? 'MOBILE' : 'CARD',
    orderName: text(args, 'orderName'),
    orderId: text(args, 'orderId'),
    userId: text(args, 'userId'),
    amount: numeric(args, 'amount') ?? 0,
    merchantId: text(args, 'merchantId'),
    successUrl: text(args, 'successUrl'),
    failUrl: text(args, 'failUrl'),
    userName: text(args, 'userName'),
    userPhoneNumber: text(args, 'userPhoneNumber'),
    title: title === '01' || title === '02' ? title : '00',
    offerPeriod: text(args, 'offerPeriod'),
    // The default is false: without it the customer is charged.
    issueKeyOnly: args['issueKeyOnly'] === true,
    hideAmount: args['hideAmount'] === true,
  }
}
