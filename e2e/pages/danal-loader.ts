// Danal's own loader on a page of the merchant: opens the window of a launch that the page was given.
import { loadDanalPaymentsSDK } from '@danalpay/javascript-sdk'

interface Launch {
  readonly clientKey: string
  readonly sdkUrl: string
  readonly request: Readonly<Record<string, unknown>>
}

declare global {
  interface Window {
    openDanal: (launch: Launch) => Promise<void>
  }
}

window.openDanal = async ({ clientKey, sdkUrl, request }) => {
  // The loader passes `src` on, although its types leave it out.
  const script: object = { src: sdkUrl }
  const danal = await loadDanalPaymentsSDK({ clientKey }, script)
  await danal.requestBilling(request as unknown as Parameters<typeof danal.requestBilling>[0])
}
