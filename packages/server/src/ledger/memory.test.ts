// The in-memory ledger keeps the contract of every ledger.
import { describe, expect, it } from 'vitest'
import { LEDGER_CONTRACT } from '../testing/ledger-contract.ts'
import { memoryLedger } from './memory.ts'

describe('memoryLedger', () => {
  it.each(LEDGER_CONTRACT)('$name', async ({ run }) => {
    await expect(run(memoryLedger())).resolves.toBeUndefined()
  })
})
