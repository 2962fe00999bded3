// The element's class and types, without any side effect: import `./define` to register the tag.
export { BillingRegisterElement } from './billing-register-element.ts'
export {
  BillingCancelEvent,
  BillingErrorEvent,
  BillingIssuedEvent,
  BillingPhaseEvent,
  BillingStartEvent,
} from './events.ts'
export type { ElementState, Phase } from './registration/state.ts'
