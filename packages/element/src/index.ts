// The elements' classes and types, without any side effect: import `./define` or `./define-methods` to register a tag.
export { BillingMethodsElement } from './billing-methods-element.ts'
export { BillingRegisterElement } from './billing-register-element.ts'
export {
  BillingCancelEvent,
  BillingErrorEvent,
  BillingIssuedEvent,
  BillingPhaseEvent,
  BillingStartEvent,
} from './events.ts'
export { BillingMethodEvent } from './methods/events.ts'
export type { MethodsState } from './methods/state.ts'
export type { ElementState, Phase } from './registration/state.ts'
