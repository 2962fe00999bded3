// What a careful developer would write by hand with Hono for one PG: the yardstick for the handler's throughput. The same
// checks of what arrives, the same limits, headers and calls; Maps instead of a ledger, and no claims, events or recovery.
import { createHash } from 'node:crypto'
import { completeRequest, createRegistrationRequest } from '@billing-register/contract/schema'
import type { BillingOptions, Customer } from '@billing-register/server'
import { Hono, type Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type * as z from 'zod/mini'

interface Row {
  id: string
  customer: Customer
  orderId: string
  plan: string | undefined
  state: 'open' | 'issuing' | 'issued' | 'declined' | 'uncertain'
  order: { name: string; amount: number; currency: 'KRW' }
  expiresAt: number
  /** The owner's return is accepted until then. */
  returnsUntil: number
  billingKey?: string
  paymentMethod?: { id: string; kind: 'card'; issuer?: string; maskedNumber?: string }
}

interface Danal {
  readonly clientKey: string
  readonly merchantId: string
  readonly secretKey: string
}

type Options = Pick<BillingOptions, 'publicUrl' | 'identify' | 'order' | 'onIssued'> & {
  readonly fetch: typeof fetch
  readonly danal: Danal
}

interface IssueKeyAnswer {
  code?: string
  billingKey?: string
  authOnly?: boolean
  orderId?: string
  cardInfo?: { cardName?: string; cardNumber?: string }
}

interface Env {
  Variables: { requestId: string }
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Issue calls per customer and hour. */
const MAX_ATTEMPTS = 30

const problem = (
  c: Context<Env>,
  status: 400 | 401 | 403 | 404 | 409 | 410 | 415 | 429,
  code: string,
): Response =>
  c.body(JSON.stringify({ type: 'about:blank', status, code, requestId: c.var.requestId }), status, {
    'content-type': 'application/problem+json',
  })

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url')

async function parse<T>(c: Context<Env>, schema: z.ZodMiniType<T>): Promise<T | undefined> {
  try {
    const result = schema.safeParse(await c.req.json())
    return result.success ? result.data : undefined
  } catch {
    return undefined
  }
}

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
  const app = new Hono<Env>()

  app.use(bodyLimit({ maxSize: 16 * 1024 }))
  app.use(async (c, next) => {
    c.set('requestId', crypto.randomUUID())
    const origin = c.req.header('origin')
    if (c.req.method === 'POST' && origin !== ownOrigin) return problem(c, 403, 'origin_refused')
    if (c.req.method === 'POST' && !c.req.header('content-type')?.startsWith('application/json')) {
      return problem(c, 415, 'unsupported_media_type')
    }
    if ((c.req.header('billing-version') ?? '1') !== '1') return problem(c, 400, 'unsupported_version')
    await next()
    const { headers } = c.res
    headers.set('Billing-Version', '1')
    headers.set('Billing-Request-Id', c.var.requestId)
    headers.set('Cache-Control', 'no-store')
    headers.set('Referrer-Policy', 'no-referrer')
    headers.set('X-Content-Type-Options', 'nosniff')
    headers.set('Vary', 'Origin')
    if (origin) {
      headers.set('Access-Control-Allow-Origin', origin)
      headers.set('Access-Control-Allow-Credentials', 'true')
      headers.set('Access-Control-Expose-Headers', 'Retry-After')
    }
    return undefined
  })

  const offerOf = async (customer: Customer, plan: string | undefined) => {
    const order = await options.order({ customer, plan, locale: 'ko' })
    if (!order) return undefined
    const { name, amount } = order
    return { offer: sha256(JSON.stringify([plan, name, amount, customer.label])), name, amount }
  }

  app.get('/offer', async (c) => {
    const customer = await options.identify(c.req.raw)
    if (!customer) return problem(c, 401, 'unauthenticated')
    const offer = await offerOf(customer, c.req.query('plan'))
    return offer ? c.json(offer) : problem(c, 404, 'not_found')
  })

  app.post('/registrations', async (c) => {
    const customer = await options.identify(c.req.raw)
    if (!customer) return problem(c, 401, 'unauthenticated')
    const request = await parse(c, createRegistrationRequest)
    if (!request) return problem(c, 400, 'invalid_request')
    if (!URL.canParse(request.returnTo) || new URL(request.returnTo).origin !== ownOrigin) {
      return problem(c, 400, 'return_to_refused')
    }
    const offer = await offerOf(customer, request.plan)
    if (!offer) return problem(c, 404, 'not_found')
    if (offer.offer !== request.offer) return problem(c, 409, 'offer_changed')
    const clientRef = `${customer.id} ${request.clientRef}`
    const id = crypto.randomUUID()
    const row: Row = byClientRef.get(clientRef) ?? {
      id,
      customer,
      orderId: crypto.randomUUID(),
      plan: request.plan,
      state: 'open',
      order: { name: offer.name, amount: offer.amount, currency: 'KRW' },
      expiresAt: Date.now() + 1_800_000,
      returnsUntil: Date.now() + DAY_MS,
    }
    rows.set(row.id, row)
    byClientRef.set(clientRef, row)
    const returnUrl = `${publicUrl}/registrations/${row.id}/return`
    const launch = {
      provider: 'danal',
      sdkUrl: 'https://static.danalpay.com/d1/sdk/index.js',
      clientKey: danal.clientKey,
      request: {
        paymentsMethod: 'CARD',
        orderName: row.order.name,
        orderId: row.orderId,
        userId: customer.id,
        amount: row.order.amount,
        merchantId: danal.merchantId,
        successUrl: returnUrl,
        failUrl: returnUrl,
        issueKeyOnly: true,
      },
    }
    return c.json({ id: row.id, expiresInMs: row.expiresAt - Date.now(), launch }, 201)
  })

  /** Counts an issue call, unless the customer has made too many. */
  function mayIssue(customerId: string): boolean {
    const now = Date.now()
    const recent = (attempts.get(customerId) ?? []).filter((at) => at > now - HOUR_MS)
    if (recent.length >= MAX_ATTEMPTS) return false
    attempts.set(customerId, [...recent, now])
    return true
  }

  async function issue(row: Row, transactionId: string): Promise<void> {
    const response = await options.fetch('https://one-api.danalpay.com/v1/billing/card/issue-key', {
      method: 'POST',
      headers: {
        authorization: `Basic ${btoa(`${danal.secretKey}:`)}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ transactionId, merchantId: danal.merchantId }),
      signal: AbortSignal.timeout(60_000),
    })
    const answer: IssueKeyAnswer = JSON.parse(await response.text())
    if (answer.code !== 'SUCCESS' || !answer.billingKey) {
      row.state = 'declined'
      return
    }
    if (answer.authOnly === false || (answer.orderId && answer.orderId !== row.orderId)) {
      row.state = 'uncertain'
      return
    }
    row.state = 'issued'
    row.billingKey = answer.billingKey
    const { cardName, cardNumber } = answer.cardInfo ?? {}
    row.paymentMethod = {
      id: crypto.randomUUID(),
      kind: 'card',
      ...(cardName ? { issuer: cardName } : {}),
      ...(cardNumber ? { maskedNumber: cardNumber } : {}),
    }
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
    const request = await parse(c, completeRequest)
    if (!request) return problem(c, 400, 'invalid_request')
    const row = rows.get(c.req.param('id'))
    if (!row || row.customer.id !== customer.id) return problem(c, 404, 'not_found')
    const transactionId = request.return?.['transactionId']
    if (row.state === 'open' && transactionId && !usedTransactions.has(transactionId)) {
      if (Date.now() >= row.returnsUntil) return problem(c, 410, 'registration_expired')
      if (!mayIssue(customer.id)) return problem(c, 429, 'too_many_attempts')
      usedTransactions.add(transactionId)
      row.state = 'issuing'
      try {
        await issue(row, transactionId)
      } catch {
        row.state = 'uncertain'
      }
    }
    return c.json(view(row), row.state === 'issuing' ? 202 : 200)
  })

  return app
}
