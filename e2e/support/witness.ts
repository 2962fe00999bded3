// Reads from the wire which launch the server gave to which customer, without asking either of them.
import type { Exchange } from './wire.ts'

/** A launch as it went to a page. */
export interface WitnessedLaunch {
  readonly customer: string
  /** Registration id. */
  readonly id: string
  /** Danal orderId, PortOne merchant_uid or issueId, Toss customerKey. */
  readonly reference: string
  /** PortOne customer_uid: it can charge the card. */
  readonly handle?: string
  readonly launch: {
    readonly clientKey: string
    readonly sdkUrl: string
    readonly request: Readonly<Record<string, unknown>>
  }
}

const SESSION = /shop_session_\d+=([\w-]+)/

const sessionIn = (header: string | string[] | undefined): string =>
  SESSION.exec([header].flat().join(';'))?.[1] ?? ''

function referenceOf(launch: { customerKey?: string; request: Record<string, string> }): string {
  const { orderId, merchant_uid, issueId } = launch.request
  return orderId ?? merchant_uid ?? issueId ?? launch.customerKey ?? ''
}

/** All launches on the wire, oldest first. */
export function witness(exchanges: readonly Exchange[]): WitnessedLaunch[] {
  const customers = new Map<string, string>()
  const launches: WitnessedLaunch[] = []
  for (const exchange of exchanges) {
    const { path, url, method, status, requestHeaders, responseHeaders, responseBody } = exchange
    const entered = path === '/login' && sessionIn(responseHeaders['set-cookie'])
    if (entered) customers.set(entered, new URL(url).searchParams.get('as') ?? '')
    if (method !== 'POST' || path !== '/billing/registrations' || (status !== 201 && status !== 200)) continue
    const { id, launch } = JSON.parse(responseBody)
    launches.push({
      id,
      launch,
      customer: customers.get(sessionIn(requestHeaders.cookie)) ?? '',
      // The card form has no request: nothing that a PG would know goes to its page.
      reference: launch.request ? referenceOf(launch) : '',
      ...(launch.request?.customer_uid && { handle: launch.request.customer_uid }),
    })
  }
  return launches
}
