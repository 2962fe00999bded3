// The simulated PGs in a process of their own: every call is reported, and spoilt where the seed says so.
import { serve } from '@hono/node-server'
import { createSimulator } from '@billing-register/simulator'
import { factsOf, operationOf } from './calls.ts'
import { makeCourier } from './courier.ts'
import { CHANNELS } from './instances.ts'
import { drawFault } from './schedule.ts'
import { tell, type PgSettings } from './settings.ts'
import { SPEED, worldClock } from './world-time.ts'

const settings: PgSettings = JSON.parse(process.env['CHAOS_SETTINGS'] ?? '{}')
const { seed, keys, marker, clockBase, webhooks } = settings

let faulty = true
let clock = worldClock(clockBase, 0)
const webhookUrls = Object.fromEntries(
  ['portone-v1', 'portone-v2', 'toss'].map((provider) => [provider, `${webhooks}/${provider}`]),
)
const simulator = createSimulator({
  seed,
  keyMarker: marker,
  credentials: {
    danal: keys.danal,
    'portone-v1': keys.portoneV1,
    'portone-v2': keys.portoneV2,
    toss: keys.toss,
  },
  quirks: { latency: [1, 40], propagationMs: seed % 2 === 0 ? 0 : 150 * SPEED },
  clock: () => clock(),
  webhookUrls,
  fetch: makeCourier({ seed, now: () => clock() / SPEED, isCalm: () => !faulty, heard: tell }),
})

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

/** The key that an answer tells. PortOne V1's is known by the handle that it was made under. */
const keyIn = (provider: string, operation: string, body: string): string | undefined =>
  provider === 'portone-v1'
    ? operation === 'issue' && /"code":0\b/.test(body)
      ? /"customer_uid":"([^"]*)"/.exec(body)?.[1]
      : undefined
    : /"billingKey":"([^"]*)"/.exec(body)?.[1]

/** A call of the server that the path names: reported as it comes and as it is answered. */
async function answerCall(request: Request, server: number, path: string, env?: object): Promise<Response> {
  const [, provider = ''] = path.split('/')
  const operation = operationOf(request.method, path)
  const body = await request.text()
  const call = ++calls
  tell({
    kind: 'call',
    call,
    server,
    provider,
    operation,
    at: Date.now(),
    ...factsOf(path, request.headers, body),
  })
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
  const issuedKey = response.ok ? keyIn(provider, operation, text) : undefined
  tell({ kind: 'answer', call, server, at: Date.now(), ...(issuedKey && { issuedKey }) })
  return new Response(text, response)
}

/** Windows of PortOne V2 that make the key themselves. */
const direct = new Set<string>()

/** At the moment a window makes a key its answer can get lost. */
async function atWindow(request: Request, path: string, env?: object): Promise<Response> {
  const form = request.method === 'POST' ? await request.clone().text() : ''
  const approves = /(?:^|&)do=(?:sim-approve|code)(?:&|$)/.test(form)
  if (/^\/portone-v1\/request-pay\/./.test(path) && request.method === 'POST')
    await spoil('portone-v1', 'issue')
  if (direct.has(path.replace(/^.*\//, '')) && approves) await spoil('portone-v2', 'issue')
  const response = await simulator.fetch(request, env)
  if (path === '/portone-v2/checkout' && form.includes(CHANNELS.direct)) {
    const opened: { url?: string } = await response.clone().json()
    direct.add((opened.url ?? '').replace(/^.*\//, ''))
  }
  return response
}

async function answer(request: Request, env?: object): Promise<Response> {
  const url = new URL(request.url)
  const [, server, path] = /^\/by\/(\d+)(\/.*)$/.exec(url.pathname) ?? []
  if (server !== undefined) return answerCall(request, Number(server), `${path}${url.search}`, env)
  if (url.pathname === '/calm') {
    faulty = false
    return simulator.fetch('http://pgs/control/faults', { method: 'DELETE' })
  }
  if (url.pathname === '/later') {
    clock = worldClock(clockBase, Number(url.searchParams.get('ms')))
    return new Response(null, { status: 204 })
  }
  return atWindow(request, url.pathname, env)
}

serve({ fetch: answer, hostname: '127.0.0.1', port: 0 }, ({ port }) => tell({ kind: 'ready', port }))
process.on('disconnect', () => process.exit())
