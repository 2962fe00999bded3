// Suites that a merchant can run against their own ledger and their own provider.
export { LEDGER_CONTRACT } from './testing/ledger-contract.ts'
export { payment as samplePayment, sampleRegistration, type LedgerCase } from './testing/ledger-samples.ts'
export { interleave, type Actor, type Scenario } from './testing/interleave.ts'
export { OPERATIONS_CONTRACT } from './testing/operations-contract.ts'
export type { OperationsBench, OperationsCase } from './testing/operations-bench.ts'
export type { ProviderBench, ProviderCase } from './testing/provider-bench.ts'
export { KEY_IN_CONTRACT, PROVIDER_CONTRACT } from './testing/provider-contract.ts'
export { walkWindow, type WindowEnd } from './testing/simulated-windows.ts'
