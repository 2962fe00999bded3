// The merchant's side of billing-register: all that a shop writes on its server.
import {
  createBilling,
  type Billing,
  type HolderQuestion,
  type LedgerSource,
  type ServerProvider,
} from '@billing-register/server'
import type { Login } from './login.ts'
import { describeOrder, isPlanId, type PriceList } from './plans.ts'
import type { ShopClock } from './shop-clock.ts'

interface Merchant {
  readonly origin: string
  /** Where the tag looks for it. */
  readonly endpoint: string
  readonly providers: readonly ServerProvider[]
  readonly ledger: LedgerSource
  readonly sealingKeys: string
  readonly login: Login
  readonly prices: PriceList
  readonly clock: ShopClock
  readonly log: (line: string) => void
}

/**
 * A real shop compares with the birth date that its identity check (본인확인) verified for this customer. The customers
 * of this one have none, so it only shows where the answer belongs: whoever types 991231 is not the holder.
 */
const isHolder = ({ identity }: HolderQuestion): boolean => identity.value !== '991231'

/** The billing handler of this shop. */
export function shopBilling(merchant: Merchant): Billing {
  const { origin, endpoint, providers, ledger, sealingKeys, login, prices, clock, log } = merchant
  return createBilling({
    publicUrl: `${origin}${endpoint}`,
    providers,
    ledger,
    sealingKeys,
    identify: (request) => login.customerOf(request),
    order: ({ plan, locale }) =>
      isPlanId(plan) ? describeOrder(plan, prices.of(plan), locale, clock.now()) : null,
    ...(providers.some(({ keyIn }) => keyIn) && {
      dangerouslyAcceptCardNumbers: { verifyHolder: isHolder },
    }),
    log: (entry) => log(JSON.stringify({ at: new Date(clock.now()).toISOString(), ...entry })),
    clock: clock.now,
  })
}
