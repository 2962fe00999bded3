// The control API: read the truth, order faults, fix quirks, start afresh. For tests and the demo's panel.
import { Hono } from 'hono'
import { cors } from 'hono/cors'
import { FAULT_KINDS, FAULT_OPERATIONS, parseFault } from '../faults.ts'
import { parseJson } from '../json.ts'
import type { SimulatedProvider } from '../provider-id.ts'
import { applyQuirks } from '../quirks.ts'
import type { World } from '../world.ts'

export interface ControlOptions {
  /** Origins without prefix that are served; a PG that has none is named by its path under this origin. */
  readonly origins: Partial<Record<SimulatedProvider, string>>
  readonly providers: readonly SimulatedProvider[]
  readonly reset: () => void
}

function isLoopbackOrigin(origin: string): boolean {
  if (!URL.canParse(origin)) return false
  const { hostname } = new URL(origin)
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '127.0.0.1' ||
    hostname === '[::1]'
  )
}

function problem(error: string): Response {
  return Response.json({ error }, { status: 400 })
}

export function createControl(world: World, options: ControlOptions): Hono {
  const app = new Hono()
  app.use(cors({ origin: (origin) => (isLoopbackOrigin(origin) ? origin : null) }))
  app.use(async (context, next) => {
    await next()
    context.header('cache-control', 'no-store')
  })
  app.get('/origins', ({ req, json }) => {
    const beside = new URL(req.url)
    const base = beside.origin + beside.pathname.replace(/\/control\/origins$/, '')
    return json(
      Object.fromEntries(options.providers.map((id) => [id, options.origins[id] ?? `${base}/${id}`])),
    )
  })
  app.get('/ledger', ({ json }) => json(world.truth))
  app.get('/faults', ({ json }) =>
    json({ faults: world.faults.list(), kinds: FAULT_KINDS, operations: FAULT_OPERATIONS }),
  )
  app.post('/faults', async ({ req, json }) => {
    const fault = parseFault(parseJson(await req.text()))
    if (typeof fault === 'string') return problem(fault)
    world.faults.add(fault)
    return json({ faults: world.faults.list() })
  })
  app.delete('/faults', ({ json }) => {
    world.faults.clear()
    return json({ faults: world.faults.list() })
  })
  app.get('/quirks', ({ json }) => json({ seed: world.seed, quirks: world.quirks }))
  app.post('/quirks', async ({ req, json }) => {
    const wrong = applyQuirks(world.quirks, parseJson(await req.text()))
    return wrong ? problem(wrong) : json({ seed: world.seed, quirks: world.quirks })
  })
  app.post('/reset', ({ json }) => {
    options.reset()
    return json({ reset: true })
  })
  return app
}
