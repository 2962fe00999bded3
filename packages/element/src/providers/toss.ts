// Toss Payments in the page. Source: type declarations of `@tosspayments/tosspayments-sdk` 2.8.1.
import type { TossBillingAuthRequest } from '@billing-register/contract'
import type { BrowserProvider } from './provider.ts'

interface TossPayment {
  requestBillingAuth(request: TossBillingAuthRequest): Promise<void>
  destroy(): Promise<void>
}

declare global {
  interface Window {
    TossPayments?: (clientKey: string) => { payment(options: { customerKey: string }): TossPayment }
  }
}

type Half = BrowserProvider<'toss'>

/** Milliseconds that the page may take to leave after the SDK has ended without a word. */
const GRACE = 3_000

export const global = 'TossPayments'

/** Opens Toss' window. The result never comes through the promise, always by redirect. */
export const open: Half['open'] = ({ clientKey, customerKey, request }, { signal }) =>
  new Promise((resolve, reject) => {
    const payment = window.TossPayments?.(clientKey).payment({ customerKey })
    if (!payment) throw new TypeError('TossPayments is missing')
    addEventListener('beforeunload', () => resolve({ kind: 'leaving' }), { signal })
    // Given up here: the SDK's frame goes, too.
    signal.addEventListener('abort', () => void payment.destroy().catch(() => {}))
    const gone = (): void => resolve({ kind: 'cancelled' })
    payment.requestBillingAuth(request).then(
      () => setTimeout(gone, GRACE),
      (error: unknown) => {
        const code = typeof error === 'object' && error && 'code' in error ? String(error.code) : ''
        return /^(USER_CANCEL|PAYMENT_REQUEST_ABORTED)$/.test(code) ? gone() : reject(error)
      },
    )
  })
