// The two handlers that are compared: ours, and the same written by hand. Same shop, same customers, same answers of the PG.
import { createBilling, danal, memoryLedger, type BillingOptions } from '@billing-register/server'
import { Hono } from 'hono'
import { handWritten } from './hand-written.ts'
import { ORIGIN, PUBLIC_PATH } from './registration.ts'

const PUBLIC_URL = ORIGIN + PUBLIC_PATH
const DANAL = { clientKey: 'CL_TEST_benchclient', merchantId: '9810030930', secretKey: 'SK_TEST_benchsecret' }

/** A handler as a function. */
export type Handler = (request: Request) => Response | Promise<Response>

const pgAnswer = JSON.stringify({
  code: 'SUCCESS',
  message: 'ok',
  transactionId: '202601010000000001',
  authOnly: true,
  billingKey: 'KEY-20260101-000001',
})

const PG_HEADERS = { 'content-type': 'application/json', 'content-length': String(pgAnswer.length) }

const options = {
  publicUrl: PUBLIC_URL,
  identify: (request) => {
    const id = /user=(\w+)/.exec(request.headers.get('cookie') ?? '')?.[1]
    return id ? { id, label: 'bench@example.com' } : null
  },
  order: () => ({ name: 'Pro', amount: 9900 }),
  onIssued: () => {},
  fetch: async () => new Response(pgAnswer, { headers: PG_HEADERS }),
} satisfies Partial<BillingOptions>

/** Both, each with nothing in it. */
export const HANDLERS = {
  ours(): Handler {
    const billing = createBilling({
      ...options,
      providers: [danal(DANAL)],
      ledger: memoryLedger(),
      log: () => {},
    })
    return new Hono().route(PUBLIC_PATH, billing.app).fetch
  },
  theirs: (): Handler => new Hono().route(PUBLIC_PATH, handWritten({ ...options, danal: DANAL })).fetch,
} as const

/** Whose handler. */
export type Whose = keyof typeof HANDLERS
