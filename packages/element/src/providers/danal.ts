// Danal in the page. Source: type declarations of `@danalpay/javascript-sdk` 1.2.0.
import type { DanalBillingRequest } from '@billing-register/contract'
import type { BrowserProvider, WindowResult } from './provider.ts'

declare global {
  interface Window {
    DanalPayments?: (clientKey: string) => { requestBilling(request: DanalBillingRequest): Promise<void> }
  }
}

/** Milliseconds that a page may take to leave after the SDK has settled without a word. */
const GRACE = 3_000

/** Opens Danal's window. The result never comes through the promise, always by redirect. */
export const danal: BrowserProvider<'danal'> = {
  load: (launch, loadScript) => loadScript(launch.sdkUrl, 'DanalPayments'),
  async open({ clientKey, request }, { signal }) {
    const left = leaving(signal)
    try {
      await window.DanalPayments?.(clientKey).requestBilling(request)
    } catch (error) {
      // What a rejection carries is not documented; only a word for closing makes it a calm end.
      if (/cancel|close/i.test(describe(error))) return { kind: 'cancelled' }
      throw error
    }
    return await Promise.race([left, closedAfter(GRACE)])
  },
}

const describe = (error: unknown): string =>
  typeof error === 'object' && error ? Object.values({ ...error, text: String(error) }).join() : String(error)

const leaving = (signal: AbortSignal): Promise<WindowResult<'danal'>> =>
  new Promise((resolve) => {
    for (const type of ['beforeunload', 'pagehide'])
      addEventListener(type, () => resolve({ kind: 'leaving' }), { signal })
  })

const closedAfter = (ms: number): Promise<WindowResult<'danal'>> =>
  new Promise((resolve) => setTimeout(resolve, ms, { kind: 'cancelled' }))
