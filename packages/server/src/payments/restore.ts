// Settles from an answer that came into the ledger late, without asking the PG again.
import { BillingError } from '@billing-register/contract'
import { providerNamed, type Core } from '../registration/core.ts'
import type { PaymentMethod } from '../registration/record.ts'
import { cancelWorkOf } from './cancel.ts'
import { chargeAsked, chargeWork } from './charge-work.ts'
import type { Operation, Payment } from './payment.ts'
import { operationsOf } from './providers.ts'
import { revokeWorkOf } from './revoke.ts'
import { settleFrom, type Work } from './work.ts'

/** What an operation belongs to, as it is after everything that the ledger knows of it has been taken into account. */
export type Settled = { readonly payment: Payment } | { readonly method: PaymentMethod }

/** Brings the payment or the payment method of an operation to what all landed answers of its subject come to. */
export async function settleOperation(core: Core, operation: Operation, requestId: string): Promise<Settled> {
  const { charges } = core.ledger
  const payment = await charges.payment(operation.of)
  if (payment) return { payment: await settlePayment(core, payment, operation, requestId) }
  const method = await charges.method(operation.of)
  if (!method) throw new BillingError('not_found', 'spill: what it belongs to is not in this ledger')
  const work = await revokeWorkOf(core, method, requestId)
  return { method: work ? await settleAll(core, work, method) : method }
}

async function settlePayment(
  core: Core,
  payment: Payment,
  { subject }: Operation,
  requestId: string,
): Promise<Payment> {
  const cancelling = await cancelWorkOf(core, payment, subject, requestId)
  if (cancelling) return settleAll(core, cancelling, payment)
  const provider = providerNamed(core, payment.provider)
  const method = await core.ledger.charges.method(payment.paymentMethodId)
  if (!method) return payment
  // It may be an earlier attempt that had been given up.
  const asked = await chargeAsked(core, { ...payment, pgOrderId: subject, transactionId: undefined }, method)
  const operations = await operationsOf(provider)
  return settleAll(core, chargeWork(core, provider, operations, asked, payment, requestId), payment)
}

async function settleAll<Row, Asked, Outcome>(
  core: Core,
  work: Work<Row, Asked, Outcome>,
  row: Row,
): Promise<Row> {
  const all = await core.ledger.charges.operations(work.subject)
  return settleFrom(
    core,
    work,
    row,
    all.flatMap(({ exchanges = [] }) => exchanges),
  )
}
