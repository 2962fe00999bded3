// PortOne V1 in the page. Source: developers.portone.io, V1 JavaScript SDK reference.
import type { PortoneV1Request, PortoneV1Return } from '@billing-register/contract'
import type { BrowserProvider } from './provider.ts'

const INITIALISED: unique symbol = Symbol.for('billing-register.init')

interface Imp {
  init(userCode: string): void
  agency(userCode: string, tierCode: string): void
  request_pay(request: PortoneV1Request, callback: (answer: object | null) => void): void
  [INITIALISED]?: string
}

declare global {
  interface Window {
    IMP?: Imp
  }
}

type Half = BrowserProvider<'portone-v1'>

export const global = 'IMP'

/** Opens PortOne's window. The result comes by callback here, or by redirect to `m_redirect_url`. */
export const open: Half['open'] = ({ userCode, tierCode, request }) =>
  new Promise((resolve) => {
    const imp = window.IMP
    if (!imp) throw new TypeError('IMP is missing')
    initialise(imp, userCode, tierCode)
    imp.request_pay(request, (answer) => {
      const value = returnOf(answer)
      // Whether it went well is the server's to say: the flags in the answer prove nothing.
      resolve(value.imp_uid || value.merchant_uid ? { kind: 'returned', value } : { kind: 'cancelled' })
    })
  })

/** PortOne asks for one `init` per page; the mark stays on its object, whoever of us made it. */
function initialise(imp: Imp, userCode: string, tierCode = ''): void {
  const account = userCode + tierCode
  if (imp[INITIALISED] === account) return
  if (tierCode) imp.agency(userCode, tierCode)
  else imp.init(userCode)
  imp[INITIALISED] = account
}

function returnOf(answer: object | null): PortoneV1Return {
  const value: Record<string, string> = {}
  for (const [name, field] of Object.entries(answer ?? {}))
    if (/^(imp_uid|merchant_uid|error_code|error_msg|success|imp_success)$/.test(name) && field != null)
      value[name] = String(field).slice(0, 1024)
  return value
}
