// What the owner of a registration is told of it. Nothing that could charge the card, and no identifier of the PG.
import type { PaymentMethodKind, RegistrationState, RegistrationView } from '@billing-register/contract'
import { problemOf } from '../http/problem.ts'
import { UNCERTAIN_MS } from './core.ts'
import type { Words } from '../text/words.ts'
import type { Registration } from './record.ts'

/** The state as told: a window that nobody opened in time is expired, a suspended key is uncertain. */
function publicState(registration: Registration, now: number): RegistrationState {
  const { state } = registration
  if (state === 'suspended') return 'uncertain'
  if (state === 'held') return 'returned'
  if (state === 'open' && now >= registration.opensUntil) return 'expired'
  return state
}

/** The view of a registration for its owner. `kind`: what its provider registers. */
export function viewOf(
  registration: Registration,
  now: number,
  words: Words,
  kind?: PaymentMethodKind,
): RegistrationView {
  const { id, provider, plan, order, reason, payment } = registration
  const state = publicState(registration, now)
  // Said beside a card whose first payment did not go through, or not yet.
  const unpaid =
    state === 'issued' && payment && payment.state !== 'paid'
      ? (`payment_${payment.state}` as const)
      : undefined
  const code = reason?.code ?? unpaid ?? (state === 'expired' ? 'registration_expired' : undefined)
  const { name, amount, currency } = order
  const again = state === 'uncertain' ? canRetry(registration, now) : undefined
  return {
    id,
    provider,
    ...(plan === undefined ? {} : { plan }),
    state,
    order: { name, amount, currency },
    ...(state === 'issued' && registration.paymentMethod
      ? { paymentMethod: registration.paymentMethod }
      : {}),
    ...(payment ? { payment } : {}),
    ...(again === undefined ? {} : { canRetry: again }),
    ...(code
      ? {
          error: {
            ...problemOf(code, words, reason?.requestId, undefined, kind),
            ...(again ? { detail: words.message.retriable } : {}),
          },
        }
      : {}),
  }
}

/** Only where no money can have moved, and only after the automatic looks. */
export function canRetry(registration: Registration, now: number): boolean {
  if (registration.order.charge === 'now' || registration.payment || registration.strayCharges) return false
  return registration.uncertainSince !== undefined && now - registration.uncertainSince >= UNCERTAIN_MS
}
