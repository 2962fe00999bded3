// Asks the PG what it knows of a payment, whoever began it: one it charged by itself, one that a webhook hints at.
import type { Core } from '../registration/core.ts'
import { providerNamed } from '../registration/core.ts'
import type { SettleContext } from '../registration/settle.ts'
import { chargeAsked, paymentRow, reloadPayment } from './charge-work.ts'
import { scheduledPayment } from './due.ts'
import type { ChargeOutcome } from './operations.ts'
import type { Payment } from './payment.ts'
import { isOwnAccount, operationsOf } from './providers.ts'
import { settleCharge } from './settle.ts'
import { perform } from './work.ts'

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
  if (!look || !method || !isOwnAccount(provider, payment)) return payment
  const asked = await chargeAsked(core, payment, method)
  const context = (): SettleContext => ({ at: core.now(), by: 'pg', requestId, mint: core.mint })
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
      // What is settled belongs to nobody while it is asked for.
      const lease = isOpen(payment) && !hinted ? { leaseUntil } : {}
      const next = scheduledPayment({ ...payment, ...lease, version: payment.version + 1 })
      const written = await core.ledger.charges.replacePayment(payment, next, { events: [], operation })
      return written === 'ok' ? next : undefined
    },
    settle: (row, outcome) =>
      row.pgOrderId === asked.pgOrderId && (!hinted || isNews(outcome))
        ? settleCharge(row, proved(payment, outcome), context())
        : undefined,
    ...paymentRow(core),
  })
  return settled ?? reloadPayment(core, payment)
}

// What a window charged the PG need not know by its order: there "absent" is no proof that no money moved.
function proved({ state }: Payment, outcome: ChargeOutcome): ChargeOutcome {
  if (state !== 'uncertain' || outcome.kind !== 'uncertain') return outcome
  const { absent: _, ...unproved } = outcome
  return unproved
}

const isOpen = ({ state }: Payment): boolean => state === 'scheduled' || state === 'uncertain'
