// The browser script in the shape of Toss Payments' SDK v2: TossPayments(clientKey).payment({customerKey}) with
// requestBillingAuth and destroy. An iframe over the page on a PC, the page itself on a phone.
// Source: @tosspayments/tosspayments-sdk 2.8.1 (type declarations and comments).
import { inlineJson } from '../../windows/page.ts'
import { LAYER, ON_MOBILE, SUBMIT } from '../../windows/sdk-parts.ts'
import { PROBLEM_MESSAGES } from './billing-auth.ts'

const OTHER_MESSAGES = {
  USER_CANCEL: '사용자가 창을 닫았습니다.',
  PAYMENT_REQUEST_ABORTED: '등록 요청이 중단되었습니다.',
  NO_ACTIVE_PAYMENT_REQUEST: '진행 중인 요청이 없습니다.',
  INVALID_METHOD_TRANSACTION: '이미 다른 명령을 수행하고 있습니다.',
} as const

const CHECKS = `const origined = (url) => { try { return typeof url === 'string' && /^https?:$/.test(new URL(url).protocol) } catch { return false } }
const clientProblem = (key) => /^(test|live)_gck_/.test(key) ? 'NOT_SUPPORTED_WIDGET_KEY' : /^(test|live)_ck_/.test(key) ? '' : 'INVALID_CLIENT_KEY'
const customerProblem = (key) => /^(test|live)_g?sk_/.test(key) ? 'INSECURE_KEY_USAGE' : typeof key === 'string' && /^[\\w\\-=.@]{2,50}$/.test(key) ? '' : 'INVALID_CUSTOMER_KEY'
const requestProblem = (request, target) => {
if (typeof request !== 'object' || !request) return 'V1_METHOD_NOT_SUPPORTED'
if (!['CARD', 'TRANSFER'].includes(request.method)) return 'NOT_SUPPORTED_METHOD'
if (!origined(request.successUrl)) return 'INCORRECT_SUCCESS_URL_FORMAT'
if (!origined(request.failUrl)) return 'INCORRECT_FAIL_URL_FORMAT'
return ['self', 'iframe'].includes(target) && !(target === 'iframe' && onMobile()) ? '' : 'INVALID_PARAMETERS'
}`

/** The promise of an iframe ends only by a cancel: success and failure take the page away. */
const OPEN_IFRAME = `const openIframe = (fields) => new Promise((_, fail) => {
const ticket = 'toss' + Date.now(), frame = layer(ticket, '자동결제 등록창')
const end = (code, message) => { active = undefined; removeEventListener('message', hear); frame.remove(); fail(failure(code, message)) }
const hear = ({ data, source, origin }) => {
if (data?.window !== ticket || source !== frame.contentWindow || origin !== new URL(action).origin) return
if (data.answer.kind === 'navigate') location.href = data.answer.url
else end(data.answer.code, data.answer.message)
}
addEventListener('message', hear)
active = () => end('PAYMENT_REQUEST_ABORTED')
submit({ ...fields, ticket, target: 'iframe', origin: location.origin }, ticket)
})`

/** The script; it finds the window beside itself, whatever origin and path serve it. */
export function tossSdk(): string {
  return `(() => {
const action = new URL('window', document.currentScript.src).href
const messages = ${inlineJson({ ...PROBLEM_MESSAGES, ...OTHER_MESSAGES })}
const failure = (code, message = messages[code] ?? code) => Object.assign(Error(message), { code })
let active
${ON_MOBILE}
${SUBMIT}
${LAYER}
${CHECKS}
${OPEN_IFRAME}
const payment = (clientKey, customerKey) => ({
async requestBillingAuth(request) {
const target = request?.windowTarget ?? (onMobile() ? 'self' : 'iframe')
const problem = requestProblem(request, target)
if (problem) throw failure(problem)
if (active) throw failure('INVALID_METHOD_TRANSACTION')
const fields = { clientKey, customerKey, request: JSON.stringify(request) }
if (target === 'iframe') return openIframe(fields)
submit({ ...fields, target }, '_self')
},
async requestPayment() { throw failure('NOT_SUPPORTED_METHOD', '시뮬레이터에서는 자동결제 등록만 할 수 있습니다.') },
async destroy() { active?.() },
})
window.TossPayments = (clientKey) => ({
payment: ({ customerKey } = {}) => {
const problem = clientProblem(clientKey) || (customerKey === '@@ANONYMOUS' ? '' : customerProblem(customerKey))
if (problem) throw failure(problem)
return payment(clientKey, customerKey)
},
})
window.TossPayments.ANONYMOUS = '@@ANONYMOUS'
})()
`
}
