// The simulated PGs in a process of their own: every call is reported, and spoilt where the seed says so.
import { serve } from '@hono/node-server'
import { createSimulator } from '@billing-register/simulator'
import { drawFault } from './schedule.ts'
import { tell, type CallMessage, type PgSettings } from './settings.ts'

const { seed, keys, marker }: PgSettings = JSON.parse(process.env['CHAOS_SETTINGS'] ?? '{}')
const simulator = createSimulator({
  seed,
  keyMarker: marker,
  credentials: {
    danal: keys.danal,
    'portone-v1': keys.portoneV1,
    'portone-v2': keys.portoneV2,
    toss: keys.toss,
  },
  quirks: { latency: [1, 40], propagationMs: seed % 2 === 0 ? 0 : 150 },
})

let faulty = true
let calls = 0
const counts = new Map<string, number>()

async function spoil(provider: string, operation: string): Promise<void> {
  const name = `${provider} ${operation}`
  const index = counts.get(name) ?? 0
  counts.set(name, index + 1)
  const fault = faulty ? drawFault(seed, provider, operation, index) : undefined
  if (!fault) return
  const body = JSON.stringify({ provider, operation, times: 1, ...fault })
  await simulator.fetch('http://pgs/control/faults', { method: 'POST', body })
}

const CHARGE = /^\/toss\/v1\/billing\/[^/]+$|\/payments\/again$|\/payments\/[^/]+\/billing-key$/

function operationOf(method: string, path: string): string {
  if (/\/issue-key$|\/authorizations\/issue$|\/billing-keys\/confirm$/.test(path)) return 'issue'
  if (path.endsWith('/users/getToken')) return 'token'
  if (method === 'POST' && CHARGE.test(path)) return 'charge'
  if (method === 'POST' && path.endsWith('/cancel')) return 'cancel'
  return method === 'DELETE' ? 'revoke' : 'lookup'
}

type CallFacts = Pick<CallMessage, 'claim' | 'order' | 'idempotencyKey'>

// PortOne V2 is told the order in the address, the others in the body.
const orderOf = (path: string, body: string): string | undefined =>
  /\/payments\/([^/]+)\/billing-key$/.exec(path)?.[1] ??
  /"(?:orderId|merchant_uid)":"([^"]*)"/.exec(body)?.[1]

function factsOf(request: Request, path: string, body: string): CallFacts {
  const idempotencyKey = request.headers.get('idempotency-key')
  const claim = /"(?:transactionId|authKey|billingIssueToken)":"([^"]*)"/.exec(body)?.[1]
  const order = CHARGE.test(path) ? orderOf(path, body) : undefined
  return { ...(claim && { claim }), ...(order && { order }), ...(idempotencyKey && { idempotencyKey }) }
}

const keyIn = (body: string): string | undefined => /"billingKey":"([^"]*)"/.exec(body)?.[1]

/** A call of the server that the path names: reported as it comes and as it is answered. */
async function answerCall(request: Request, server: number, path: string, env?: object): Promise<Response> {
  const [, provider = ''] = path.split('/')
  const operation = operationOf(request.method, path)
  const body = await request.text()
  const call = ++calls
  tell({ kind: 'call', call, server, provider, operation, at: Date.now(), ...factsOf(request, path, body) })
  await spoil(provider, operation)
  const { method, headers, signal } = request
  const sent = new Request(new URL(path, request.url), {
    method,
    headers,
    signal,
    ...(method === 'GET' ? {} : { body }),
  })
  const response = await simulator.fetch(sent, env)
  if (response.headers.has('x-hono-already-sent')) return response
  const text = await response.text()
  const issuedKey = response.ok ? keyIn(text) : undefined
  tell({ kind: 'answer', call, server, at: Date.now(), ...(issuedKey && { issuedKey }) })
  return new Response(text, response)
}

async function answer(request: Request, env?: object): Promise<Response> {
  const url = new URL(request.url)
  const [, server, path] = /^\/by\/(\d+)(\/.*)$/.exec(url.pathname) ?? []
  if (server !== undefined) return answerCall(request, Number(server), `${path}${url.search}`, env)
  if (url.pathname === '/calm') {
    faulty = false
    return simulator.fetch('http://pgs/control/faults', { method: 'DELETE' })
  }
  // PortOne makes its keys in the window: that is where its answer can get lost.
  if (/^\/portone-v1\/request-pay\/./.test(url.pathname) && request.method === 'POST') {
    await spoil('portone-v1', 'issue')
  }
  return simulator.fetch(request, env)
}

serve({ fetch: answer, hostname: '127.0.0.1', port: 0 }, ({ port }) => tell({ kind: 'ready', port }))
process.on('disconnect', () => process.exit())
