// The browser script in the shape of PortOne V1's: window.IMP with init, agency, request_pay, certification.
// Source: developers.portone.io, V1 JavaScript SDK reference and 인증결제 guide.
import type { SimulatorCredentials } from '../../credentials.ts'
import { inlineJson } from '../../windows/page.ts'
import { LAYER, ON_MOBILE, SUBMIT } from '../../windows/sdk-parts.ts'
import { REDIRECTING_PGS } from './pgs.ts'
import type { ResultPath } from './state.ts'

export interface IamportSdkOptions {
  readonly channels: SimulatorCredentials['portone-v1']['channels']
  /** Overrules what the PG and the device would give. */
  readonly path: ResultPath | undefined
  /** In-page windows: a layer in document.body, or a popup. */
  readonly place: 'layer' | 'popup'
  /** Leaves imp_uid out of the redirect. */
  readonly omitsImpUid: boolean
}

const PLACES = {
  layer: `const frame = layer(target, '결제창')
const source = () => frame.contentWindow, close = () => frame.remove(), timer = 0`,
  popup: `const popup = open('', target, 'width=460,height=760')
if (!popup) return refuse('팝업이 차단되었습니다.')
const source = () => popup, close = () => popup.close()
const timer = setInterval(() => popup.closed && finish({ imp_uid: null, merchant_uid: params.merchant_uid, error_code: '2101', error_msg: '사용자가 결제를 취소하였습니다.' }), 200)`,
}

const ACCOUNT = `let account
const init = (userCode, tier = '') => {
if (account) return console.warn('IMP.init은 한 번만 호출해 주세요.')
account = { userCode, tier }
}`

/** An in-page window answers by a message that only this page, from this window, takes. */
const inPage = (place: IamportSdkOptions['place']): string => `const finish = (answer) => {
clearInterval(timer)
removeEventListener('message', hear)
close()
callback?.(answer)
}
const hear = ({ data, source: from, origin }) => {
if (data?.window === target && from === source() && origin === new URL(action).origin) finish(data.answer)
}
${PLACES[place]}
addEventListener('message', hear)
submit(fields, target)`

const CERTIFICATION = `const certification = (params, callback) => callback?.({ success: false, imp_uid: null, merchant_uid: params?.merchant_uid ?? null, error_code: 'F0001', error_msg: '시뮬레이터에는 본인인증이 없습니다.' })`

/** The script; it finds the window beside itself, whatever origin and path serve it. */
export function iamportSdk(options: IamportSdkOptions): string {
  const pgs = Object.fromEntries(Object.entries(options.channels).map(([key, { pg }]) => [key, pg]))
  return `(() => {
const action = new URL('request-pay', document.currentScript.src).href
const pgs = ${inlineJson(pgs)}, redirecting = ${inlineJson(REDIRECTING_PGS)}, forced = ${inlineJson(options.path ?? '')}
${ACCOUNT}
${ON_MOBILE}
${SUBMIT}
${LAYER}
const request_pay = (params, callback) => {
const refuse = (error_msg) => { setTimeout(() => callback?.({ imp_uid: null, merchant_uid: params?.merchant_uid ?? null, error_code: 'F0001', error_msg })) }
if (!account) return refuse('IMP.init을 먼저 호출해 주세요.')
if (!params?.merchant_uid) return refuse('merchant_uid가 필요합니다.')
const device = onMobile() ? 'mobile' : 'pc', pg = pgs[params.channelKey] ?? String(params.pg ?? '').split('.')[0]
const stays = pg === 'naverpay' && params.naverPopupMode === false
const path = forced || (stays || (device === 'mobile' && redirecting.includes(pg)) ? 'redirect' : 'callback')
const target = path === 'redirect' ? '_self' : 'portone' + Date.now()
const fields = { ...account, path, device, ticket: target, origin: location.origin, impUid: ${inlineJson(options.omitsImpUid ? 'omit' : '')}, params: JSON.stringify(params) }
if (path === 'redirect') return submit(fields, target)
${inPage(options.place)}
}
${CERTIFICATION}
window.IMP = { init, agency: init, request_pay, certification }
})()
`
}
