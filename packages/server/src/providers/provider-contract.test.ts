// All providers keep the contract of every provider, whatever the simulated PG leaves open.
import { describe, expect, it } from 'vitest'
import { KEY_INS, providerBench, PROVIDERS, SEEDS } from '../../test/simulated-providers.ts'
import { KEY_IN_CONTRACT, PROVIDER_CONTRACT } from '../testing/provider-contract.ts'

describe.each([
  ...Object.entries(PROVIDERS).map(([name, one]) => [name, one, PROVIDER_CONTRACT] as const),
  ...Object.entries(KEY_INS).map(([name, one]) => [name, one, KEY_IN_CONTRACT] as const),
])('%s', (_name, candidate, contract) => {
  it.each(contract)('$name', async ({ run }) => {
    for (const seed of SEEDS) {
      await expect(run(providerBench(seed, candidate)), `seed ${seed}`).resolves.toBeUndefined()
    }
  })
})
