// All providers keep the contract of every provider, whatever the simulated PG leaves open.
import { describe, expect, it } from 'vitest'
import { KEY_INS, providerBench, PROVIDERS, SEEDS } from '../../test/simulated-providers.ts'
import { KEY_IN_CONTRACT, PROVIDER_CONTRACT } from '../testing/provider-contract.ts'

// A typed card meets fewer of the PG's whims: it has no window.
describe.each([
  ...Object.entries(PROVIDERS).map(([name, one]) => [name, one, PROVIDER_CONTRACT, SEEDS] as const),
  ...Object.entries(KEY_INS).map(([name, one]) => [name, one, KEY_IN_CONTRACT, SEEDS.slice(0, 3)] as const),
])('%s', (_name, candidate, contract, seeds) => {
  it.each(contract)('$name', async ({ run }) => {
    for (const seed of seeds) {
      await expect(run(providerBench(seed, candidate)), `seed ${seed}`).resolves.toBeUndefined()
    }
  })
})
