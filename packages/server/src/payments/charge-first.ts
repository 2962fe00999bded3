// Charges what a registration has decided on, and tells the registration what became of it.
import { isBillingError, type ErrorCode } from '@billing-register/contract'
import { RETURN_MS, type Core } from '../registration/core.ts'
import type { Registration } from '../registration/record.ts'
import { step, type SettleContext } from '../registration/settle.ts'
import { beginCharge } from './begin-charge.ts'
import { reloadPayment } from './charge-work.ts'
import type { Payment } from './payment.ts'
import { paymentStep } from './settle.ts'

// What passes by itself, or by the merchant: the payment stays due.
const WAITS: ReadonlySet<ErrorCode> = new Set(['provider_paused', 'unknown_provider', 'misconfigured'])

/** Charges the first payment of a registration that was just issued, and answers the registration with its outcome. */
export async function chargeFirst(
  core: Core,
  registration: Registration,
  requestId: string,
): Promise<Registration> {
  const payment = await core.ledger.charges.paymentOfOrder(registration.id)
  if (payment?.state !== 'due') return registration
  return (await tellRegistration(core, await chargeDue(core, payment, requestId), requestId)) ?? registration
}

/** Charges what is due. The payment stays so while its provider is paused or not configured. */
export async function chargeDue(core: Core, payment: Payment, requestId: string): Promise<Payment> {
  let current = payment
  while (current.state === 'due') {
    const method = await core.ledger.charges.method(current.paymentMethodId)
    if (!method) return current
    // What the customer agreed to be charged now is not charged days later, when a pause is over.
    if (core.now() - current.createdAt > RETURN_MS) {
      current = await refuse(core, current, 'registration_expired', requestId)
      continue
    }
    try {
      const charged = await beginCharge(core, { input: current, method, payment: current, requestId })
      current = charged ?? (await reloadPayment(core, current))
    } catch (error) {
      if (!isBillingError(error) || error.code === 'ledger_unavailable') throw error
      if (WAITS.has(error.code)) return current
      current = await refuse(core, current, error.code, requestId)
    }
  }
  return current
}

async function refuse(core: Core, payment: Payment, code: ErrorCode, requestId: string): Promise<Payment> {
  const context: SettleContext = { at: core.now(), requestId, mint: core.mint }
  const refused = paymentStep(payment, 'refused', context, { reason: { code, requestId } })
  if (!refused) return payment
  const { next, events } = refused
  const written = await core.ledger.charges.replacePayment(payment, next, { events })
  return written === 'ok' ? next : reloadPayment(core, payment)
}

const TOLD: Readonly<Record<Payment['state'], NonNullable<Registration['payment']>['state']>> = {
  due: 'uncertain',
  scheduling: 'uncertain',
  scheduled: 'uncertain',
  charging: 'uncertain',
  uncertain: 'uncertain',
  declined: 'declined',
  paid: 'paid',
  // It was paid; that it went back is another story.
  cancelled: 'paid',
}

/** Lets the registration say what its first payment came to. Undefined for a payment that is no registration's first. */
export async function tellRegistration(
  core: Core,
  { from, registrationId, state, amount }: Payment,
  requestId: string,
): Promise<Registration | undefined> {
  if (from !== 'registration') return undefined
  for (;;) {
    const registration = await core.ledger.find(registrationId)
    const told = TOLD[state]
    if (!registration || (registration.payment?.state === told && told !== 'uncertain')) return registration
    const context = { at: core.now(), requestId, mint: core.mint }
    const charged = step(registration, 'charged', context, { payment: { state: told, amount } })
    if (!charged) return registration
    const { next, effects } = charged
    if ((await core.ledger.replace(registration, next, effects)) === 'ok') return next
  }
}
