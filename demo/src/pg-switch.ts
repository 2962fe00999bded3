// The one line on a merchant's server that decides the PG: which provider stands first. Here it can be changed by a click.
import type { Billing, ServerProvider } from '@billing-register/server'

/** Where the page with the switch finds its handler: the other pages keep theirs. */
export const SWITCH_ENDPOINT = '/switch/billing'

/** A billing handler, made anew with another provider in the first place. */
export interface PgSwitch {
  /** Name of the provider that a tag without `provider` gets. */
  readonly chosen: string
  readonly billing: Billing
  /** Answers whether there is a provider of this name. */
  choose(name: string): boolean
  reset(): void
}

export function createPgSwitch(
  make: (providers: readonly ServerProvider[]) => Billing,
  providers: readonly ServerProvider[],
): PgSwitch {
  const [first] = providers
  let chosen = first?.name ?? ''
  let billing = make(providers)
  const choose = (name: string): boolean => {
    const provider = providers.find((one) => one.name === name)
    if (provider === undefined) return false
    chosen = name
    // Registrations that are under way go on: ledger and providers are the same, only their order is not.
    billing = make([provider, ...providers.filter((one) => one !== provider)])
    return true
  }
  return {
    get chosen() {
      return chosen
    },
    get billing() {
      return billing
    },
    choose,
    reset: () => void choose(first?.name ?? ''),
  }
}
