// The official browser loaders of Toss Payments and PortOne V2 on a merchant's page, their scripts from another address.
import {
  __INTERNAL__setPortOneSdkUrl,
  isIssueBillingKeyError,
  requestIssueBillingKey,
} from '@portone/browser-sdk/v2'
import { clearTossPayments, loadTossPayments } from '@tosspayments/tosspayments-sdk'

type TossPayments = Awaited<ReturnType<typeof loadTossPayments>>
type BillingAuth = Parameters<ReturnType<TossPayments['payment']>['requestBillingAuth']>[0]
type IssueRequest = Parameters<typeof requestIssueBillingKey>[0]

/** How a window ended for the page, if the page is still there to see it. */
export type Ending =
  | { readonly kind: 'resolved'; readonly value: unknown }
  | { readonly kind: 'rejected'; readonly code: unknown; readonly known?: boolean }

export interface Windows {
  toss(src: string, clientKey: string, customerKey: string, request: BillingAuth): Promise<Ending>
  /** Opens a window and closes it by the SDK's own means. */
  tossAborted(src: string, clientKey: string, customerKey: string, request: BillingAuth): Promise<Ending>
  portoneV2(src: string, request: IssueRequest): Promise<Ending>
}

declare global {
  interface Window {
    windows: Windows
  }
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : String(error)
}

const endingOf = (opening: Promise<unknown>): Promise<Ending> =>
  opening.then(
    (value): Ending => ({ kind: 'resolved', value }),
    (error: unknown): Ending => ({
      kind: 'rejected',
      code: codeOf(error),
      known: isIssueBillingKeyError(error),
    }),
  )

window.windows = {
  toss: (src, clientKey, customerKey, request) =>
    endingOf(
      loadTossPayments(clientKey, { src }).then((toss) =>
        toss.payment({ customerKey }).requestBillingAuth(request),
      ),
    ),
  tossAborted: async (src, clientKey, customerKey, request) => {
    const payment = (await loadTossPayments(clientKey, { src })).payment({ customerKey })
    const ending = endingOf(payment.requestBillingAuth(request))
    await payment.destroy()
    clearTossPayments()
    return ending
  },
  portoneV2: (src, request) => {
    __INTERNAL__setPortOneSdkUrl(src)
    return endingOf(requestIssueBillingKey(request))
  },
}
