// The browser script in the shape of Danal's: window.DanalPayments(clientKey).requestBilling(args) → Promise<void>.
// Source: @danalpay/javascript-sdk 1.2.0 (loader and type declarations). Which kind of window opens is not documented:
// here the page is replaced, and `sdk.js?window=popup` or `?window=layer` asks for the others.

export const DANAL_WINDOW_MODES = ['page', 'popup', 'layer'] as const

export type DanalWindowMode = (typeof DANAL_WINDOW_MODES)[number]

/** Opens the place the window goes to; answers the form target. The promise ends when the place is gone. */
const PLACES: Readonly<Record<DanalWindowMode, string>> = {
  page: `setTimeout(done)
target = '_self'`,
  popup: `const popup = open('', target, 'width=' + width + ',height=' + height)
if (!popup) return fail(Error('DanalPayments: popup blocked'))
const timer = setInterval(() => { if (popup.closed) { clearInterval(timer); done() } }, 200)`,
  // The layer goes away once a page of the shop stands in it: only then is its address readable and not ours.
  layer: `const frame = document.createElement('iframe')
frame.name = target
frame.title = '등록 창'
frame.style.cssText = \`position:fixed;inset:0;margin:auto;z-index:2147483647;border:0;box-shadow:0 0 0 100vmax #0008;\${innerWidth < 520 ? 'width:100%;height:100%' : \`width:min(100%,\${width}px);height:min(100%,\${height}px)\`}\`
frame.onload = () => {
try {
const { href } = frame.contentWindow.location
if (href !== 'about:blank' && !href.startsWith(action)) setTimeout(() => { frame.remove(); done() }, 1000)
} catch {}
}
document.body.append(frame)`,
}

/** The script for one kind of window. It finds the window beside itself, whatever origin and path serve it. */
export function danalSdk(mode: DanalWindowMode): string {
  return `(() => {
const action = new URL('window', document.currentScript.src).href
const need = 'paymentsMethod orderName orderId userId amount merchantId successUrl failUrl'.split(' ')
const requestBilling = (clientKey, args) => new Promise((done, fail) => {
const missing = clientKey ? need.find((name) => args?.[name] == null || args[name] === '') : 'clientKey'
if (missing) return fail(TypeError('DanalPayments: ' + missing + ' is required'))
const width = parseInt(args.customWidth) || 460, height = parseInt(args.customHeight) || 760
let target = 'danal' + Date.now()
${PLACES[mode]}
const form = document.createElement('form')
Object.assign(form, { method: 'POST', action, target, acceptCharset: 'utf-8', hidden: true })
for (const [name, value] of Object.entries({ clientKey, request: JSON.stringify(args) }))
form.append(Object.assign(document.createElement('input'), { name, value }))
document.body.append(form)
form.submit()
form.remove()
})
window.DanalPayments = (key) => ({
requestBilling: (args) => requestBilling(key?.clientKey ?? key, args),
requestPayment: () => Promise.reject(Error('DanalPayments: the simulator registers cards only')),
})
})()
`
}
