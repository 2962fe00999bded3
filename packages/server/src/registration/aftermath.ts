// What goes with the step that brings a key, beside the registration itself: its first payment, and the end of a key that
// nobody may use. Pure.
import { withFirstPayment } from '../payments/first-payment.ts'
import type { FinishingProvider, IssueOutcome } from '../providers/provider.ts'
import type { Core } from './core.ts'
import { scheduled } from './due.ts'
import type { Registration } from './record.ts'
import type { SettleContext, Step } from './settle.ts'

/** How long after the key the others are looked for: the customer has left the window by then, ms. */
const SEEK_AFTER_MS = 60 * 60_000

/** The step with what goes with it. */
export function withAftermath(
  { holdMs }: Pick<Core, 'holdMs'>,
  { can }: Pick<FinishingProvider, 'can'>,
  step: Step,
  before: Registration,
  outcome: IssueOutcome,
  context: SettleContext,
): Step {
  const paid = withFirstPayment(step, before, outcome, context)
  return withEnd(withSearch(paid, can.seek === true, context.at), context.at + holdMs)
}

// A window that makes keys may have made several: a second visit, another tab. While one is held for its owner they may
// still bring any of them, so the others are looked for when that time is over. Where a PG issues for whom the window was
// opened, whoever brings the return (`seeks`), a call of somebody else's may have made one, too.
function withSearch({ next, effects }: Step, seeks: boolean, at: number): Step {
  const { state, heldUntil, madeInWindow } = next
  const kept = state === 'issued' || state === 'suspended'
  const seekSurplusAt = kept ? at + SEEK_AFTER_MS : state === 'held' ? heldUntil : undefined
  const several = madeInWindow || (seeks && kept)
  if (!several || seekSurplusAt === undefined) return { next, effects }
  return { next: scheduled({ ...next, seekSurplusAt }), effects }
}

/** A key that is suspended is revoked when no operator has taken it back until then, where its PG can. */
export function withEnd(step: Step, lookAt: number): Step {
  const { paymentMethod } = step.effects
  if (paymentMethod?.state !== 'suspended') return step
  return { ...step, effects: { ...step.effects, paymentMethod: { ...paymentMethod, lookAt } } }
}
