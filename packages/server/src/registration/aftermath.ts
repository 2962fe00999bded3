// What goes with the step that brings a key, beside the registration itself: its first payment, and the end of a key that
// nobody may use. Pure.
import { withFirstPayment } from '../payments/first-payment.ts'
import type { IssueOutcome } from '../providers/provider.ts'
import type { Core } from './core.ts'
import type { Registration } from './record.ts'
import type { SettleContext, Step } from './settle.ts'

/** The step with what goes with it. */
export function withAftermath(
  { holdMs }: Pick<Core, 'holdMs'>,
  step: Step,
  before: Registration,
  outcome: IssueOutcome,
  context: SettleContext,
): Step {
  return withEnd(withFirstPayment(step, before, outcome, context), context.at + holdMs)
}

/** A key that is suspended is revoked when no operator has taken it back until then, where its PG can. */
export function withEnd(step: Step, lookAt: number): Step {
  const { paymentMethod } = step.effects
  if (paymentMethod?.state !== 'suspended') return step
  return { ...step, effects: { ...step.effects, paymentMethod: { ...paymentMethod, lookAt } } }
}
