// Danal in the page. Source: type declarations of `@danalpay/javascript-sdk` 1.2.0.
import type { DanalBillingRequest } from '@billing-register/contract'
import type { BrowserProvider } from './provider.ts'

declare global {
  interface Window {
    DanalPayments?: (clientKey: string) => { requestBilling(request: DanalBillingRequest): Promise<void> }
  }
}

type Half = BrowserProvider<'danal'>

/**
 * Milliseconds that the page may take to leave after the SDK has ended without a word. Where no event tells of leaving (iOS
 * Safari) a slow page takes longer: it says that it stopped, and its return still finishes.
 */
const GRACE = 3_000

export const global = 'DanalPayments'

/** Opens Danal's window. The result never comes through the promise, always by redirect. */
export const open: Half['open'] = ({ clientKey, request }, { signal }) =>
  new Promise((resolve, reject) => {
    addEventListener('beforeunload', () => resolve({ kind: 'leaving' }), { signal })
    const gone = (): void => resolve({ kind: 'cancelled' })
    const restore = stayOnPage()
    signal.addEventListener('abort', restore)
    window
      .DanalPayments?.(clientKey)
      .requestBilling(request)
      .then(
        () => setTimeout(gone, GRACE),
        // What a rejection carries is not documented; only a word for closing makes it a calm end.
        (error: unknown) =>
          /cancel|close/i.test(JSON.stringify(error) + String(error)) ? gone() : reject(error),
      )
      .finally(restore)
  })

/**
 * Where the browser refuses the SDK a popup, this page becomes it: the window opens here, and its redirect leads back.
 * The SDK goes on as it would have, so that no second registration is made.
 */
function stayOnPage(): () => void {
  const real = window.open.bind(window)
  window.open = (url, target, features) => {
    const popup = real(url, target, features)
    if (popup) return popup
    window.name = target ?? ''
    return url ? real(url, '_self') : window
  }
  return () => void (window.open = real)
}
