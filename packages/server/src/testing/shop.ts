// A merchant for tests: createBilling() with a login by cookie, a price list that can change, and a stubbed PG.
import {
  VERSION_HEADER,
  WIRE_VERSION,
  type CreateRegistrationResponse,
  type OfferResponse,
} from '@billing-register/contract'
import { createBilling, type Billing } from '../create-billing.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { memoryLedger } from '../ledger/memory.ts'
import type { BillingOptions, LogEntry, OrderAnswer } from '../options.ts'
import { danal } from '../providers/danal/index.ts'

/** Keys that look like Danal's and are nobody's. */
export const TEST_KEYS = {
  clientKey: 'CL_TEST_shopclientkey',
  merchantId: '9810030930',
  secretKey: 'SK_TEST_shopsecretkey',
} as const

/** What the stubbed PG answers to issue-key for a transaction. */
export type IssueAnswer = (transactionId: string) => Response | Promise<Response>

/** A merchant under test. */
export interface Shop {
  readonly billing: Billing
  readonly ledger: Ledger
  readonly logs: LogEntry[]
  /** Transaction ids that the PG was asked to issue for, in order. */
  readonly issued: string[]
  /** Answers of `order`, by plan; tests may change them. */
  readonly plans: Map<string, OrderAnswer>
  /** The server's clock, ms. */
  readonly clock: { now: number }
  answer: IssueAnswer
  as(customer: string | null): Visitor
}

/** A browser with or without a login. */
export interface Visitor {
  request(
    method: string,
    path: string,
    init?: { body?: unknown; headers?: Record<string, string> },
  ): Promise<Response>
  offer(plan?: string): Promise<OfferResponse>
  /** Makes a registration; answers its id and launch. */
  open(plan?: string, extra?: Record<string, unknown>): Promise<CreateRegistrationResponse>
  /** A form POST or a GET at the return door, as a window makes it. */
  comeBack(id: string, fields: Record<string, string>, method?: 'GET' | 'POST'): Promise<Response>
  complete(id: string, body?: unknown): Promise<Response>
  /** Cookies that the browser holds. */
  readonly cookies: Map<string, string>
}

const ORIGIN = 'https://shop.example'

/** An answer of Danal that issued a key for the order that it is given. */
export function danalSuccess(fields: Record<string, unknown> = {}): Response {
  return Response.json({
    code: 'SUCCESS',
    message: 'ok',
    transactionId: '202601010000000001',
    authOnly: true,
    billingKey: 'KEY-20260101-000001',
    ...fields,
  })
}

/** Builds a shop. */
export function makeShop(overrides: Partial<BillingOptions> & { ledger?: Ledger } = {}): Shop {
  const clock = { now: Date.UTC(2026, 0, 1) }
  const logs: LogEntry[] = []
  const issued: string[] = []
  const plans = new Map<string, OrderAnswer>([['pro', { name: 'Pro', amount: 9900, cycle: 'month' }]])
  const ledger = overrides.ledger ?? memoryLedger()
  const stub: typeof fetch = async (_input, init) => {
    const body: unknown = JSON.parse(typeof init?.body === 'string' ? init.body : '{}')
    const id = typeof body === 'object' && body && 'transactionId' in body ? String(body.transactionId) : ''
    issued.push(id)
    return shop.answer(id)
  }
  const billing = createBilling({
    publicUrl: `${ORIGIN}/billing`,
    providers: [danal(TEST_KEYS)],
    identify: (request) => {
      const user = /user=([^;]+)/.exec(request.headers.get('cookie') ?? '')?.[1]
      return user ? { id: user, label: `${user}@example.com` } : null
    },
    order: ({ plan }) => plans.get(plan ?? 'pro') ?? null,
    log: (entry) => logs.push(entry),
    clock: () => clock.now,
    fetch: stub,
    // What happens by itself would happen at any time; tests that want it say so.
    sweep: false,
    ...overrides,
    ledger,
  })
  const shop: Shop = {
    billing,
    ledger,
    logs,
    issued,
    plans,
    clock,
    answer: () => danalSuccess(),
    as: (customer) => visitor(billing, customer),
  }
  return shop
}

function visitor(billing: Billing, customer: string | null): Visitor {
  const cookies = new Map<string, string>(customer ? [['user', customer]] : [])
  const send = async (request: Request): Promise<Response> => {
    const response = await billing.fetch(request)
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return response
  }
  const cookie = (): string => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const request: Visitor['request'] = (method, path, init = {}) =>
    send(
      new Request(`${ORIGIN}/billing${path}`, {
        method,
        headers: {
          origin: ORIGIN,
          cookie: cookie(),
          [VERSION_HEADER]: WIRE_VERSION,
          ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...init.headers,
        },
        ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
      }),
    )
  const offer = async (plan = 'pro'): Promise<OfferResponse> =>
    (await request('GET', `/offer?plan=${plan}`)).json()
  let refs = 0
  return {
    cookies,
    request,
    offer,
    async open(plan = 'pro', extra = {}) {
      const shown = await offer(plan)
      refs += 1
      const consent = shown.consent ? { consent: { version: shown.consent.version } } : {}
      const body = {
        plan,
        offer: shown.offer,
        returnTo: `${ORIGIN}/register`,
        clientRef: `${customer}-element-ref-${refs}`.padEnd(16, '0'),
        ...consent,
        ...extra,
      }
      const response = await request('POST', '/registrations', { body })
      if (!response.ok) throw new Error(`open: ${response.status} ${await response.text()}`)
      return response.json()
    },
    comeBack(id, fields, method = 'GET') {
      const form = new URLSearchParams(fields)
      const url = `${ORIGIN}/billing/registrations/${id}/return`
      const headers = { cookie: cookie() }
      return send(
        method === 'GET'
          ? new Request(`${url}?${form}`, { headers })
          : new Request(url, { method: 'POST', headers, body: form }),
      )
    },
    complete: (id, body = {}) => request('POST', `/registrations/${id}/complete`, { body }),
  }
}
