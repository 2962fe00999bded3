// All providers that can charge, cancel and revoke keep the contract of operations, whatever the simulated PG leaves open.
import { describe, expect, it } from 'vitest'
import { OPERATIONS_CONTRACT } from '../testing/operations-contract.ts'
import { SCHEDULES_CONTRACT } from '../testing/schedules-contract.ts'
import { operationsBench, OPERATORS, SEEDS } from '../../test/simulated-providers.ts'

describe.each(OPERATORS)('%s', (_name, candidate) => {
  it.each(OPERATIONS_CONTRACT)('$name', async ({ run }) => {
    for (const seed of SEEDS.slice(0, 3)) {
      await expect(run(operationsBench(seed, candidate)), `seed ${seed}`).resolves.toBeUndefined()
    }
  })
})

// How the key came about makes no difference to what is ordered with it, and nothing that a seed draws does.
const schedulers = OPERATORS.filter(([, { comparedInSchedule, typed }]) => comparedInSchedule && !typed)

describe.each(schedulers)('%s, later', (_name, candidate) => {
  it.each(SCHEDULES_CONTRACT)('$name', async ({ run }) => {
    await expect(run(operationsBench(1, candidate))).resolves.toBeUndefined()
  })
})

it('every provider that says that it can schedule keeps the contract of schedules, and no other has it', async () => {
  for (const [, candidate] of OPERATORS) {
    const { can } = await operationsBench(1, candidate).make({})
    expect(can.schedule === true).toBe(candidate.comparedInSchedule !== undefined)
  }
})
