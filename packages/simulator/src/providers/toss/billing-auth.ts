// What the page asks of requestBillingAuth, and the rules it must keep before a window opens.
// Source: the type declarations and comments of @tosspayments/tosspayments-sdk 2.8.1.
import { isJsonObject, text, webUrl } from '../../json.ts'

export interface BillingAuthRequest {
  readonly method: 'CARD' | 'TRANSFER'
  readonly customerKey: string
  readonly successUrl: string
  readonly failUrl: string
  readonly customerName: string
}

/** SDK error codes for a request that cannot open a window. */
export type BillingAuthProblem =
  | 'INVALID_CLIENT_KEY'
  | 'NOT_SUPPORTED_WIDGET_KEY'
  | 'INVALID_CUSTOMER_KEY'
  | 'INSECURE_KEY_USAGE'
  | 'NOT_SUPPORTED_METHOD'
  | 'INCORRECT_SUCCESS_URL_FORMAT'
  | 'INCORRECT_FAIL_URL_FORMAT'
  | 'INVALID_PARAMETERS'

/** What the SDK says of each problem. */
export const PROBLEM_MESSAGES: Readonly<Record<BillingAuthProblem, string>> = {
  INVALID_CLIENT_KEY: '잘못된 클라이언트 키입니다.',
  NOT_SUPPORTED_WIDGET_KEY: '결제위젯 키로는 쓸 수 없습니다. API 개별 연동 키를 사용해 주세요.',
  INVALID_CUSTOMER_KEY: 'customerKey는 영문, 숫자, -_=.@ 로 이루어진 2자 이상 50자 이하여야 합니다.',
  INSECURE_KEY_USAGE: '시크릿 키를 브라우저에서 쓸 수 없습니다.',
  NOT_SUPPORTED_METHOD: '지원하지 않는 결제수단입니다.',
  INCORRECT_SUCCESS_URL_FORMAT: 'successUrl은 origin을 포함한 주소여야 합니다.',
  INCORRECT_FAIL_URL_FORMAT: 'failUrl은 origin을 포함한 주소여야 합니다.',
  INVALID_PARAMETERS: '파라미터가 올바르지 않습니다.',
}

const MAX_TEXT = 100

/** Where a customerKey goes, a secret key must not. */
function customerKeyProblem(customerKey: unknown): BillingAuthProblem | undefined {
  if (typeof customerKey !== 'string') return 'INVALID_CUSTOMER_KEY'
  if (/^(test|live)_g?sk_/.test(customerKey)) return 'INSECURE_KEY_USAGE'
  return /^[A-Za-z0-9\-_=.@]{2,50}$/.test(customerKey) ? undefined : 'INVALID_CUSTOMER_KEY'
}

export function clientKeyProblem(clientKey: string): BillingAuthProblem | undefined {
  if (/^(test|live)_gck_/.test(clientKey)) return 'NOT_SUPPORTED_WIDGET_KEY'
  return /^(test|live)_ck_/.test(clientKey) ? undefined : 'INVALID_CLIENT_KEY'
}

function cardTypesProblem(types: unknown): boolean {
  if (types === undefined) return false
  return !Array.isArray(types) || !types.every((type) => type === 'PERSONAL' || type === 'CORPORATE')
}

function isShortText(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.length <= MAX_TEXT)
}

/** Reads `requestBillingAuth`'s argument together with payment()'s customerKey. */
export function readBillingAuth(
  args: unknown,
  customerKey: unknown,
): BillingAuthRequest | BillingAuthProblem {
  const badKey = customerKeyProblem(customerKey)
  if (badKey) return badKey
  if (!isJsonObject(args)) return 'INVALID_PARAMETERS'
  const { method } = args
  if (method !== 'CARD' && method !== 'TRANSFER') return 'NOT_SUPPORTED_METHOD'
  if (!webUrl(args['successUrl'])) return 'INCORRECT_SUCCESS_URL_FORMAT'
  if (!webUrl(args['failUrl'])) return 'INCORRECT_FAIL_URL_FORMAT'
  const { windowTarget } = args
  const knownTarget =
    windowTarget === undefined ||
    windowTarget === null ||
    windowTarget === 'self' ||
    windowTarget === 'iframe'
  if (!knownTarget || !isShortText(args['customerName']) || !isShortText(args['customerEmail']))
    return 'INVALID_PARAMETERS'
  if (cardTypesProblem(args['selectableCardTypes'])) return 'INVALID_PARAMETERS'
  return {
    method,
    customerKey: String(customerKey),
    successUrl: text(args, 'successUrl'),
    failUrl: text(args, 'failUrl'),
    customerName: text(args, 'customerName'),
  }
}
