// The call that charges an order, or asks what came of it, and what its answer makes of the payment.
import { BillingError } from '@billing-register/contract'
import type { ServerProvider } from '../providers/provider.ts'
import type { Core } from '../registration/core.ts'
import type { PaymentMethod } from '../registration/record.ts'
import type { SettleContext } from '../registration/settle.ts'
import type { ChargeAsked, ChargeOutcome, PaymentOperations } from './operations.ts'
import type { Operation, Payment } from './payment.ts'
import { operation } from './providers.ts'
import { paymentEvent, paymentStep, settleCharge } from './settle.ts'
import type { Change, Work } from './work.ts'

/** What the PG is asked. */
export async function chargeAsked(core: Core, payment: Payment, method: PaymentMethod): Promise<ChargeAsked> {
  const { pgOrderId, orderName, amount, customer, transactionId } = payment
  const { key, kind, customerRef } = method
  const registration = await core.ledger.find(method.registrationId)
  return {
    key,
    kind,
    ...(customerRef === undefined ? {} : { customerRef }),
    memo: registration?.memo ?? {},
    pgOrderId,
    orderName,
    amount,
    customer,
    ...(transactionId === undefined ? {} : { transactionId }),
  }
}

const UNKNOWN: ChargeOutcome = { kind: 'uncertain', code: 'outcome_unknown' }

/** The call that charges, or asks what came of it; a look unless it is told otherwise. Throws `charge_unsupported`. */
export function chargeWork(
  core: Core,
  provider: ServerProvider,
  operations: PaymentOperations,
  asked: ChargeAsked,
  payment: Payment,
  requestId: string,
  earlier: readonly Operation[] = [],
): Work<Payment, ChargeAsked, ChargeOutcome> {
  const { charges } = core.ledger
  const context = (): SettleContext => ({ at: core.now(), requestId, mint: core.mint })
  return {
    kind: 'charge',
    subject: asked.pgOrderId,
    of: payment.id,
    registrationId: payment.registrationId,
    requestId,
    provider,
    does: operation(provider, operations, 'charge'),
    asked,
    unknown: UNKNOWN,
    earlier,
    async begin(sent, leaseUntil) {
      const look = paymentStep(payment, 'look', context(), { leaseUntil })
      if (!look) return undefined
      const written = await charges.replacePayment(payment, look.next, {
        events: look.events,
        operation: sent,
      })
      return written === 'ok' ? look.next : undefined
    },
    settle: (row, outcome) =>
      row.pgOrderId === asked.pgOrderId
        ? settleCharge(row, outcome, context())
        : stray(row, asked, outcome, context()),
    ...paymentRow(core),
  }
}

// An attempt that had been given up, and has moved money all the same. Only a person can give it back.
function stray(
  row: Payment,
  { pgOrderId }: ChargeAsked,
  outcome: ChargeOutcome,
  context: SettleContext,
): Change<Payment> | undefined {
  if (outcome.kind !== 'paid') return undefined
  const { transactionId = '' } = outcome
  const event = paymentEvent(row, 'payment.stray', context, {}, { pgOrderId, transactionId })
  return { next: { ...row, version: row.version + 1 }, events: [event] }
}

/** How the row of a payment is written and read. */
export const paymentRow = (core: Core): Pick<Work<Payment, unknown, unknown>, 'write' | 'reload'> => ({
  async write(before, { next, events }) {
    return (await core.ledger.charges.replacePayment(before, next, { events })) === 'ok'
  },
  reload: (row) => reloadPayment(core, row),
})

/** The newest version of a payment that is known to exist. */
export async function reloadPayment(core: Core, { id }: Payment): Promise<Payment> {
  const current = await core.ledger.charges.payment(id)
  if (!current) throw new BillingError('ledger_unavailable', 'the payment is gone from the ledger')
  return current
}
