// All providers that can charge, cancel and revoke keep the contract of operations, whatever the simulated PG leaves open.
import { describe, expect, it } from 'vitest'
import { OPERATIONS_CONTRACT } from '../testing/operations-contract.ts'
import { operationsBench, OPERATORS, SEEDS } from '../../test/simulated-providers.ts'

describe.each(OPERATORS)('%s', (_name, candidate) => {
  it.each(OPERATIONS_CONTRACT)('$name', async ({ run }) => {
    for (const seed of SEEDS.slice(0, 3)) {
      await expect(run(operationsBench(seed, candidate)), `seed ${seed}`).resolves.toBeUndefined()
    }
  })
})
