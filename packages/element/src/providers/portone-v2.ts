// PortOne V2 in the page. Source: type declarations of `@portone/browser-sdk` 0.1.11.
import type { PortoneV2Request, PortoneV2Return } from '@billing-register/contract'
import type { BrowserProvider } from './provider.ts'

/** Set on `window` by the script. Declared here alone: PortOne's own package declares it, too, for whoever uses both. */
declare const PortOne: { requestIssueBillingKey(request: PortoneV2Request): Promise<object | undefined> }

/** Milliseconds that the page may take to leave after the SDK has ended without a word. */
const GRACE = 3_000

export const global = 'PortOne'

/** Opens PortOne's window. The result comes by promise here, or by redirect to `redirectUrl`. */
export const open: BrowserProvider<'portone-v2'>['open'] = ({ request }, { signal }) =>
  new Promise((resolve, reject) => {
    addEventListener('beforeunload', () => resolve({ kind: 'leaving' }), { signal })
    const gone = (): void => resolve({ kind: 'cancelled' })
    PortOne.requestIssueBillingKey(request).then(
      // Nothing: the page is being replaced, or the window is gone.
      (answer) => (answer ? resolve({ kind: 'returned', value: returnOf(answer) }) : setTimeout(gone, GRACE)),
      // Errors before the window are rejections, whatever `forceRedirect` says.
      (error: unknown) => (/cancel/i.test(JSON.stringify(error)) ? gone() : reject(error)),
    )
  })

function returnOf(answer: object): PortoneV2Return {
  const value: Record<string, string> = {}
  for (const [name, field] of Object.entries(answer))
    if (/^(transactionType|billing(Key|IssueToken)|(pgC|c)ode|(pgM|m)essage)$/.test(name) && field != null)
      value[name] = String(field).slice(0, 1024)
  return value
}
