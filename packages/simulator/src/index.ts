// The simulated PGs as a web-standard fetch handler. Node's server is in ./node.
export { createSimulator, type Simulator, type SimulatorFetch, type SimulatorOptions } from './simulator.ts'
export {
  visitDanalWindow,
  visitPortoneWindow,
  type CustomerChoice,
  type DanalVisit,
  type PortoneEnd,
  type PortoneVisit,
} from './customer.ts'
export { visitPortoneV2Window, type PortoneV2End, type PortoneV2Visit } from './customer-portone-v2.ts'
export { visitTossWindow, type TossVisit, type TossVisitEnd } from './customer-toss.ts'
export {
  SIMULATOR_CREDENTIALS,
  type CredentialOverrides,
  type PortoneChannel,
  type PortoneV2Channel,
  type SimulatorCredentials,
} from './credentials.ts'
export { SIMULATED_PROVIDERS, type SimulatedProvider } from './provider-id.ts'
export { FAULT_KINDS, FAULT_OPERATIONS, type Fault, type FaultKind, type FaultOperation } from './faults.ts'
export type { Quirks } from './quirks.ts'
export { TEST_CARDS, type CardOutcome, type TestCard } from './test-cards.ts'
export type { TrueCall, TrueKey, TruePayment, TrueSchedule, Truth } from './truth.ts'
