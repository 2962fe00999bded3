// What the owner is told of a registration, in a handler.
import type { RegistrationView } from '@billing-register/contract'
import type { Registration } from '../registration/record.ts'
import { viewOf } from '../registration/view.ts'
import type { BillingContext } from './context.ts'

/** What the owner is told of a registration now. */
export function viewFor(c: BillingContext, registration: Registration): RegistrationView {
  const { core, words } = c.get('call')
  return viewOf(registration, core.now(), words, core.providers.get(registration.provider)?.kind)
}
