// `/__demo/*`: what the truth panel reads, and, where asked for, the controls with which tests turn the shop's knobs.
import type { Simulator } from '@billing-register/simulator'
import { Hono } from 'hono'
import type { PgSwitch } from './pg-switch.ts'
import { isPlanId, type PriceList } from './plans.ts'
import type { ShopClock } from './shop-clock.ts'
import type { ShopLedger } from './shop-ledger.ts'
import { compare, ledgerSide } from './truth/compare.ts'
import { mask } from './truth/mask.ts'

interface DemoParts {
  readonly ledger: ShopLedger
  readonly simulator: Simulator
  /** When the simulated PGs began, ms since the epoch: they know nothing of registrations from before. */
  readonly since: number
  readonly prices: PriceList
  readonly clock: ShopClock
  readonly pgSwitch: PgSwitch
  readonly realPgs: readonly string[]
  /** Looks after what nobody asks for, as the merchant's scheduler would. */
  readonly reconcile: () => Promise<object>
}

const CALLS = 8

// What the panel shows, and the masked ledger. Reading only.
function truthRoutes({ ledger, simulator, since, realPgs }: DemoParts): Hono {
  return new Hono()
    .get('/ledger', async (c) => c.json({ registrations: (await ledger.known()).map(ledgerSide) }))
    .get('/truth', async (c) => {
      const { truth } = simulator
      const known = (await ledger.known()).filter(({ registration }) => registration.createdAt >= since)
      return c.json({
        realPgs,
        rows: compare(known, truth),
        payments: truth.payments.toReversed().map(({ provider, orderId, amount, state }) => ({
          provider,
          orderId: mask(orderId),
          amount,
          state,
        })),
        calls: truth.calls.slice(-CALLS).toReversed(),
      })
    })
}

async function json(request: Request): Promise<Record<string, unknown>> {
  const body: unknown = await request.json().catch(() => undefined)
  return typeof body === 'object' && body !== null ? { ...body } : {}
}

// Controls for tests.
function testControls({ ledger, simulator, prices, clock, pgSwitch, reconcile }: DemoParts): Hono {
  return new Hono()
    .post('/price', async (c) => {
      const { plan, amount } = await json(c.req.raw)
      if (typeof plan !== 'string' || !isPlanId(plan)) return c.json({ error: 'plan: no such plan' }, 400)
      if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount < 1)
        return c.json({ error: 'amount: a whole number of KRW above 0' }, 400)
      prices.set(plan, amount)
      return c.json({ plan, amount })
    })
    .post('/clock', async (c) => {
      const { advanceMs } = await json(c.req.raw)
      if (typeof advanceMs !== 'number' || !Number.isFinite(advanceMs))
        return c.json({ error: 'advanceMs: a number of ms' }, 400)
      clock.advance(advanceMs)
      return c.json({ now: clock.now() })
    })
    .post('/reconcile', async (c) => c.json(await reconcile()))
    .post('/reset', async (c) => {
      prices.reset()
      clock.reset()
      pgSwitch.reset()
      await ledger.reset()
      simulator.reset()
      return c.json({ ok: true })
    })
}

/** The routes under `/__demo`; the controls only where they were asked for. */
export function demoRoutes(parts: DemoParts, withControls: boolean): Hono {
  const routes = truthRoutes(parts)
  return withControls ? routes.route('/', testControls(parts)) : routes
}
