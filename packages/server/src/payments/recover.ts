// One payment, or one payment method, that is due to be looked at: brought as far as it can be brought now.
import type { Core } from '../registration/core.ts'
import type { PaymentMethod } from '../registration/record.ts'
import type { SettleContext } from '../registration/settle.ts'
import { askAbout } from './ask-about.ts'
import { lookCancel } from './cancel.ts'
import { reloadPayment } from './charge-work.ts'
import { chargeDue, tellRegistration } from './charge-first.ts'
import { followDeleted } from './deleted-key.ts'
import { unsettledCancellation } from './due.ts'
import { look } from './follow.ts'
import { mayLook, putOff } from './hint.ts'
import type { Payment } from './payment.ts'
import { isOwnAccount } from './providers.ts'
import { lookSchedule } from './schedule.ts'
import { goOn, markRevoking, reloadMethod } from './revoke.ts'
import { settleCancel, settleCharge } from './settle.ts'
import { goOnTakingBack } from './unschedule.ts'
import type { Change } from './work.ts'

/** Brings a payment further. Throws only when the ledger does. */
export async function recoverPayment(core: Core, payment: Payment, requestId: string): Promise<Payment> {
  const after = await further(core, payment, requestId)
  const counted = after.version === payment.version ? await count(core, after, requestId) : after
  await tellRegistration(core, counted, requestId)
  return counted
}

function further(core: Core, payment: Payment, requestId: string): Promise<Payment> | Payment {
  switch (payment.state) {
    case 'due':
      return chargeDue(core, payment, requestId)
    case 'charging':
    case 'uncertain':
      return look(core, payment, requestId)
    case 'paid':
      return unsettledCancellation(payment)
        ? lookCancel(core, payment, requestId)
        : followHint(core, payment, requestId)
    case 'scheduling':
      return lookSchedule(core, payment, requestId)
    case 'scheduled':
      if ((payment.scheduledFor ?? 0) > core.now()) return goOnTakingBack(core, payment, requestId)
      // Its time has come: the charge that the PG made by itself is found as any other.
      return askAbout(core, payment, requestId)
    case 'declined':
      return followHint(core, payment, requestId)
    case 'cancelled':
      return payment
  }
}

/** Asks the PG about what a webhook hinted at and nobody has found out. */
async function followHint(core: Core, payment: Payment, requestId: string): Promise<Payment> {
  if (!payment.hint) return payment
  return (await mayLook(core, payment.id)) ? askAbout(core, payment, requestId, true) : putOff(core, payment)
}

// What cannot be asked for is looked at less and less often: only a person can settle it.
async function count(core: Core, payment: Payment, requestId: string): Promise<Payment> {
  const change = waiting(payment, { at: core.now(), requestId, mint: core.mint })
  if (!change) return payment
  const { next, events } = change
  const written = await core.ledger.charges.replacePayment(payment, next, { events })
  return written === 'ok' ? next : reloadPayment(core, payment)
}

const UNKNOWN = { kind: 'uncertain', code: 'outcome_unknown' } as const

function waiting(payment: Payment, context: SettleContext): Change<Payment> | undefined {
  const cancellation = unsettledCancellation(payment)
  return payment.state === 'paid'
    ? cancellation && settleCancel(payment, cancellation, UNKNOWN, context)
    : settleCharge(payment, UNKNOWN, context)
}

/**
 * Brings a payment method further: one that is being revoked, one whose key is said to be gone, one that nobody wants, and one that was suspended so long
 * that no operator has taken it back, where its PG can delete it.
 */
export async function recoverMethod(
  core: Core,
  method: PaymentMethod,
  requestId: string,
): Promise<PaymentMethod> {
  if (method.state === 'revoking') return goOn(core, method, requestId)
  const provider = core.providers.get(method.provider)
  if (method.state === 'active' && method.saidGone && provider && isOwnAccount(provider, method)) {
    return (await mayLook(core, method.id)) ? followDeleted(core, provider, method, requestId) : method
  }
  const unwanted = method.state === 'surplus' || method.state === 'suspended'
  if (unwanted && provider?.can.revoke) {
    const revoking = await markRevoking(core, method, { by: 'server', requestId })
    return revoking ? goOn(core, revoking, requestId) : reloadMethod(core, method)
  }
  const next = { ...method, lookAt: undefined, version: method.version + 1 }
  const written = await core.ledger.charges.replaceMethod(method, next, { events: [] })
  return written === 'ok' ? next : reloadMethod(core, method)
}
