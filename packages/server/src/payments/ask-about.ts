// Asks the PG what it knows of a payment, whoever began it: one it charged by itself, one that a webhook hints at.
import type { Core } from '../registration/core.ts'
import { providerNamed } from '../registration/core.ts'
import type { SettleContext } from '../registration/settle.ts'
import { chargeAsked, paymentRow, reloadPayment } from './charge-work.ts'
import { scheduledPayment } from './due.ts'
import type { Payment } from './payment.ts'
import { isOwnAccount, operationsOf } from './providers.ts'
import { settleCharge } from './settle.ts'
import { perform } from './work.ts'

/** Asks once, and settles from the answer. Never charges. The payment as it was, where the PG cannot be asked. */
export async function askAbout(core: Core, payment: Payment, requestId: string): Promise<Payment> {
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
      const lease = isOpen(payment) ? { leaseUntil } : {}
      const next = scheduledPayment({ ...payment, ...lease, version: payment.version + 1 })
      const written = await core.ledger.charges.replacePayment(payment, next, { events: [], operation })
      return written === 'ok' ? next : undefined
    },
    settle: (row, outcome) =>
      row.pgOrderId === asked.pgOrderId ? settleCharge(row, outcome, context()) : undefined,
    ...paymentRow(core),
  })
  return settled ?? reloadPayment(core, payment)
}

const isOpen = ({ state }: Payment): boolean => state === 'scheduled' || state === 'uncertain'
