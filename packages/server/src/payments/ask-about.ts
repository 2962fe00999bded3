// Asks the PG what it knows of a payment, whoever began it: one it charged by itself, one that a webhook hints at.
import type { Core } from '../registration/core.ts'
import { providerNamed } from '../registration/core.ts'
import type { SettleContext } from '../registration/settle.ts'
import { chargeAsked, paymentRow, reloadPayment } from './charge-work.ts'
import { scheduledPayment } from './due.ts'
import { hintAfter, withHint } from './hint.ts'
import type { ChargeOutcome } from './operations.ts'
import type { Payment } from './payment.ts'
import { isOwnAccount, operationsOf } from './providers.ts'
import { settleCharge } from './settle.ts'
import { perform, type Change } from './work.ts'

/** Money that has moved. What proves nothing takes nothing back of what is known. */
const isNews = ({ kind }: ChargeOutcome): boolean => kind === 'paid' || kind === 'cancelled'

/**
 * Asks once, and settles from the answer. Never charges. The payment as it was, where the PG cannot be asked.
 * @param hinted somebody unknown says that there is news: only money that has moved is some, and no look is counted
 */
export async function askAbout(
  core: Core,
  payment: Payment,
  requestId: string,
  hinted = false,
): Promise<Payment> {
  const method = await core.ledger.charges.method(payment.paymentMethodId)
  const provider = providerNamed(core, payment.provider)
  const { look } = await operationsOf(provider)
  if (!look || !method || !isOwnAccount(provider, payment)) return unasked(core, payment)
  const asked = await chargeAsked(core, payment, method)
  const context = (): SettleContext => ({ at: core.now(), by: 'pg', requestId, mint: core.mint })
  let begun: Payment | undefined
  const settled = await perform(core, {
    kind: 'look',
    subject: payment.pgOrderId,
    of: payment.id,
    registrationId: payment.registrationId,
    requestId,
    provider,
    does: look,
    asked,
    unknown: { kind: 'uncertain', code: 'outcome_unknown' },
    earlier: [],
    async begin(operation, leaseUntil) {
      const next = lookedAt(payment, leaseUntil, hinted)
      const written = await core.ledger.charges.replacePayment(payment, next, { events: [], operation })
      begun = next
      return written === 'ok' ? next : undefined
    },
    settle(row, outcome) {
      if (row.pgOrderId !== asked.pgOrderId) return undefined
      const told = proved(payment, outcome)
      return hinted ? settleHint(row, begun?.hint, told, context()) : settleCharge(row, told, context())
    },
    ...paymentRow(core),
  })
  return settled ?? reloadPayment(core, payment)
}

// What is settled belongs to nobody while it is asked for. Whoever dies then leaves the hint to be followed again.
function lookedAt(payment: Payment, leaseUntil: number, hinted: boolean): Payment {
  const lease = isOpen(payment) && !hinted ? { leaseUntil } : {}
  const hint = payment.hint && { ...payment.hint, askAt: leaseUntil }
  return scheduledPayment({ ...payment, ...lease, hint, version: payment.version + 1 })
}

// Only money that has moved is news, and what is left of the hint is written also where there is none.
function settleHint(
  row: Payment,
  begun: Payment['hint'],
  outcome: ChargeOutcome,
  context: SettleContext,
): Change<Payment> | undefined {
  const hint = hintAfter(row, begun, outcome, context.at)
  const news = isNews(outcome) ? settleCharge({ ...row, hint }, outcome, context) : undefined
  return news ?? (row.hint && { next: withHint(row, hint), events: [] })
}

// Nobody can be asked here: what a webhook hinted at is let go.
async function unasked(core: Core, payment: Payment): Promise<Payment> {
  if (!payment.hint) return payment
  const next = withHint(payment, undefined)
  const written = await core.ledger.charges.replacePayment(payment, next, { events: [] })
  return written === 'ok' ? next : reloadPayment(core, payment)
}

// What a window charged the PG need not know by its order: there "absent" is no proof that no money moved.
function proved({ state }: Payment, outcome: ChargeOutcome): ChargeOutcome {
  if (state !== 'uncertain' || outcome.kind !== 'uncertain') return outcome
  const { absent: _, ...unproved } = outcome
  return unproved
}

const isOpen = ({ state }: Payment): boolean => state === 'scheduled' || state === 'uncertain'
