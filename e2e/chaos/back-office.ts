// The merchant's own routes beside the billing handler's: its back office charges, gives money back and ends cards.
import { isBillingError, type Billing } from '@billing-register/server'

const DOOR = /^\/back-office\/(charge|cancel|revoke)$/

/** Answers a request of the back office; undefined for any other. */
export function backOffice(billing: Billing, request: Request): Promise<Response> | undefined {
  const [, doing] = DOOR.exec(new URL(request.url).pathname) ?? []
  return doing === undefined ? undefined : answer(billing, doing, request)
}

async function answer(billing: Billing, doing: string, request: Request): Promise<Response> {
  try {
    return Response.json({ done: await carryOut(billing, doing, await request.text()) })
  } catch (error) {
    if (!isBillingError(error)) throw error
    return Response.json({ refused: error.code }, { status: error.code === 'ledger_unavailable' ? 503 : 422 })
  }
}

// What comes in is not checked: that is what the product is for.
function carryOut(billing: Billing, doing: string, body: string): Promise<object> {
  switch (doing) {
    case 'charge':
      return billing.charge(JSON.parse(body))
    case 'cancel':
      return billing.cancelPayment(JSON.parse(body))
    default:
      return billing.revoke(JSON.parse(body))
  }
}
