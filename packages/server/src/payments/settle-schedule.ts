// What the PG's word about a scheduled charge makes of its payment. Pure.
import type { SettleContext } from '../registration/settle.ts'
import type { RevokeOutcome, ScheduleOutcome } from './operations.ts'
import type { Payment } from './payment.ts'
import { paymentStep, settleCharge } from './settle.ts'
import type { Change } from './work.ts'

/** The step that an outcome of scheduling leads to, or undefined when nothing changes. */
export function settleSchedule(
  payment: Payment,
  outcome: ScheduleOutcome,
  context: SettleContext,
): Change<Payment> | undefined {
  if (outcome.kind !== 'scheduled') return settleCharge(payment, outcome, context)
  const { mismatches } = outcome
  const { at, requestId } = context
  // It is with the PG, but not as it was ordered: a person looks before its time.
  if (mismatches.length > 0) {
    const reason = { code: 'return_mismatch', requestId, mismatches } as const
    return paymentStep(payment, 'found-uncertain', context, { reason, uncertainSince: at, looks: 0 })
  }
  const known = { reason: undefined, uncertainSince: undefined, looks: undefined }
  return paymentStep(payment, 'found-scheduled', context, known)
}

/** The step that an outcome of taking it back leads to. What the PG refuses stays scheduled, and says why. */
export function settleUnschedule(
  payment: Payment,
  outcome: RevokeOutcome,
  context: SettleContext,
): Change<Payment> | undefined {
  if (outcome.kind === 'revoked') return paymentStep(payment, 'unscheduled', context, { reason: undefined })
  const { requestId } = context
  const reason =
    outcome.kind === 'pending'
      ? ({ code: 'payment_in_progress', requestId } as const)
      : {
          code: outcome.code,
          requestId,
          ...(outcome.providerCode ? { providerCode: outcome.providerCode } : {}),
        }
  return paymentStep(payment, 'found-scheduled', context, { reason })
}
