// The browser script in the shape of PortOne V2's: window.PortOne.requestIssueBillingKey(request), which rejects before
// the window and resolves (or leaves the page) after it. Source: @portone/browser-sdk 0.1.11 and developers.portone.io
// (V2 checkout result handling).
import { inlineJson } from '../../windows/page.ts'
import { LAYER, ON_MOBILE } from '../../windows/sdk-parts.ts'
import { V2_PG_RULES } from './pgs.ts'
import type { Channel } from './state.ts'

export interface V2SdkOptions {
  readonly channels: readonly Pick<Channel, 'key' | 'pgProvider'>[]
  /** What becomes of the promise when the page leaves. */
  readonly onRedirect: 'pending' | 'undefined'
}

/** Which window opens must be known before anything is asked: a popup opens only inside the click. */
const CHOOSE = `const typeOf = (request, device) => request?.windowType?.[device] ?? windows[request?.channelKey]?.[device] ?? 'IFRAME'
const prepare = async (fields) => {
const answer = await fetch(action, { method: 'POST', body: new URLSearchParams(fields) }).catch(() => undefined)
if (!answer) throw failure({ code: 'Unavailable', message: '결제 서버에 연결하지 못했습니다.' })
const prepared = await answer.json()
if (prepared.code) throw failure(prepared)
return new URL(prepared.url, action).href
}`

/** An in-page window answers by a message that only this page, from this window, takes. */
const IN_PAGE = `const inPage = (place, url, ticket) => new Promise((resolve) => {
const frame = place === 'IFRAME' ? layer(ticket, '카드 등록창') : undefined
const source = () => frame?.contentWindow ?? popup, timer = popup && setInterval(() => popup.closed && end({ value: closed }), 200)
const end = ({ value, url }) => {
clearInterval(timer)
removeEventListener('message', hear)
frame?.remove()
popup?.close()
popup = undefined
if (url) leave(url).then(resolve)
else resolve(value)
}
const hear = ({ data, source: from, origin }) => {
if (data?.window === ticket && from === source() && origin === new URL(action).origin) end(data.answer)
}
addEventListener('message', hear)
if (frame) frame.src = url
else popup.location.href = url
})`

/** The script; it finds its server beside itself, whatever origin and path serve it. */
export function portoneV2Sdk({ channels, onRedirect }: V2SdkOptions): string {
  const windows = Object.fromEntries(
    channels.map(({ key, pgProvider }) => {
      const rule = V2_PG_RULES[pgProvider]?.windows
      return [key, { pc: rule?.pc[0], mobile: rule?.mobile[0] }]
    }),
  )
  return `(() => {
const action = new URL('checkout', document.currentScript.src).href
const windows = ${inlineJson(windows)}
const closed = { transactionType: 'ISSUE_BILLING_KEY', billingKey: '', code: 'USER_CANCEL', message: '사용자가 창을 닫아 취소했습니다.' }
const failure = ({ code, message, pgCode, pgMessage }) => Object.assign(Error(message), { code, pgCode, pgMessage, transactionType: 'ISSUE_BILLING_KEY', __portOneErrorType: 'IssueBillingKeyError' })
const leave = (url) => { location.href = url; return ${onRedirect === 'pending' ? 'new Promise(() => {})' : 'Promise.resolve()'} }
let popup
${ON_MOBILE}
${LAYER}
${CHOOSE}
${IN_PAGE}
const requestIssueBillingKey = async (request) => {
const device = onMobile() ? 'mobile' : 'pc', place = typeOf(request, device), ticket = 'portone' + Date.now()
if (place === 'POPUP' && !(popup = open('', ticket, 'width=460,height=760'))) throw failure({ code: 'BadRequest', message: '팝업이 차단되었습니다.' })
let url
try { url = await prepare({ request: JSON.stringify(request ?? null), device, ticket, origin: location.origin }) }
catch (error) { popup?.close(); throw error }
return place === 'REDIRECTION' ? leave(url) : inPage(place, url, ticket)
}
const unsupported = (name) => async () => { throw failure({ code: 'Unimplemented', message: '시뮬레이터에는 ' + name + '이(가) 없습니다.' }) }
window.PortOne = { requestIssueBillingKey }
for (const name of ['requestPayment', 'requestIdentityVerification', 'requestIssueBillingKeyAndPay', 'loadPaymentUI', 'loadIssueBillingKeyUI', 'updateLoadPaymentUIRequest', 'updateLoadIssueBillingKeyUIRequest'])
window.PortOne[name] = unsupported(name)
})()
`
}
