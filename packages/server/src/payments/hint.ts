// What a webhook hints at of a payment that is settled: kept until the PG has told, whichever server dies meanwhile.
import type { Core } from '../registration/core.ts'
import { reloadPayment } from './charge-work.ts'
import { backOff, scheduledPayment, unsettledCancellation } from './due.ts'
import type { ChargeOutcome } from './operations.ts'
import type { Payment } from './payment.ts'

/** Shortest time between two looks at the PG for one row that hints may cause, ms. */
export const LOOK_EVERY_MS = 10_000
/** Looks at the PG that may tell nothing before a hint is given up. */
export const MOST_LOOKS = 4

/** Whether hints may make the PG be asked about this row now: once in ten seconds, however many there are. */
export function mayLook(core: Core, row: string): Promise<boolean> {
  const now = core.now()
  return core.ledger.tallyBelow(`webhook ${row}`, now, now - LOOK_EVERY_MS, 1)
}

/** Writes down that the PG has news, unless it is to be asked soon anyway. What is not settled is looked at by itself. */
export async function remember(core: Core, payment: Payment): Promise<Payment> {
  let current = payment
  for (;;) {
    const { state, hint } = current
    const soon = core.now() + LOOK_EVERY_MS
    if ((state !== 'paid' && state !== 'declined') || (hint && hint.askAt <= soon)) return current
    const next = withHint(current, { askAt: soon, looks: hint?.looks ?? 0 })
    if ((await core.ledger.charges.replacePayment(current, next, { events: [] })) === 'ok') return next
    current = await reloadPayment(core, current)
  }
}

/** A look was made just now: this one waits. */
export async function putOff(core: Core, payment: Payment): Promise<Payment> {
  const next = withHint(payment, { askAt: core.now() + LOOK_EVERY_MS, looks: payment.hint?.looks ?? 0 })
  const written = await core.ledger.charges.replacePayment(payment, next, { events: [] })
  return written === 'ok' ? next : reloadPayment(core, payment)
}

/** The payment's next version with what is left to ask for. Pure. */
export const withHint = (payment: Payment, hint: Payment['hint']): Payment =>
  scheduledPayment({ ...payment, hint, version: payment.version + 1 })

/** What is left of a hint after a look that began at the hint `begun`. Pure. */
export function hintAfter(
  payment: Payment,
  begun: Payment['hint'],
  outcome: ChargeOutcome,
  at: number,
): Payment['hint'] {
  const { hint } = payment
  // Another hint came while the PG was asked; or what we ask of it ourselves hides what else there is.
  if (!hint || hint.askAt !== begun?.askAt || unsettledCancellation(payment)) return hint
  const told = outcome.kind !== 'pending' && (outcome.kind !== 'uncertain' || outcome.absent === true)
  const looks = hint.looks + 1
  return told || looks >= MOST_LOOKS ? undefined : { askAt: at + backOff(hint.looks), looks }
}
