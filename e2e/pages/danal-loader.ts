// Danal's own loader on a page of the merchant: opens the window of a launch that the page was given.
import { loadDanalPaymentsSDK } from '@danalpay/javascript-sdk'

async function open({ clientKey, sdkUrl, request }: any): Promise<void> {
  // The loader passes `src` on, although its types leave it out.
  const script: object = { src: sdkUrl }
  const danal = await loadDanalPaymentsSDK({ clientKey }, script)
  await danal.requestBilling(request)
}

Object.assign(window, { openDanal: open })
