// The in-memory ledger keeps the contract of every ledger.
import { describe, it } from 'vitest'
import { LEDGER_CONTRACT } from '../testing/ledger-contract.ts'
import { memoryLedger } from './memory.ts'

describe('memoryLedger', () => {
  for (const { name, run } of LEDGER_CONTRACT) it(name, () => run(memoryLedger()))
})
