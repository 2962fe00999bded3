// The merchant's side of billing-register: all that a shop writes on its server.
import { createBilling, type Billing, type ServerProvider } from '@billing-register/server'
import type { Login } from './login.ts'
import { describeOrder, isPlanId, type PriceList } from './plans.ts'
import type { ShopClock } from './shop-clock.ts'
import type { WatchedLedger } from './truth/watched-ledger.ts'

interface Merchant {
  readonly origin: string
  /** Where the tag looks for it. */
  readonly endpoint: string
  readonly providers: readonly ServerProvider[]
  readonly ledger: WatchedLedger
  readonly login: Login
  readonly prices: PriceList
  readonly clock: ShopClock
  readonly log: (line: string) => void
}

/** The billing handler of this shop. */
export function shopBilling({
  origin,
  endpoint,
  providers,
  ledger,
  login,
  prices,
  clock,
  log,
}: Merchant): Billing {
  return createBilling({
    publicUrl: `${origin}${endpoint}`,
    providers,
    ledger: ledger.ledger,
    identify: (request) => login.customerOf(request),
    order: ({ plan, locale }) =>
      isPlanId(plan) ? describeOrder(plan, prices.of(plan), locale, clock.now()) : null,
    log: (entry) => log(JSON.stringify({ at: new Date(clock.now()).toISOString(), ...entry })),
    clock: clock.now,
  })
}
