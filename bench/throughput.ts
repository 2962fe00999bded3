// How many registrations per second the handler makes and completes, against the same written by hand.
import { createBilling, danal, memoryLedger, type BillingOptions } from '@billing-register/server'
import { Hono } from 'hono'
import { handWritten } from './hand-written.ts'
import { overHttp } from './over-http.ts'
import { median, type Row } from './row.ts'

const ORIGIN = 'https://shop.example'
const PUBLIC_URL = `${ORIGIN}/billing`
const DANAL = { clientKey: 'CL_TEST_benchclient', merchantId: '9810030930', secretKey: 'SK_TEST_benchsecret' }

const ROUNDS = 21
const HTTP_ROUNDS = 7
const REGISTRATIONS = 1_000
/** Registrations under way at a time. */
const AT_ONCE = 16

type Handler = (request: Request) => Response | Promise<Response>

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

function ours(): Handler {
  const billing = createBilling({
    ...options,
    providers: [danal(DANAL)],
    ledger: memoryLedger(),
    log: () => {},
  })
  return new Hono().route('/billing', billing.app).fetch
}

const theirs = (): Handler => new Hono().route('/billing', handWritten({ ...options, danal: DANAL })).fetch

/** A request with the headers that a browser sends; both handlers get the same. */
function request(path: string, customer: string, body?: unknown): Request {
  const headers = {
    origin: ORIGIN,
    cookie: `user=${customer}`,
    'billing-version': '1',
    'accept-language': 'ko',
  }
  if (body === undefined) return new Request(PUBLIC_URL + path, { headers })
  const json = JSON.stringify(body)
  const sent = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(json)) }
  return new Request(PUBLIC_URL + path, { method: 'POST', headers: { ...headers, ...sent }, body: json })
}

async function registerOnce(handler: Handler, index: number, offer: string): Promise<void> {
  const customer = `customer${index}`
  const create = {
    plan: 'pro',
    offer,
    returnTo: `${ORIGIN}/register`,
    clientRef: `bench-client-ref-${index}`.padEnd(20, '0'),
  }
  const created = await (await handler(request('/registrations', customer, create))).json()
  const complete = { return: { transactionId: `20260101${index}`, code: 'SUCCESS' } }
  const path = `/registrations/${created.id}/complete`
  const { state } = await (await handler(request(path, customer, complete))).json()
  if (state !== 'issued') throw new Error(`a registration of the benchmark ended as ${state}`)
}

interface Speed {
  /** Registrations per second of the clock on the wall. */
  readonly wall: number
  /** Registrations per second of processor time, which a busy machine changes less. */
  readonly cpu: number
}

/** The speed of a fresh handler. */
async function speedOf(handler: Handler): Promise<Speed> {
  const { offer } = await (await handler(request('/offer?plan=pro', 'customer0'))).json()
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < REGISTRATIONS) await registerOnce(handler, next++, offer)
  }
  const start = performance.now()
  const startCpu = process.cpuUsage()
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  const { user, system } = process.cpuUsage(startCpu)
  return {
    wall: REGISTRATIONS / ((performance.now() - start) / 1000),
    cpu: REGISTRATIONS / ((user + system) / 1_000_000),
  }
}

interface Round {
  readonly ours: Speed
  readonly theirs: Speed
}

/** Both in turns, so that a busy moment hits both; the first rounds only warm up. */
async function inTurns(count: number, speed: (handler: Handler) => Promise<Speed>): Promise<Round[]> {
  const rounds: Round[] = []
  for (let round = 0; round < count + 3; round += 1) {
    const first = round % 2 === 0
    const before = first ? undefined : await speed(theirs())
    const mine = await speed(ours())
    const other = before ?? (await speed(theirs()))
    if (round >= 3) rounds.push({ ours: mine, theirs: other })
  }
  return rounds
}

async function speedOverHttp(handler: Handler): Promise<Speed> {
  const served = await overHttp(handler)
  try {
    return await speedOf(served.handler)
  } finally {
    served.close()
  }
}

const ratio = (rounds: readonly Round[], kind: keyof Speed): number =>
  median(rounds.map((round) => round.ours[kind] / round.theirs[kind]))

/** What the handler manages against the one written by hand: called as a function, and behind a server. */
export async function throughput(): Promise<Row[]> {
  const called = await inTurns(ROUNDS, speedOf)
  const served = await inTurns(HTTP_ROUNDS, speedOverHttp)
  return [
    {
      what: 'Create and complete, against the same by hand',
      value: ratio(called, 'wall'),
      unit: 'ratio',
      atLeast: 0.8,
    },
    { what: '  the same in processor time', value: ratio(called, 'cpu'), unit: 'ratio' },
    { what: '  with createBilling()', value: median(called.map((round) => round.ours.wall)), unit: '/s' },
    { what: '  by hand', value: median(called.map((round) => round.theirs.wall)), unit: '/s' },
    {
      what: '  behind node:http, the client in the same process',
      value: ratio(served, 'wall'),
      unit: 'ratio',
    },
    { what: '  the same in processor time', value: ratio(served, 'cpu'), unit: 'ratio' },
  ]
}
