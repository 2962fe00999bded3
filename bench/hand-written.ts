// What a careful developer would write by hand with Hono for one PG: the yardstick for the handler's throughput. The same
// checks of what arrives, of what the merchant and the PG answer, the same limits, headers and calls; Maps instead of a
// ledger, and no claims, events or recovery.
import { createHash } from 'node:crypto'
import { localeOf, REGISTRATION_PARAM, type Locale } from '@billing-register/contract'
import { completeRequest, createRegistrationRequest } from '@billing-register/contract/schema'
import type { BillingOptions, Customer } from '@billing-register/server'
import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { isCustomer, isOrder, plainName, returnPage } from './hand-written-checks.ts'
import { issueKey, transactionOf, type Danal } from './hand-written-danal.ts'
import { parse, problem, refusal, type Env } from './hand-written-http.ts'

interface Row {
  id: string
  customer: Customer
  orderId: string
  plan: string | undefined
  offer: string
  returnTo: string
  state: 'open' | 'issuing' | 'issued' | 'declined' | 'uncertain' | 'cancelled'
  order: { name: string; amount: number; currency: 'KRW' }
  expiresAt: number
  /** The owner's return is accepted until then. */
  returnsUntil: number
  billingKey?: string
  paymentMethod?: { id: string; kind: 'card'; issuer?: string; maskedNumber?: string }
}

type Options = Pick<BillingOptions, 'publicUrl' | 'identify' | 'order' | 'onIssued'> & {
  readonly fetch: typeof fetch
  readonly danal: Danal
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const OPEN_MS = HOUR_MS / 2
/** Issue calls and declines per customer and hour. */
const MAX_ATTEMPTS = 30
/** Open registrations per customer: one more, and the oldest may no longer be opened. */
const MAX_OPEN = 5

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url')

const view = ({ id, plan, state, order, paymentMethod }: Row) => ({
  id,
  provider: 'danal',
  plan,
  state,
  order,
  ...(paymentMethod ? { paymentMethod } : {}),
})

/** The handler written by hand. */
export function handWritten(options: Options): Hono<Env> {
  const { publicUrl, danal } = options
  const { origin: ownOrigin } = new URL(publicUrl)
  const rows = new Map<string, Row>()
  const byClientRef = new Map<string, Row>()
  const usedTransactions = new Set<string>()
  const attempts = new Map<string, number[]>()
  const openOf = new Map<string, Row[]>()
  const app = new Hono<Env>()

  app.use(bodyLimit({ maxSize: 16 * 1024 }))
  app.use(async (c, next) => {
    c.set('requestId', crypto.randomUUID())
    const origin = c.req.header('origin')
    const refused = refusal(c, origin, ownOrigin)
    if (refused) c.res = refused
    else await next()
    const { headers } = c.res
    headers.set('Billing-Version', '1')
    headers.set('Billing-Request-Id', c.var.requestId)
    headers.set('Cache-Control', 'no-store')
    headers.set('Referrer-Policy', 'no-referrer')
    headers.set('X-Content-Type-Options', 'nosniff')
    headers.set('Vary', 'Origin')
    if (origin === ownOrigin) {
      headers.set('Access-Control-Allow-Origin', origin)
      headers.set('Access-Control-Allow-Credentials', 'true')
      headers.set('Access-Control-Expose-Headers', 'Retry-After')
    }
  })

  const offerOf = async (customer: Customer, plan: string | undefined, locale: Locale) => {
    const order = await options.order({ customer, plan, locale })
    if (!order) return undefined
    const { name, amount, consent } = order
    const offer = sha256(JSON.stringify([plan, name, amount, customer.label, consent, locale]))
    return { offer, name, amount, consent, accepted: isOrder(order) }
  }

  const localeFor = (c: Context<Env>, asked?: string): Locale =>
    localeOf(asked ?? c.req.query('locale') ?? c.req.header('accept-language'))

  app.get('/offer', async (c) => {
    const customer = await options.identify(c.req.raw)
    if (!customer) return problem(c, 401, 'unauthenticated')
    if (!isCustomer(customer)) return problem(c, 500, 'misconfigured')
    const offer = await offerOf(customer, c.req.query('plan'), localeFor(c))
    if (!offer) return problem(c, 404, 'not_found')
    return offer.accepted ? c.json(offer) : problem(c, 500, 'misconfigured')
  })

  app.post('/registrations', async (c) => {
    const customer = await options.identify(c.req.raw)
    if (!customer) return problem(c, 401, 'unauthenticated')
    if (!isCustomer(customer)) return problem(c, 500, 'misconfigured')
    const request = await parse(c, createRegistrationRequest)
    if (!request || request.mode === 'card-form') return problem(c, 400, 'invalid_request')
    if ((request.provider ?? 'danal') !== 'danal') return problem(c, 400, 'unknown_provider')
    const page = returnPage(request.returnTo, ownOrigin)
    if (!page) return problem(c, 400, 'return_to_refused')
    if (page.searchParams.has(REGISTRATION_PARAM)) page.searchParams.delete(REGISTRATION_PARAM)
    const offer = await offerOf(customer, request.plan, localeFor(c, request.locale))
    if (!offer) return problem(c, 404, 'not_found')
    if (!offer.accepted) return problem(c, 500, 'misconfigured')
    if (offer.offer !== request.offer) return problem(c, 409, 'offer_changed')
    if (offer.consent && request.consent?.version !== offer.consent.version) {
      return problem(c, 400, 'consent_required')
    }
    if (recentAttempts(customer.id).length >= MAX_ATTEMPTS) return problem(c, 429, 'too_many_attempts')
    const clientRef = `${customer.id} ${request.clientRef}`
    const now = Date.now()
    const known = byClientRef.get(clientRef)
    const row: Row = known ?? {
      id: crypto.randomUUID(),
      customer,
      orderId: crypto.randomUUID(),
      plan: request.plan,
      offer: offer.offer,
      returnTo: page.href,
      state: 'open',
      order: { name: offer.name, amount: offer.amount, currency: 'KRW' },
      expiresAt: now + OPEN_MS,
      returnsUntil: now + DAY_MS,
    }
    // A repeated clientRef repeats a request; it is no other one.
    if (
      row.offer !== offer.offer ||
      row.returnTo !== page.href ||
      row.state !== 'open' ||
      now >= row.expiresAt
    ) {
      return problem(c, 409, 'registration_conflict')
    }
    if (!known) keep(row, clientRef)
    const returnUrl = `${publicUrl}/registrations/${row.id}/return`
    const launch = {
      provider: 'danal',
      sdkUrl: 'https://static.danalpay.com/d1/sdk/index.js',
      clientKey: danal.clientKey,
      request: {
        paymentsMethod: 'CARD',
        orderName: plainName(row.order.name),
        orderId: row.orderId,
        userId: customer.id,
        amount: row.order.amount,
        merchantId: danal.merchantId,
        successUrl: returnUrl,
        failUrl: returnUrl,
        issueKeyOnly: true,
      },
    }
    return c.json({ id: row.id, expiresInMs: row.expiresAt - now, launch }, known ? 200 : 201)
  })

  function keep(row: Row, clientRef: string): void {
    rows.set(row.id, row)
    byClientRef.set(clientRef, row)
    const open = (openOf.get(row.customer.id) ?? []).filter(({ state }) => state === 'open')
    open.push(row)
    const oldest = open.length > MAX_OPEN ? open.shift() : undefined
    if (oldest) oldest.expiresAt = Date.now()
    openOf.set(row.customer.id, open)
  }

  const recentAttempts = (customerId: string): number[] => {
    const since = Date.now() - HOUR_MS
    return (attempts.get(customerId) ?? []).filter((at) => at > since)
  }

  const countAttempt = (customerId: string): void => {
    attempts.set(customerId, [...recentAttempts(customerId), Date.now()])
  }

  async function issue(row: Row, transactionId: string): Promise<void> {
    const outcome = await issueKey(danal, options.fetch, transactionId, row.orderId)
    row.state = outcome.state
    if (outcome.state === 'declined') countAttempt(row.customer.id)
    if (outcome.state !== 'issued') return
    row.billingKey = outcome.billingKey
    row.paymentMethod = { id: crypto.randomUUID(), kind: 'card', ...outcome.card }
    await options.onIssued?.({
      eventId: crypto.randomUUID(),
      registrationId: row.id,
      customer: { id: row.customer.id },
      provider: 'danal',
      paymentMethod: row.paymentMethod,
    })
  }

  app.post('/registrations/:id/complete', async (c) => {
    const customer = await options.identify(c.req.raw)
    if (!customer) return problem(c, 401, 'unauthenticated')
    if (!isCustomer(customer)) return problem(c, 500, 'misconfigured')
    const request = await parse(c, completeRequest)
    if (!request) return problem(c, 400, 'invalid_request')
    const row = rows.get(c.req.param('id'))
    if (!row || row.customer.id !== customer.id) return problem(c, 404, 'not_found')
    const returned = transactionOf(request.return)
    if (row.state === 'open' && typeof returned === 'object' && !usedTransactions.has(returned.id)) {
      if (Date.now() >= row.returnsUntil) return problem(c, 410, 'registration_expired')
      if (recentAttempts(customer.id).length >= MAX_ATTEMPTS) return problem(c, 429, 'too_many_attempts')
      countAttempt(customer.id)
      usedTransactions.add(returned.id)
      row.state = 'issuing'
      try {
        await issue(row, returned.id)
      } catch {
        row.state = 'uncertain'
      }
    } else if (row.state === 'open' && (returned === 'cancelled' || returned === 'failed')) {
      row.state = returned === 'failed' ? 'declined' : 'cancelled'
    }
    return row.state === 'issuing' ? c.json(view(row), 202, { 'Retry-After': '2' }) : c.json(view(row))
  })

  return app
}
