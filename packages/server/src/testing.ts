// Suites that a merchant can run against their own ledger.
export { LEDGER_CONTRACT, sampleRegistration, type LedgerCase } from './testing/ledger-contract.ts'
export { interleave, type Actor, type Scenario } from './testing/interleave.ts'
